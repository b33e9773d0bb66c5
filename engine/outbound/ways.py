"""The ways to a person: which conversation, or which phone that nobody wrote from."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from engine.channels import smtp, twilio
from engine.channels.twilio import TwilioChannel
from engine.outbound.ladder import Rung
from engine.runtime import Runtime
from store import ways as stored
from store.database import Transaction
from store.opt_outs import ANY
from store.ways import Stranger, Way


def choose(ways: Sequence[Way], channel: str) -> Way | None:
    """The way to take: WhatsApp while its window is open, otherwise SMS; newest first."""
    fit = [way for way in ways if channel in ("auto", way.channel)]
    open_ones = [way for way in fit if way.channel == "whatsapp" and way.is_open]
    others = [way for way in fit if way.channel != "whatsapp"]
    return next(iter([*open_ones, *others]), None)


def closed(ways: Sequence[Way], channel: str) -> Way | None:
    """The newest WhatsApp conversation, whose window is closed: a template, or it waits."""
    return next(
        (way for way in ways if way.channel == "whatsapp" and channel in ("auto", "whatsapp")),
        None,
    )


def first_way(stranger: Stranger, account: str | None, channel: str) -> Way | None:
    """The way to one who never wrote: an SMS to their phone, from the installation's number."""
    if account is None or stranger.phone is None or channel not in ("auto", "sms"):
        return None
    return _cold(stranger, account, "sms", stranger.phone)


def email_way(stranger: Stranger, account: str | None) -> Way | None:
    """The way to the e-mail that they have proved."""
    if account is None or stranger.email is None:
        return None
    return _cold(stranger, account, "email", stranger.email)


def voice_way(stranger: Stranger, account: str | None) -> Way | None:
    """A call to their phone, from the installation's number."""
    if account is None or stranger.phone is None:
        return None
    return _cold(stranger, account, "voice", stranger.phone)


def _cold(stranger: Stranger, account: str, channel: str, address: str) -> Way:
    return Way(
        person_id=stranger.person_id,
        conversation_id=None,
        account=account,
        channel=channel,
        reply_to=address,
        language=stranger.language,
        is_open=False,
        opted_out=stranger.opted_out,
    )


def email_account(rt: Runtime) -> str | None:
    """The account from which e-mails are written; None without one."""
    return smtp.account_of(rt.settings) if smtp.NAME in rt.channels else None


def voice_account(rt: Runtime) -> str | None:
    """The account that calls people; None without one."""
    return twilio.voice_account(rt.settings) if TwilioChannel.name in rt.channels else None


def sms_account(rt: Runtime) -> str | None:
    """The account from which those are written to who never wrote; None without one."""
    accounts = (channel.sms_account for channel in rt.channels.values())
    return next((account for account in accounts if account), None)


def can_ask(rt: Runtime, rung: Rung) -> bool:
    """Whether this installation has anything to ask so with."""
    match rung:
        case Rung.SMS:
            return sms_account(rt) is not None
        case Rung.CALL:
            return voice_account(rt) is not None


def by_sms(
    rt: Runtime, tx: Transaction, person_id: UUID, organization_id: UUID | None
) -> Way | None:
    """How a person is reached by SMS, unless they want to hear nothing so."""
    with tx.directory():
        known = stored.ways(tx, [person_id], organization_id)
        others = stored.strangers(tx, [person_id], organization_id)
    cold = [first_way(one, sms_account(rt), "sms") for one in others]
    every = [*(way for way in known if way.channel == "sms"), *filter(None, cold)]
    words = {word for way in [*known, *every] for word in way.opted_out}
    return None if {ANY, "sms"} & words else next(iter(every), None)
