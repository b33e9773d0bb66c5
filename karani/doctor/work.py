"""The work: whether the processes live, told by what waits and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from engine.settings import Settings
from karani.doctor import database
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from store import backlog, stopped_accounts
from store.backlog import Parked, Waiting
from store.database import Database, Transaction
from store.pool import RoleError
from store.stopped_accounts import StoppedAccount

SOON = timedelta(seconds=30)
"""Work that is due is begun within seconds: what waits longer has nobody to do it."""
LATE = timedelta(minutes=1)
RUNG_LATELY = timedelta(minutes=2)
"""A relay rings again for whatever is still there after a minute at most."""
DOUBT = timedelta(days=7)
PATIENCE_S = 3
_UNSEEN = note("work", "cannot be looked at: see what is said of the database")


def look(at: Installation) -> Findings:
    """What waits in the database; nothing where it cannot be read, which is told elsewhere."""
    url = at.settings.database_url
    if url is None:
        return
    if database.unusable(url):
        yield _UNSEEN
        return
    db = Database(url, pool_size=1, patience_s=PATIENCE_S, prepares=False)
    with closing(db):
        try:
            with db.every_tenant() as tx:
                yield from _waiting(tx, at.settings)
        except (SQLAlchemyError, RoleError):
            yield _UNSEEN


def _waiting(tx: Transaction, settings: Settings) -> Iterator[Finding]:
    yield outbox(backlog.oldest(tx))
    yield audit(backlog.unsealed(tx))
    yield given_up(backlog.parked(tx))
    for one in stopped_accounts.every(tx):
        yield stopped(one)
    yield from templates(backlog.approving(tx), settings)
    yield in_doubt(backlog.in_doubt(tx, DOUBT))


def outbox(oldest: Waiting | None) -> Finding:
    """Whether what is due is rung by a relay, and done by a worker."""
    if oldest is None or oldest.since < SOON:
        return well("outbox", "has nothing that is due and waits")
    waits = f"work has waited for {_long(oldest.since)}"
    if oldest.rung is None or oldest.rung > RUNG_LATELY:
        do = "start `karani relay` (`karani up` brings one), or look into its log"
        return wrong("relay", f"does not ring for what is due: {waits}", do)
    do = "start `karani worker`, more than one if it is only behind; then see `karani parked`"
    return wrong("worker", f"does not do what is rung: {waits}", do)


def audit(unsealed: timedelta | None) -> Finding:
    """Whether audit entries are sealed into their chain, which the relay does."""
    if unsealed is None or unsealed < LATE:
        return well("audit", "is sealed as it should be")
    says = f"has entries that wait for their seal, one for {_long(unsealed)}"
    do = "start `karani relay`, or look into its log; then run `karani audit verify`"
    return warning("audit", says, do)


def given_up(parked: Parked) -> Finding:
    """Whether anything waits for a person."""
    told = (
        ("work", parked.entries),
        ("webhooks", parked.bodies),
        ("messages", parked.messages),
    )
    waiting = [f"{what} {number}" for what, number in told if number]
    if not waiting:
        return well("karani parked", "lists nothing")
    says = f"lists what waits for a person ({', '.join(waiting)})"
    do = "run `karani parked`, mend the reason, then `karani parked retry ID`"
    return warning("karani parked", says, do)


def stopped(account: StoppedAccount) -> Finding:
    """An account at a provider that takes nothing at the moment."""
    provider = account.account.partition(":")[0]
    says = f"takes nothing from {account.account}: code {account.code}"
    do = "mend what the provider's own console says of the account; messages wait meanwhile"
    return wrong(provider, says, do)


def in_doubt(number: int) -> Finding:
    """Whether there are messages of which nobody knows if they were sent."""
    if not number:
        return well("messages", "of the last week are all settled")
    says = f"are in doubt: {number} of the last week may have been sent or not"
    do = "see at the provider; GET /api/v1/communications/messages?status=unknown lists them"
    return warning("messages", says, do)


def templates(approving: frozenset[str], settings: Settings) -> Iterator[Finding]:
    """Whether people can be written to after a day of silence on WhatsApp."""
    senders = {"twilio": settings.twilio_whatsapp_from, "meta": settings.whatsapp_token}
    for provider, is_set in senders.items():
        if is_set and provider not in approving:
            says = (
                f"are missing at {provider}: none is approved, to write after a day of silence"
            )
            do = f"run `karani templates drafts {provider}`, have them approved, and note it"
            yield warning("templates", says, f"{do} with `karani templates approve`")


def _long(wait: timedelta) -> str:
    minutes = int(wait.total_seconds()) // 60
    if minutes < 1:
        return f"{int(wait.total_seconds())} s"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
