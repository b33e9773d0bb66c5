"""The picture that goes with a message: drawn once to be sure of it, then named by address."""

from __future__ import annotations

import structlog

from engine.files import files, reports
from engine.files.reports import Wanted
from engine.runtime import Runtime
from store import people
from store.outbound import OutboundMessage

LONGEST_CAPTION = 1024
"""What WhatsApp shows under a picture; a longer text goes alone."""

_log = structlog.get_logger(__name__)


def address(rt: Runtime, message: OutboundMessage) -> str | None:
    """Where the provider may fetch the message's picture; None lets the text go alone.

    Opens transactions and draws: nothing else may be open.
    """
    if not _can_be_fetched(rt, message) or len(message.body) > LONGEST_CAPTION:
        return None
    try:
        wanted = _wanted(rt, message)
        if wanted is None or reports.draw(rt, wanted) is None:
            return None
    except Exception as error:  # noqa: BLE001 -- Whatever it is, the text must not wait for it.
        kind = type(error).__name__
        _log.warning("A chart was not drawn", message=str(message.id), error=kind)
        return None
    path = files.path(rt.settings, wanted, rt.clock())
    return f"{rt.settings.base_url}{path}" if path else None


def _can_be_fetched(rt: Runtime, message: OutboundMessage) -> bool:
    """A provider reaches us only under a public address; the simulator is beside us."""
    return bool(rt.settings.public_url) or message.account.startswith("simulator:")


def _wanted(rt: Runtime, message: OutboundMessage) -> Wanted | None:
    if message.media is None or message.organization_id is None:
        return None
    with rt.db.tenant(None, message.person_id) as tx:
        language = people.get(tx, message.person_id).language
    return Wanted.of_media(message.media, message.organization_id, language)
