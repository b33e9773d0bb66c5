"""A shop whose people write through Meta: signed batches in, the Graph API out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from engine import runtime
from engine.runtime import Languages, Runtime
from engine.tools.carriers import Carriers
from karani import languages
from tests.channels.meta_fakes import (
    contact,
    encoded,
    envelope,
    message,
    settings,
    signature,
    value,
    written_now,
)
from tests.end_to_end import errands
from tests.graph import Graph, graph
from tests.reader import READER
from webhooks import create_app

AMINA, BARAKA = "254711000001", "254722000002"


@dataclass
class MetaShop:
    """Whoever writes to the number, and what they are answered."""

    rt: Runtime
    client: FlaskClient
    meta: Graph
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, phone: str, *sentences: str) -> list[str]:
        """Messages in one batch; what is sent because of them, as "+254…: text"."""
        return self.posts(*(self.message(phone, words) for words in sentences))

    def message(self, phone: str, words: str, **more: Any) -> dict[str, Any]:
        """A message as Meta writes it."""
        key = f"wamid.{phone}.{next(self._numbers)}"
        plain = message(id=key, text={"body": words}, timestamp=written_now())
        return {**plain, "from": phone, **more}

    def posts(self, *messages: Mapping[str, Any], **more: Any) -> list[str]:
        """A signed batch; what is sent because of it."""
        before = len(self.meta.sent)
        self.delivers(*messages, **more)
        self.works()
        return [_told(document) for document in self.meta.sent[before:]]

    def delivers(self, *messages: Mapping[str, Any], **more: Any) -> None:
        """A signed batch, taken and not yet worked on."""
        phones = sorted({str(one["from"]) for one in messages if "from" in one})
        around = {"contacts": [contact(phone, f"KE.{phone}") for phone in phones], **more}
        body = encoded(envelope(value(messages=list(messages), **around)))
        headers = {"X-Hub-Signature-256": signature(body)}
        answer = self.client.post("/webhooks/whatsapp", data=body, headers=headers)
        assert answer.status_code == 200

    def works(self) -> None:
        """Whatever is due, until nothing is."""
        errands.work(self.rt, rounds=200)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A query over every tenant."""
        with self.rt.db.every_tenant() as tx:
            return [tuple(row) for row in tx.execute(text(query))]


@contextmanager
def meta_shop(database_url: str, redis_url: str) -> Iterator[MetaShop]:
    """Ready for its first word."""
    with graph() as meta:
        chosen = settings(
            database_url=database_url, redis_url=redis_url, whatsapp_api_url=meta.base
        )
        spoken = Languages(READER.read, languages.translations())
        # A message is carried in the hands of whoever works: so it is there when they rest.
        rt = replace(runtime.build(chosen, spoken), carriers=Carriers())
        try:
            yield MetaShop(rt, create_app(rt).test_client(), meta)
        finally:
            rt.close()
            rt.broker.client.close()


def _told(document: Mapping[str, Any]) -> str:
    kind = document["type"]
    body = document[kind]
    shown = body["body"] if kind == "interactive" else body
    words = shown.get("text") or shown.get("body") or shown.get("caption")
    return f"{document.get('to') or document['recipient']}: {words}"
