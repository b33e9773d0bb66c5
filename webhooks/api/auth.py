"""Signing in: register, log in by password or by a code, refresh, log out."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from uuid import UUID

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from engine.access import refreshing, signing_in
from engine.access.callers import StrangerError
from engine.access.passwords import LONGEST, SHORTEST, BusyError
from engine.access.refreshing import Tokens
from engine.access.signing_in import Address, Newcomer
from store import accounts, identities, organizations, people, sessions
from store.one_time_codes import LASTS
from webhooks.api.route import Call, Route, Routes, Visit
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError

RETRY_AFTER = {"Retry-After": "2"}
CODE_SENT = (
    "If this phone can be reached, a code of 6 digits is on its way: by WhatsApp to whoever"
    " wrote there within 24 hours, else by SMS. Send it with this verification to"
    " /auth/otp/verify within 10 minutes."
)
EMAIL_SENT = (
    "If this e-mail can be reached, a code of 6 digits is on its way there. Send it with this"
    " verification to /auth/otp/verify within 10 minutes."
)
BY_EMAIL = (
    "If this e-mail is free, sign in with it and its password. It is a name to sign in by:"
    " no code is sent to it, for this installation cannot send e-mail, and an e-mail that"
    " Karani knows already stays whose it is."
)
NO_EMAIL = "cannot be sent a code, for this installation cannot send e-mail: use the password"


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("must be an international number, such as +254711000001")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _password(text: str) -> str:
    if not SHORTEST <= len(text.encode()) <= LONGEST:
        raise ValueError(f"must be {SHORTEST} to {LONGEST} bytes long")
    return text


Phone = Annotated[str, Field(max_length=40), AfterValidator(_phone)]
Email = Annotated[
    str,
    StringConstraints(
        to_lower=True, max_length=254, pattern=r"^[^@\s\x00-\x20]{1,64}@[^@\s\x00-\x20]{1,190}$"
    ),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Verification = Annotated[str, Field(min_length=1, max_length=100)]


class _Addressed(Shape):
    """Whoever signs in by one address: a phone or an e-mail."""

    phone: Phone | None = None
    email: Email | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.phone is None) == (self.email is None):
            raise ValueError("name a phone or an email, and not both")
        return self

    @property
    def address(self) -> Address:
        """The one that was named."""
        if self.phone is not None:
            return Address("phone", self.phone)
        return Address("email", str(self.email))


class Registration(_Addressed):
    """Who wants an account."""

    password: Annotated[str, Field(max_length=LONGEST), AfterValidator(_password)]
    name: Name
    language: Literal["en", "sw"] | None = None


class Login(_Addressed):
    """Who signs in with a password."""

    password: Annotated[str, Field(max_length=LONGEST)]


class CodeWanted(_Addressed):
    """Who wants to sign in by a code."""


class CodeSaid(Shape):
    """The code that was sent, by whoever asked for it."""

    verification: Verification
    code: Annotated[str, Field(pattern="^[0-9]{6}$")]


class Refreshing(Shape):
    """A refresh token, which is good once."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]


class CodeAwaited(Shape):
    """What happens next; `verification` goes with the code that is sent, null for an e-mail."""

    verification: str | None
    expires_in: int | None
    detail: str


class SignedIn(Shape):
    """Tokens: the access token is a bearer's, for `expires_in` seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 -- A word of OAuth's.
    expires_in: int

    @classmethod
    def of(cls, given: Tokens) -> Self:
        """As the API shows them."""
        return cls(
            access_token=given.access,
            refresh_token=given.refresh,
            expires_in=given.expires_in,
        )


class AddressShown(Shape):
    """An address of the caller's; `proved` where something sent there was answered."""

    kind: str
    value: str
    proved: bool


class Workplace(Shape):
    """An organization of the caller's, and what they are there."""

    id: UUID
    name: str
    role: str


class Me(Shape):
    """Who is signed in."""

    id: UUID
    name: str | None
    language: str | None
    addresses: list[AddressShown]
    organizations: list[Workplace]


