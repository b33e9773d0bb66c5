"""Fetch what came with a message from Meta, and from nobody else."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlsplit

from engine.channels.base import ChannelError, Media
from engine.channels.http import LARGEST_MEDIA, Answer, Line
from engine.channels.json_parts import Node, number, said
from engine.channels.meta_api import Graph, Number

_HOSTS = re.compile(r"([a-z0-9-]+\.)+(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net)")
_LATER = frozenset({404, 408, 429})  # The address is good for minutes: the next one is new.


def fetch(line: Line, graph: Graph, ours: Number, media_id: str) -> Media:
    """The bytes of media by their id. Raises `ChannelError`."""
    known = _known(graph, media_id)
    url = said(known.get("url"))
    if not _is_metas(ours, url):
        raise ChannelError("foreign_address", "media at no address of Meta's")
    if (number(known.get("file_size")) or 0) > LARGEST_MEDIA:
        raise ChannelError("too_large", "media that are too large")
    return _media(_ask(line, ours, url), known)


def _known(graph: Graph, media_id: str) -> Node:
    try:
        return graph.get(quote(media_id, safe=""))
    except ChannelError as error:
        # Whoever only asks may ask again.
        may_come = error.retryable or error.ambiguous
        raise ChannelError(
            error.code,
            "nobody says where the media are",
            retryable=may_come,
            trouble=error.trouble,
            after=error.after,
        ) from None


def _ask(line: Line, ours: Number, url: str) -> Answer:
    try:
        return line.call("GET", url, headers=ours.authorization)
    except ChannelError as error:
        is_too_large = error.code == "too_large"
        raise ChannelError(
            error.code, "media did not arrive", retryable=not is_too_large
        ) from None


def _media(answer: Answer, known: Node) -> Media:
    if answer.status != 200:
        may_come = answer.status in _LATER or answer.status >= 500
        code = f"http_{answer.status}"
        raise ChannelError(code, "media were not handed over", retryable=may_come)
    digest = said(known.get("sha256")).lower()
    is_told = re.fullmatch(r"[0-9a-f]{64}", digest) is not None
    if is_told and hashlib.sha256(answer.body).hexdigest() != digest:
        raise ChannelError("damaged", "media that are not what was sent", retryable=True)
    kind = said(known.get("mime_type")) or answer.headers.get("Content-Type", "")
    plain = kind.partition(";")[0].strip().lower()
    return Media(answer.body, plain or "application/octet-stream")


def _is_metas(ours: Number, url: str) -> bool:
    """Whether our token may go there: a host of Meta's, or the test server in its place."""
    base = urlsplit(ours.base)
    try:
        theirs = urlsplit(url)
        port = theirs.port
    except ValueError:
        return False
    if (theirs.scheme, theirs.netloc) == (base.scheme, base.netloc):
        return True
    is_plain = theirs.username is None and port in (None, 443)
    is_host = _HOSTS.fullmatch(theirs.hostname or "") is not None
    return theirs.scheme == "https" and is_plain and is_host
