"""Sign where audit chains end, once a day, so that a chain that was written anew is found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from engine.runtime import Runtime
from engine.settings import Settings
from engine.tools import keys
from engine.tools.keys import NoSecretError
from store import checkpoints
from store.checkpoints import Checkpoint

BATCH = 500


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature covers."""

    organization_id: UUID
    day: date
    sequence: int
    hash: bytes

    def message(self) -> bytes:
        """As it is signed: one line of JSON, its names in order, without spaces."""
        told = {
            "day": self.day.isoformat(),
            "hash": self.hash.hex(),
            "organization": str(self.organization_id),
            "sequence": self.sequence,
        }
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def sign(rt: Runtime) -> int:
    """Sign the ends of chains that were not signed today (UTC); how many. For upkeep."""
    key = private_key(rt.settings)
    if key is None:
        return 0
    today, public = rt.clock().astimezone(UTC).date(), key.public_key().public_bytes_raw()
    with rt.db.every_tenant() as tx:
        signed = [
            Checkpoint(
                organization_id=end.organization_id,
                day=today,
                sequence=end.sequence,
                hash=end.hash,
                public_key=public,
                signature=key.sign(
                    Signed(end.organization_id, today, end.sequence, end.hash).message()
                ),
            )
            for end in checkpoints.due(tx, today, BATCH)
        ]
        checkpoints.keep(tx, signed)
    return len(signed)


def is_signed(one: Checkpoint) -> bool:
    """Whether a checkpoint's signature is that of the key that it names."""
    covered = Signed(one.organization_id, one.day, one.sequence, one.hash)
    try:
        key = Ed25519PublicKey.from_public_bytes(one.public_key)
        key.verify(one.signature, covered.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def private_key(settings: Settings) -> Ed25519PrivateKey | None:
    """The key of this installation, made of its SECRET_KEY; None where it has none."""
    try:
        return Ed25519PrivateKey.from_private_bytes(keys.derived(settings, "audit")[:32])
    except NoSecretError:
        return None


def public_key(settings: Settings) -> bytes | None:
    """What everyone may know of it."""
    key = private_key(settings)
    return None if key is None else key.public_key().public_bytes_raw()
