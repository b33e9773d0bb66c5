"""The register of topics: what a person may do in a chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot import consents
from bot.topic import Topic
from bot.topics import (
    appointments,
    close_day,
    consent,
    courtesy,
    customers,
    debt_reminders,
    debts,
    greeting,
    guests,
    help,
    joining,
    language,
    later,
    payments,
    pin,
    privacy,
    readings,
    recording,
    registration,
    reminders,
    reports,
    rules,
    shops,
    stock,
    team,
    till,
    undo,
)

TOPICS: Mapping[str, Topic] = {
    registration.NAME: registration.TOPIC,
    recording.NAME: recording.TOPIC,
    debts.NAME: debts.TOPIC,
    debt_reminders.NAME: debt_reminders.TOPIC,
    guests.NAME: guests.TOPIC,
    consents.NAME: consent.TOPIC,
    customers.NAME: customers.TOPIC,
    stock.NAME: stock.TOPIC,
    payments.NAME: payments.TOPIC,
    undo.NAME: undo.TOPIC,
    appointments.NAME: appointments.TOPIC,
    reminders.NAME: reminders.TOPIC,
    language.NAME: language.TOPIC,
    "reports": reports.TOPIC,
    close_day.NAME: close_day.TOPIC,
    team.NAME: team.TOPIC,
    rules.NAME: rules.TOPIC,
    shops.NAME: shops.TOPIC,
    pin.NAME: pin.TOPIC,
    joining.NAME: joining.TOPIC,
    till.NAME: till.TOPIC,
    privacy.NAME: privacy.TOPIC,
    readings.NAME: readings.TOPIC,
    "help": help.TOPIC,
    "greeting": greeting.TOPIC,
    "courtesy": courtesy.TOPIC,
    "later": later.TOPIC,
}
"""By the name under which a conversation remembers who has the floor."""
