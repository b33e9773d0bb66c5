"""The templates that Karani ships as drafts, to be put before a provider."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from store.base import new_id
from store.templates import MessageTemplate

FILE = Path(__file__).parent / "drafts" / "utility.toml"


def drafts(provider: str) -> Iterator[MessageTemplate]:
    """Every shipped draft in every language, for one provider and every organization."""
    for name, draft in tomllib.loads(FILE.read_text("utf-8")).items():
        for language, body in draft["body"].items():
            yield MessageTemplate(
                id=new_id(),
                organization_id=None,
                provider=provider,
                name=name,
                language=language,
                body=body,
                variables=draft["variables"],
                buttons=draft.get("buttons", {}).get(language, []),
            )
