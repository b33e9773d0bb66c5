"""A workflow with every kind of wait, in every shop of a town; and owners who answer it."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg2

from engine import runtime
from engine.automation import publishing
from engine.context.desk import Desk
from engine.runtime import Languages
from engine.settings import Settings
from store import workflows
from tests.engine.world import reads
from tests.faults.crowd import Crowd
from tests.faults.servers import Servers

POINTS = frozenset(
    {
        "run.locked",
        "run.before_commit",
        "run.between_steps",
        "outside.claimed",
        "outside.answered",
        "outside.before_commit",
    }
)
"""The boundaries inside and between a run's steps."""

_OPEN = """
select a.id, a.code, d.value from approvals a
join approval_seats s on (s.organization_id, s.approval_id) = (a.organization_id, a.id)
join addresses d on d.person_id = s.person_id
where a.status = 'open' order by a.id
"""


def everything(url: str) -> dict[str, Any]:
    """Every kind of step and wait, begun by a sale; a receiver at `url` is called."""
    return {
        "name": "Everything",
        "trigger": {"event": "SALE_RECORDED"},
        "steps": [
            {"id": "note", "type": "update_record", "record": "entry",
             "record_id": "{{ event.id }}", "set": {"note": "seen"}},
            {"id": "emit", "type": "emit_event", "event": "BREAD_SOLD",
             "payload": {"run": "{{ run.id }}"}},
            {"id": "any", "type": "branch", "else": "end",
             "cases": [{"if": "money(event.payload.amount) > money('0')", "go": "think"}]},
            {"id": "think", "type": "ai_process", "request": "CLASSIFICATION",
             "input": {"text": "bread", "labels": ["bread", "unknown"]}},
            {"id": "rest", "type": "wait", "for": "PT0.5S"},
            {"id": "ask", "type": "approval", "of": "OWNER", "self_approval": True,
             "question": both("Sale of {{ event.payload.amount | money }}?")},
            {"id": "report", "type": "call", "url": url, "body": {"sale": "{{ event.id }}"},
             "retry": {"attempts": 3, "backoff": "PT1S"}},
            {"id": "tell", "type": "send_message", "to": "OWNER",
             "if": "steps.ask.decision == 'approved'",
             "text": both("Reported {{ event.payload.amount | money }}.")},
        ],
    }  # fmt: skip


def publish(servers: Servers, database: str, *documents: Mapping[str, Any]) -> None:
    """Publish documents in every shop; one of the same name gets a new version."""
    settings = Settings(
        database_url=servers.cluster.postgres.url(database),
        redis_url=servers.cluster.redis_url,
    )
    both = {code: gettext.NullTranslations() for code in ("en", "sw")}
    with closing(runtime.build(settings, Languages(reads, both))) as rt:
        with servers.cluster.postgres.superuser(database) as rows:
            rows.execute("select id from organizations")
            shops = [UUID(shop) for (shop,) in rows.fetchall()]
        for shop in shops:
            for document in documents:
                with rt.db.tenant(shop) as tx:
                    _publish(Desk(rt, tx, shop), document)


@dataclass
class Owners:
    """They say yes to whatever is asked, each once, by a webhook from their own phone.

    What is open they see for themselves: the question may have been lost with its sender.
    """

    servers: Servers
    database: str
    crowd: Crowd
    answered: set[str] = field(default_factory=set)

    def live(self) -> None:
        """Answer until nobody listens any more."""
        while not self.crowd.gone.wait(0.1):
            with suppress(psycopg2.Error):  # The database is away for a moment.
                self._look()

    def _look(self) -> None:
        with self.servers.cluster.postgres.superuser(self.database) as rows:
            while not self.crowd.gone.wait(0.1):
                rows.execute(_OPEN)
                for approval, code, number in rows.fetchall():
                    if approval not in self.answered:
                        self.answered.add(approval)
                        self.crowd.say(self._phone(number), f"yes {code}")

    def _phone(self, number: str) -> Any:
        return next(phone for phone in self.crowd.phones if phone.number == number)


def _publish(desk: Desk, document: Mapping[str, Any]) -> None:
    found = workflows.named(desk.tx, desk.organization_id, document["name"])
    if found is None:
        publishing.create(desk, document, by=None)
    else:
        publishing.publish(desk, found, document, by=None)


def both(text: str) -> dict[str, str]:
    """A text in every language."""
    return {"en": text, "sw": text}
