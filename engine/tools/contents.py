"""Remember the contents that a channel made at its provider, for all processes."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from store import provider_contents
from store.database import Database


class Contents:
    """The references of one provider account's contents, by their shapes."""

    def __init__(self, db: Database, account: str) -> None:
        self._db, self._account = db, account
        self._known: dict[str, str] = {}

    def get(self, shape: str) -> str | None:
        """The reference of a content; None if none was made yet.

        Raises `LookupError` while the database cannot be asked.
        """
        if shape not in self._known:
            found = self._find(shape)
            if found is None:
                return None
            self._known[shape] = found
        return self._known[shape]

    def setdefault(self, shape: str, reference: str) -> str:
        """Remember a content, unless another process was faster; which one counts."""
        with suppress(SQLAlchemyError), self._db.tenant(None) as tx:
            provider_contents.keep(tx, self._account, shape, reference)
        with suppress(LookupError):
            return self.get(shape) or reference
        return reference

    def pop(self, shape: str, reference: str) -> str:
        """Forget a content that is gone."""
        self._known.pop(shape, None)
        with suppress(SQLAlchemyError), self._db.tenant(None) as tx:
            provider_contents.drop(tx, self._account, shape)
        return reference

    def _find(self, shape: str) -> str | None:
        try:
            with self._db.tenant(None) as tx:
                return provider_contents.find(tx, self._account, shape)
        except SQLAlchemyError as error:
            raise LookupError("the database is away") from error
