"""Keep what became of an outbound message."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from threading import Event as Pause

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from engine.channels.base import ChannelError, Trouble
from engine.outbound import accounts, retries
from engine.outbound.retries import Course, Try
from engine.runtime import Runtime
from engine.tools.telling import name
from store import audit, opt_outs, outbox, sends
from store.audit import Action, AuditEntry
from store.database import Transaction
from store.opt_outs import OptOut
from store.outbound import DeliveryStatus, OutboundMessage
from store.outbox import OutboxEntry
from store.sends import Claim

ASK_AGAIN = timedelta(seconds=30)
TRIES = 4

_log = structlog.get_logger(__name__)


def sent(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, claim: Claim, reference: str
) -> bool:
    """The provider took it; False if that reference is another message's."""
    accounts.took(rt, message.account)

    def keep(tx: Transaction) -> None:
        # Whoever holds the claim now settles the matter, where it has passed on.
        if sends.rise(tx, claim, DeliveryStatus.SENT, reference=reference):
            outbox.done(tx, entry.id)
            _tell(tx, message, "MESSAGE_SENT")

    try:
        _keep(rt, entry, message, keep)
    except IntegrityError:
        return False
    return True


def not_sent(
    rt: Runtime,
    entry: OutboxEntry,
    message: OutboundMessage,
    claim: Claim,
    error: ChannelError,
) -> None:
    """The provider did not take it, or nobody knows whether it did."""
    fields = {"code": error.code, "trouble": error.trouble.value}
    _log.warning("A message was not sent", message=str(message.id), **fields)
    accounts.refused(rt, message.account, error)
    tried = Try(entry.attempts, message.is_fresh, message.form == "template")
    answer = retries.answer(error, tried, random.random())  # noqa: S311 -- No secret.

    def keep(tx: Transaction) -> None:
        match answer.course:
            case Course.DOUBT:
                mark_unknown(tx, message, claim, error.code)
                outbox.postpone(tx, entry.id, ASK_AGAIN)
            case Course.LATER | Course.CLOSED:
                # By its age and not by a count: a provider may be away for an hour.
                sends.let_go(tx, claim, error.code, error.trouble.value)
                outbox.postpone(tx, entry.id, answer.wait, failures=1)
            case Course.SILENCE:
                _silence(tx, entry, message, claim, error.code)
            case Course.FAIL:
                give_up(tx, entry, message, claim, error.code, error.trouble)

    _keep(rt, entry, message, keep)


def mark_unknown(tx: Transaction, message: OutboundMessage, claim: Claim, code: str) -> None:
    """Nobody knows: it is marked, told to the audit, and never simply repeated."""
    _log.warning("A message is in doubt", message=str(message.id), code=code)
    if sends.rise(tx, claim, DeliveryStatus.UNKNOWN, error_code=code):
        _tell(tx, message, "UPDATE", {"status": DeliveryStatus.UNKNOWN.value, "code": code})


def give_up(
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    claim: Claim,
    code: str,
    trouble: Trouble = Trouble.OTHER,
) -> None:
    """It will not be sent; its organization may have a rule for that."""
    outbox.done(tx, entry.id)
    failed = DeliveryStatus.FAILED
    if sends.rise(tx, claim, failed, error_code=code, trouble=trouble.value):
        tell_failure(tx, message)


def _silence(
    tx: Transaction, entry: OutboxEntry, message: OutboundMessage, claim: Claim, code: str
) -> None:
    """They have told the provider to send nothing more there: that holds from now on."""
    outbox.done(tx, entry.id)
    opt_outs.add(tx, OptOut(message.person_id, None, message.channel))
    consent, status = Trouble.CONSENT.value, DeliveryStatus.SUPPRESSED
    sends.rise(tx, claim, status, error_code=code, trouble=consent)


def tell_failure(tx: Transaction, message: OutboundMessage) -> None:
    """Leave word that a message failed: its organization may have a workflow for that."""
    outbox.add(
        tx,
        "failure",
        message.id,
        organization_id=message.organization_id,
        person_id=message.person_id,
    )


def _keep(
    rt: Runtime,
    entry: OutboxEntry,
    message: OutboundMessage,
    outcome: Callable[[Transaction], None],
) -> None:
    # What the provider said is known only here: a moment without a database must not lose it.
    for attempt in range(1, TRIES + 1):
        try:
            with rt.db.tenant(message.organization_id, message.person_id) as tx:
                outbox.wait_for(tx, entry.id)  # The entry first, as everywhere.
                outcome(tx)
                return
        except OperationalError as error:
            if attempt == TRIES:
                raise
            _log.warning("An outcome is kept again", error=name(error))
            Pause().wait(0.2 * attempt)


def _tell(
    tx: Transaction,
    message: OutboundMessage,
    action: Action,
    after: dict[str, str] | None = None,
) -> None:
    if message.organization_id is None:
        return
    entry = AuditEntry(
        organization_id=message.organization_id,
        action=action,
        entity="outbound_message",
        entity_id=message.id,
        person_id=message.person_id,
        via=message.channel,
        before={"status": message.status.value} if after else None,
        after=after,
    )
    audit.append(tx, entry)
