"""Signed addresses by which people get no more e-mails from a shop, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import NoResultFound

from bot import i18n
from bot.effects import OptOut
from bot.replies import farewells
from bot.reply import Reply
from engine.access.one_time_codes import KIND as CODE
from engine.channels.farewell import Farewell
from engine.privacy import consents
from engine.privacy.consents import Heard
from engine.runtime import Runtime
from engine.settings import Settings
from store import organizations, people
from store.database import Transaction
from store.outbound import OutboundMessage

PATH = "/unsubscribe/"
PURPOSE = "karani.unsubscribe"
"""A part of the key: what is signed for this opens no file."""

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who gets no more e-mails from which shop; without one, from none."""

    person_id: UUID
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says, in the reader's language; the button where it is not done."""

    language: str
    says: str
    aside: str
    button: str | None


def farewell(rt: Runtime, tx: Transaction, message: OutboundMessage) -> Farewell | None:
    """How the reader of an e-mail gets no more; None below a code, which they asked for."""
    if message.channel != EMAIL or message.reason == CODE:
        return None
    leaver = Leaver(message.person_id, message.organization_id)
    path = address(rt.settings, leaver)
    shop, language = _known(tx, leaver)
    words = _written(rt, farewells.below(shop), language)
    return Farewell(rt.settings.base_url + path, words) if path else None


def address(settings: Settings, leaver: Leaver) -> str | None:
    """Where they get no more, for as long as the key stays; None without SECRET_KEY."""
    signer = _signer(settings)
    shop = leaver.organization_id
    signed = [leaver.person_id.hex, shop.hex if shop else ""]
    return f"{PATH}{signer.dumps(signed)}" if signer else None


def read(settings: Settings, token: str) -> Leaver | None:
    """Whom a token lets go; None for one that is not ours, or not for this."""
    signer = _signer(settings)
    try:
        person_id, shop = signer.loads(token) if signer else ("", "")
        return Leaver(UUID(person_id), UUID(shop) if shop else None)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def page(rt: Runtime, leaver: Leaver, *, is_done: bool) -> Page | None:
    """What the page says; None where the person or the shop is gone."""
    try:
        with rt.db.tenant(leaver.organization_id, leaver.person_id) as tx:
            shop, language = _known(tx, leaver)
    except NoResultFound:
        return None
    says = farewells.done(shop) if is_done else farewells.question(shop)
    return Page(
        language=language,
        says=_written(rt, says, language),
        aside=_written(rt, farewells.aside(), language),
        button=None if is_done else _written(rt, farewells.button(), language),
    )


def leave(rt: Runtime, leaver: Leaver) -> None:
    """They get no more e-mails from there; said twice, it is kept once."""
    with rt.db.tenant(None, leaver.person_id) as tx:
        heard = Heard(leaver.person_id, None, rt.clock(), EMAIL)
        consents.carry_out(rt, tx, heard, OptOut(leaver.organization_id))


def _known(tx: Transaction, leaver: Leaver) -> tuple[str, str]:
    """The shop's name, and the reader's language."""
    spoken = people.get(tx, leaver.person_id).language
    if leaver.organization_id is None:
        return "Karani", spoken or "en"
    shop = organizations.get(tx, leaver.organization_id)
    return shop.name, spoken or shop.language


def _written(rt: Runtime, reply: Reply, language: str) -> str:
    return i18n.wording(reply, language, rt.languages.translations)


def _signer(settings: Settings) -> URLSafeSerializer | None:
    if settings.secret_key is None:
        return None
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt=PURPOSE)
