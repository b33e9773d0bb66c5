"""Mail for the shell's world: a real server on loopback, and people with proved addresses."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from engine.channels.smtp import SmtpChannel
from engine.settings import Settings
from store import emails, members, people
from store.members import Member
from tests.channels.smtp_server import Office
from tests.engine.world import World

SECRET = "0123456789abcdef0123456789abcdef"
ZAWADI = "zawadi@example.com"


def mails_by(world: World, there: Office) -> None:
    """From now on e-mails go to this server."""
    more = {
        "smtp_url": f"smtp://127.0.0.1:{there.port}",
        "email_from": "Karani <karani@x.co>",
        "secret_key": SECRET,
    }
    settings = Settings.model_validate({**world.rt.settings.model_dump(), **more})
    channels = {**world.rt.channels, "smtp": SmtpChannel(settings)}
    world.rt = replace(world.rt, settings=settings, channels=channels)


def hires_by_email(
    world: World, shop: UUID, email: str = ZAWADI, *, proved: bool = True
) -> UUID:
    """Somebody works there who has an e-mail and no phone; their id."""
    with world.rt.db.every_tenant() as tx:
        person = people.meet(tx, "email", ZAWADI, None).person_id
        if proved:
            emails.prove(tx, ZAWADI)
    with world.rt.db.tenant(shop) as tx:
        members.join(tx, Member(shop, person, "STAFF", "Zawadi", None))
    return person
