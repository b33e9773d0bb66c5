"""Understand one message: a ladder of rules, and the first that reads it wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.nlu.answers import answer, idle
from bot.nlu.appointments import appointment
from bot.nlu.booking import booking
from bot.nlu.commands import command, introduction, switch_language
from bot.nlu.contacts import contact
from bot.nlu.corrections import correction, undo
from bot.nlu.known import recognised
from bot.nlu.lexicon import Lexicons
from bot.nlu.message import Message, prepare
from bot.nlu.mobile_money import mobile_money
from bot.nlu.questions import debts_of, question, report, shown, span
from bot.nlu.rule_orders import rule_order
from bot.nlu.several_visits import several_visits
from bot.nlu.standing import limit, routine, standing
from bot.nlu.team import member
from bot.nlu.unanswered import unanswered
from bot.nlu.understanding import Act, Catalogue, Intent, Understanding, Utterance
from bot.nlu.verdict import nothing
from bot.nlu.visits import visit
from bot.nlu.weighing import weigh

EMPTY = Catalogue()
LONGEST = 4_096
"""WhatsApp sends no longer text; of one from elsewhere the rest is not read."""

Rule = Callable[[Message], Understanding | None]

LADDER: tuple[Rule, ...] = (
    mobile_money,  # A forwarded payment text, whatever was asked.
    answer,  # What was asked is answered.
    contact,  # "namba ya Asha ni 0712 345 678"
    member,  # "ongeza Baraka 0722 000 002"
    rule_order,  # "rule 2 off"
    unanswered,  # "piga simu nisipojibu ndani ya dakika 10"
    standing,  # "nijulishe stoki ikipungua"
    command,  # Help, stop, thanks, a report: said in set phrases.
    idle,  # Yes and no with nothing open.
    visit,  # "Asha amefika"
    several_visits,  # "book Mary at 3 pm and Njeri at 5 pm"
    appointment,  # The diary: book, move, cancel, remind.
    correction,  # "badilisha 450"
    undo,  # "futa sukari"
    switch_language,  # "naomba kiswahili"
    introduction,  # "naitwa Juma"
    limit,  # "niulize mauzo yakizidi 10,000"
    routine,  # "every Friday send the report"
    span,  # "leo", "sukari wiki hii"
    question,  # Questions never book.
    shown,  # "nipe list ya madeni"
    debts_of,  # "deni la Kamau"
    report,  # "faida ya wiki hii"
    booking,  # What was sold, spent, lent or paid.
)


class Reader:
    """Reads messages in every language of its lexicons; made once, then only read from."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.lexicons = lexicons

    def read(self, utterance: Utterance, catalogue: Catalogue = EMPTY) -> Understanding:
        """Read one message. Pure: equal messages are understood equally."""
        if len(utterance.text) > LONGEST:
            utterance = replace(utterance, text=utterance.text[:LONGEST])
        message = prepare(utterance, self.lexicons, catalogue)
        for rule in LADDER:
            understood = rule(message)
            if understood is not None:
                return recognised(understood, message)
        return nothing(message, Act(Intent.UNKNOWN))

    def weigh(
        self, document: Mapping[str, Any], utterance: Utterance, catalogue: Catalogue = EMPTY
    ) -> Understanding | None:
        """What a model read in a message, as far as the message bears it out."""
        return weigh(document, prepare(utterance, self.lexicons, catalogue))
