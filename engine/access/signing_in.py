"""Sign people in: by a password, or by a code that was sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import structlog

from engine.access import one_time_codes, passwords, refreshing
from engine.access.callers import StrangerError
from engine.access.one_time_codes import Wanted
from engine.access.refreshing import Tokens
from engine.outbound import ways
from engine.runtime import Runtime
from engine.tools import phones
from store import accounts, audit, emails, organizations, people, sessions
from store import one_time_codes as kept
from store.accounts import NewAccount
from store.audit import AuditEntry
from store.database import Transaction
from store.one_time_codes import Code

WRONG = "The address or the password is wrong."
NO_CODE = "This code is wrong, was used, or is no longer good."

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """What somebody signs in by: a phone (E.164), or an e-mail in lower case."""

    kind: Literal["phone", "email"]
    value: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who wants an account; the password as it was typed."""

    address: Address
    password: str
    name: str
    language: str | None


def register(rt: Runtime, who: Newcomer) -> str | None:
    """Make an account, as soon as its address is proved.

    What comes back shows who asked, when the code is said: until then the password counts
    for nothing, whoever else proves the address. None for an e-mail where none can be sent:
    it is a name to sign in by that proves nothing, so one that is known already is left as it
    is. Whether anybody was known changes neither the answer nor the work. Raises
    `passwords.BusyError`.
    """
    password = passwords.hashed(who.password)
    with rt.db.every_tenant() as tx:
        if not can_write_to(rt, who.address):
            new = NewAccount(who.address.value, password, who.name, who.language)
            accounts.register(tx, new)
            return None
        wanted = Wanted("register", who.address.value, password, who.name, who.language)
        return one_time_codes.ask(tx, wanted)


def can_write_to(rt: Runtime, address: Address) -> bool:
    """Whether a code can be sent to such an address from here at all."""
    return address.kind == "phone" or ways.email_account(rt) is not None


def ask_for_code(rt: Runtime, address: Address) -> str:
    """Have a code sent by which an address' owner signs in, if anybody has proved it."""
    with rt.db.every_tenant() as tx:
        return one_time_codes.ask(tx, Wanted("sign_in", address.value))


def by_password(rt: Runtime, address: Address, password: str) -> Tokens:
    """Sign in. Raises `StrangerError`, at the same cost for the unknown; `BusyError`."""
    with rt.db.every_tenant() as tx:
        account = accounts.find(tx, address.kind, address.value)
    if not passwords.fits(account.password if account else None, password) or account is None:
        raise StrangerError(WRONG)
    outdated = passwords.is_outdated(account.password)
    renewed = passwords.hashed(password) if outdated else None
    with rt.db.every_tenant() as tx:
        if accounts.find(tx, address.kind, address.value) != account:
            raise StrangerError(WRONG)  # It was changed at this very moment.
        if renewed:
            accounts.set_password(tx, account.person_id, renewed)
        return _signed_in(rt, tx, account.person_id, "password")


def by_code(rt: Runtime, verification: str, code: str) -> Tokens:
    """Sign in by a code, and do what it was asked for. Raises `StrangerError`."""
    found = one_time_codes.tried(rt, verification, code)
    if found is None:
        raise StrangerError(NO_CODE)
    with rt.db.every_tenant() as tx:
        person_id = _proved(tx, found) if kept.use(tx, found.id) else None
        is_let_in = person_id is not None and not accounts.is_locked(tx, person_id)
        given = _signed_in(rt, tx, person_id, "code") if person_id and is_let_in else None
    if given is None:
        raise StrangerError(NO_CODE)
    return given


def _proved(tx: Transaction, code: Code) -> UUID | None:
    """Whose the address is that was proved; None for somebody who is gone."""
    person_id = _by_email(tx, code) if "@" in code.address else _by_phone(tx, code)
    if person_id is None or code.password is None:
        return person_id
    # Whoever signed in before may not have been this one.
    sessions.revoke_all(tx, person_id)
    accounts.set_password(tx, person_id, code.password)
    people.introduce(tx, person_id, code.name, code.language)
    return person_id


def _by_email(tx: Transaction, code: Code) -> UUID | None:
    if code.password is None:
        return emails.owner(tx, code.address)
    return emails.prove(tx, code.address)


def _by_phone(tx: Transaction, code: Code) -> UUID | None:
    phone = code.address
    if code.password is None:
        address = people.find_address(tx, "phone", phone)
        return address.person_id if address else None
    return people.meet(tx, "phone", phone, phones.country_of(phone)).person_id


def _signed_in(rt: Runtime, tx: Transaction, person_id: UUID, by: str) -> Tokens:
    given = refreshing.begin(rt, tx, person_id)
    entries = [
        AuditEntry(
            organization_id=shop.id,
            action="LOGIN",
            entity="person",
            entity_id=person_id,
            person_id=person_id,
            via="api",
            after={"by": by},
        )
        for shop in organizations.of_person(tx, person_id)
    ]
    audit.append(tx, *entries)
    _log.info("A person signed in", person=str(person_id), by=by)
    return given
