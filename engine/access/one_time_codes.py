"""One-time codes: ask for one, send it to the address that it shall prove, try what is said."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import structlog

from bot import i18n
from bot.countries import COUNTRIES
from bot.replies import accounts as replies
from engine.channels import text
from engine.channels.base import ChannelKind
from engine.outbound import deliveries
from engine.outbound import ways as choosing
from engine.outbound.hours import Occasion
from engine.runtime import Runtime
from engine.tools import keys, phones
from store import emails, one_time_codes, outbox, people, sessions
from store import ways as known_ways
from store.base import new_id
from store.database import Transaction
from store.one_time_codes import SENT_AN_HOUR, Code, NewCode, Purpose
from store.opt_outs import ANY
from store.outbox import OutboxEntry
from store.ways import Way

KIND = "code"
"""Of outbox entries, and the reason of the messages: their words are hidden soon."""

DIGITS = 6
SECRET_BYTES = 32
_NEAR = frozenset(country.code for country in COUNTRIES)
"""Where one who has never written is sent a code: SMS to the far ends of the world are dear."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a code is for: a phone (E.164) or an e-mail in lower case is proved by it.

    `password` is a hash; the names are as they were given.
    """

    purpose: Purpose
    address: str
    password: str | None = None
    name: str | None = None
    language: str | None = None


def ask(tx: Transaction, wanted: Wanted) -> str:
    """Have a code sent; who asks is known again by what comes back. For the directory.

    Whether anybody is known by the address is looked up behind the answer: it cannot tell.
    """
    code_id, secret = new_id(), secrets.token_bytes(SECRET_BYTES)
    one_time_codes.add(
        tx,
        NewCode(
            id=code_id,
            purpose=wanted.purpose,
            address=wanted.address,
            secret=_digest(secret),
            password=wanted.password,
            name=wanted.name,
            language=wanted.language,
        ),
    )
    outbox.add(tx, KIND, code_id, organization_id=None, person_id=None)
    return base64.urlsafe_b64encode(code_id.bytes + secret).decode()


def send(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Send a code by the way that leads to its address, if there is one that may be used."""
    outbox.done(tx, entry.id)
    with tx.directory():
        wanted = one_time_codes.waiting(tx, entry.subject_id)
        way = _way(rt, tx, wanted) if wanted else None
        if wanted is None or way is None:
            _log.info("A code is sent to nobody", code=str(entry.subject_id))
            return
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        digest = _hmac(rt, wanted.id, wanted.purpose, code)
        is_cold = way.channel == "sms" and way.conversation_id is None
        one_time_codes.mark_sent(tx, wanted.id, digest, is_cold=is_cold)
    tx.scope(organization_id=None, person_id=way.person_id)
    _queue(rt, tx, way, replies.one_time_code(code, wanted.purpose))


def tried(rt: Runtime, verification: str, said: str) -> Code | None:
    """What the code that is said proves; None for a wrong one, and one that is none any more.

    The try is counted and committed before it is looked at.
    """
    code_id, secret = _read(verification)
    with rt.db.every_tenant() as tx:
        found = one_time_codes.take_try(tx, code_id, _digest(secret))
    if found is None or found.code is None:
        return None
    expected = _hmac(rt, found.id, found.purpose, said)
    return found if hmac.compare_digest(found.code, expected) else None


def _way(rt: Runtime, tx: Transaction, wanted: Code) -> Way | None:
    """To that very address: of a phone by WhatsApp where its window is open, else by SMS."""
    phone = wanted.address
    if one_time_codes.sent_lately(tx, phone) >= SENT_AN_HOUR:
        return None
    if "@" in wanted.address:
        return _by_email(rt, tx, wanted)
    address = people.find_address(tx, "phone", phone)
    if address is None:
        if wanted.purpose == "sign_in":
            return None  # Nobody could sign in by it.
        address = people.meet(tx, "phone", phone, phones.country_of(phone))
    ways = known_ways.ways(tx, [address.person_id], None)
    known = [way for way in ways if way.reply_to == phone and _is_heard(way)]
    return choosing.choose(known, "auto") or _cold(rt, tx, address.person_id, phone)


def _by_email(rt: Runtime, tx: Transaction, wanted: Code) -> Way | None:
    """Also where nobody was reached lately: whoever asks for it says that it is theirs."""
    account, email = choosing.email_account(rt), wanted.address
    person_id = emails.owner(tx, email)
    if account is None or (person_id is None and wanted.purpose == "sign_in"):
        return None
    person_id = person_id or people.meet(tx, "email", email, None).person_id
    language = people.get(tx, person_id).language or wanted.language
    return Way(person_id, None, account, "email", email, language, is_open=False)


def _is_heard(way: Way) -> bool:
    return not {ANY, way.channel} & set(way.opted_out)


def _cold(rt: Runtime, tx: Transaction, person_id: UUID, phone: str) -> Way | None:
    if phones.country_of(phone) not in _NEAR or sessions.is_silent(tx, person_id):
        return None
    if one_time_codes.cold_lately(tx) >= rt.settings.cold_codes_per_hour:
        _log.error("Codes to numbers that never wrote are stopped for a while")
        return None
    account = choosing.sms_account(rt)
    for stranger in known_ways.strangers(tx, [person_id], None):
        way = choosing.first_way(stranger, account, "sms")
        if way is not None and way.reply_to == phone and _is_heard(way):
            return way
    return None


def _queue(rt: Runtime, tx: Transaction, way: Way, reply: replies.Reply) -> None:
    channel = cast(ChannelKind, way.channel)
    body = text.fit(_written(rt, way, reply), channel)
    row = {
        "id": new_id(),
        "organization_id": None,
        "person_id": way.person_id,
        "conversation_id": way.conversation_id,
        "account": way.account,
        "channel": channel,
        "recipient": way.reply_to,
        "body": body,
        "subject": _written(rt, way, replies.about_code()) if channel == "email" else None,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "reason": KIND,
        "occasion": Occasion.ASKED.value,
    }
    deliveries.queue(tx, row)


def _written(rt: Runtime, way: Way, reply: replies.Reply) -> str:
    return i18n.wording(reply, way.language, rt.languages.translations)


def _hmac(rt: Runtime, code_id: UUID, purpose: str, code: str) -> bytes:
    said = b"\0".join((code_id.bytes, purpose.encode(), code.encode()))
    return hmac.digest(keys.derived(rt.settings, "codes"), said, "sha256")


def _read(verification: str) -> tuple[UUID, bytes]:
    try:
        whole = base64.b64decode(verification, altchars=b"-_", validate=True)
    except ValueError:
        whole = b""
    if len(whole) != 16 + SECRET_BYTES:
        return UUID(int=0), b""  # Of no code.
    return UUID(bytes=whole[:16]), whole[16:]


def _digest(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()
