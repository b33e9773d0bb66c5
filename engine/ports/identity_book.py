"""Who speaks, as the bot's port."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from bot.identity import Proof
from store import closing, identities
from store.database import Transaction


class StoreIdentity:
    """The store's rows as the bot's port to who speaks; each question is one look."""

    def __init__(self, tx: Transaction, person_id: UUID, *, is_doubted: bool) -> None:
        self._tx = tx
        self._person_id = person_id
        self.is_doubted = is_doubted

    def proof(self) -> Proof:
        """What proves that the number has not passed to somebody else."""
        with self._tx.directory():
            found = identities.proofs(self._tx, self._person_id)
        shops, owners = zip(*found, strict=True) if found else ((), ())
        return Proof(tuple(dict.fromkeys(shops)), tuple(filter(None, owners)))

    def only_mine(self) -> Sequence[str]:
        """The names of the shops that have no other owner than the speaker."""
        with self._tx.directory():
            return [one.name for one in closing.only_owned_by(self._tx, self._person_id)]