def register(visit: Visit, body: Registration) -> CodeAwaited:
    """Register with a phone or an e-mail.

    A phone gives nothing before the code that is sent there was said by whoever registered;
    an e-mail neither, where this installation can send e-mail.
    The answer is the same whether or not somebody is known by it.
    """
    visit.slow_down(body.address.value)
    who = Newcomer(body.address, body.password, body.name, body.language)
    try:
        verification = signing_in.register(visit.rt, who)
    except BusyError as error:
        raise _busy(error) from None
    return _awaited(body.address, verification) if verification else _nothing_awaited()


def login(visit: Visit, body: Login) -> SignedIn:
    """Sign in with a password."""
    visit.slow_down(body.address.value)
    try:
        return SignedIn.of(signing_in.by_password(visit.rt, body.address, body.password))
    except StrangerError as error:
        raise ProblemError(401, str(error)) from None
    except BusyError as error:
        raise _busy(error) from None


def refresh(visit: Visit, body: Refreshing) -> SignedIn:
    """Take new tokens for a refresh token; the old one is good no more."""
    try:
        return SignedIn.of(refreshing.refresh(visit.rt, body.refresh_token))
    except StrangerError as error:
        raise ProblemError(401, str(error)) from None


def otp(visit: Visit, body: CodeWanted) -> CodeAwaited:
    """Have a code sent to a phone, or to an e-mail that was proved, to sign in by."""
    if not signing_in.can_write_to(visit.rt, body.address):
        raise ProblemError(422, fields={"email": NO_EMAIL})
    visit.slow_down(body.address.value)
    return _awaited(body.address, signing_in.ask_for_code(visit.rt, body.address))


def verify(visit: Visit, body: CodeSaid) -> SignedIn:
    """Sign in by the code that was sent; with it an account that was asked for is made."""
    visit.guess()
    try:
        return SignedIn.of(signing_in.by_code(visit.rt, body.verification, body.code))
    except StrangerError as error:
        raise ProblemError(401, str(error)) from None


def logout(call: Call) -> None:
    """Sign out: all tokens of this session are good no more."""
    assert call.caller.session_id is not None  # noqa: S101 -- People have one, keys not.
    sessions.revoke(call.tx, call.caller.session_id)


def me(call: Call) -> Me:
    """Show who is signed in, and where they work."""
    person = people.get(call.tx, call.caller.person_id)
    email = accounts.email_of(call.tx, person.id)
    with call.tx.directory():
        proved = identities.addresses_of(call.tx, person.id)
        shops = organizations.of_person(call.tx, person.id)
    shown = [AddressShown(kind=one.kind, value=one.value, proved=True) for one in proved]
    if email is not None:
        shown.append(AddressShown(kind="email", value=email, proved=False))
    return Me(
        id=person.id,
        name=person.name,
        language=person.language,
        addresses=shown,
        organizations=[Workplace(id=s.id, name=s.name, role=s.role) for s in shops],
    )


def _awaited(address: Address, verification: str) -> CodeAwaited:
    lasts = int(LASTS.total_seconds())
    detail = EMAIL_SENT if address.kind == "email" else CODE_SENT
    return CodeAwaited(verification=verification, expires_in=lasts, detail=detail)


def _nothing_awaited() -> CodeAwaited:
    return CodeAwaited(verification=None, expires_in=None, detail=BY_EMAIL)


def _busy(error: BusyError) -> ProblemError:
    return ProblemError(503, f"{error} Try again soon.", headers=RETRY_AFTER)


def _route(path: str, view: Any, body: type[Shape], gives: type[Shape], status: int) -> Route:
    return Route("POST", f"/auth/{path}", view, gives, status, body=body)


ROUTES: Routes = (
    _route("register", register, Registration, CodeAwaited, 201),
    _route("login", login, Login, SignedIn, 200),
    _route("refresh", refresh, Refreshing, SignedIn, 200),
    _route("otp", otp, CodeWanted, CodeAwaited, 202),
    _route("otp/verify", verify, CodeSaid, SignedIn, 200),
    Route("POST", "/auth/logout", logout, None),
    Route("GET", "/auth/me", me, Me),
)
