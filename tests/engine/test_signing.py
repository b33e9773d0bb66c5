"""Signed ends of chains: once a day, and a chain that was written anew does not fit them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from engine import relay
from engine.audit import sealing, signing
from engine.audit.sealing import BEGINNING
from engine.settings import Settings
from karani import operate
from karani.errors import NotAsItShouldBeError
from store import chain, checkpoints
from store.checkpoints import Checkpoint
from tests.engine.world import AMINA, World
from tests.services import Cluster


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    keep_secret(world, "0123456789abcdef0123456789abcdef")
    shop = world.registers(AMINA, "Duka la Amina")
    world.says(AMINA, "sold sugar 300")
    sealing.seal(world.rt)
    return shop


def keep_secret(world: World, secret: str | None) -> None:
    whole = {**world.rt.settings.model_dump(), "secret_key": secret}
    world.rt = replace(world.rt, settings=Settings(**whole))


def ends(world: World, shop: UUID) -> list[Checkpoint]:
    with world.rt.db.tenant(shop) as tx:
        return list(checkpoints.newest(tx, shop, date.max, 100))


def faults(world: World, **more: object) -> list[str]:
    return [fault.what for fault in sealing.verify(world.rt, **more)]  # type: ignore[arg-type]


def write_anew(world: World, shop: UUID, cluster: Cluster) -> None:
    """Somebody with the database changes an entry, and every hash behind it, and the head."""
    with world.rt.db.every_tenant() as tx:
        links = list(chain.whole(tx, shop)[1])
    database = str(world.rows("select current_database()")[0][0])
    previous = BEGINNING
    with cluster.postgres.superuser(database) as cursor:
        for link in links:
            forged = replace(link, via="nowhere") if link.sequence == 2 else link
            previous = sealing.link_hash(forged, previous)
            cursor.execute(
                "update audit_entries set via = %s, hash = %s where id = %s",
                [forged.via, previous, str(link.id)],
            )
        cursor.execute("update audit_heads set hash = %s", [previous])


def test_a_chain_is_signed_once_a_day_and_only_when_it_has_grown(
    world: World, shop: UUID
) -> None:
    assert [signing.sign(world.rt), signing.sign(world.rt)] == [1, 0]

    world.now[0] += timedelta(days=1)
    assert signing.sign(world.rt) == 0
    world.says(AMINA, "sold sugar 300")
    world.now[0] += timedelta(days=1)
    relay.look_after(world.rt)

    days = [one.day for one in ends(world, shop)]
    today = world.now[0].astimezone(UTC).date()
    assert days == [today, today - timedelta(days=2)]
    assert faults(world) == []


def test_a_signature_is_checked_with_the_public_key_alone(world: World, shop: UUID) -> None:
    signing.sign(world.rt)
    end = ends(world, shop)[0]
    line = (
        f'{{"day":"{end.day}","hash":"{end.hash.hex()}","organization":"{shop}",'
        f'"sequence":{end.sequence}}}'
    )

    key = Ed25519PublicKey.from_public_bytes(end.public_key)
    key.verify(end.signature, line.encode())
    with pytest.raises(InvalidSignature):
        key.verify(end.signature, line.replace(str(end.day), "2026-01-01").encode())


def test_a_chain_that_was_written_anew_does_not_fit_what_was_signed(
    world: World, shop: UUID, cluster: Cluster
) -> None:
    write_anew(world, shop, cluster)
    assert faults(world) == []  # Alone, a chain cannot tell.


def test_a_signed_chain_that_was_written_anew_is_found(
    world: World, shop: UUID, cluster: Cluster
) -> None:
    signing.sign(world.rt)
    end = ends(world, shop)[0]

    write_anew(world, shop, cluster)

    assert faults(world) == [f"is not what was signed for {end.day}"]


def test_who_signs_anew_as_well_has_another_key(
    world: World, shop: UUID, cluster: Cluster
) -> None:
    signing.sign(world.rt)
    write_anew(world, shop, cluster)
    database = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("delete from audit_checkpoints")
        cursor.execute("update audit_heads set signed_on = '0001-01-01'")
    keep_secret(world, "another-key-another-key-another-key")
    signing.sign(world.rt)
    forged = ends(world, shop)[0].public_key
    keep_secret(world, "0123456789abcdef0123456789abcdef")

    assert [what.partition(": ")[0] for what in faults(world)] == [
        f"was signed for {world.now[0].astimezone(UTC).date()} by another key"
    ]
    assert faults(world, keys=frozenset([forged])) == []  # As an operator may say.


def test_a_copy_that_was_kept_outside_finds_what_the_database_forgot(
    world: World, shop: UUID, cluster: Cluster, tmp_path: Path
) -> None:
    signing.sign(world.rt)
    end = ends(world, shop)[0]
    kept = tmp_path / "kept.jsonl"
    told = {
        "organization": str(shop),
        "day": str(end.day),
        "sequence": end.sequence,
        "hash": end.hash.hex(),
        "public_key": end.public_key.hex(),
        "signature": end.signature.hex(),
    }
    kept.write_text(json.dumps({"items": [told]}) + "\n\n" + json.dumps(told))
    operate.verify_audit(world.rt, kept)
    write_anew(world, shop, cluster)
    database = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("delete from audit_checkpoints")

    with pytest.raises(NotAsItShouldBeError, match="found: 2"):
        operate.verify_audit(world.rt, kept)


def test_what_is_no_copy_is_said(world: World, shop: UUID, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("{}")

    with pytest.raises(NotAsItShouldBeError, match="no signed ends"):
        operate.verify_audit(world.rt, tmp_path / "kept")
    with pytest.raises(NotAsItShouldBeError, match="no public key"):
        operate.verify_audit(world.rt, None, ["xyz"])


@pytest.fixture(name="cut")
def _cut(world: World, shop: UUID, cluster: Cluster) -> None:
    """The chain's end and its head are gone, after they were signed."""
    signing.sign(world.rt)
    database = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("delete from audit_entries where sequence > 2")
        cursor.execute(
            "update audit_heads h set sequence = 2, hash = a.hash from audit_entries a"
            " where a.sequence = 2"
        )


@pytest.mark.usefixtures("cut")
def test_a_signed_end_that_was_cut_off_is_missed(world: World) -> None:
    assert [what.rpartition(" and ")[2] for what in faults(world)] == ["is gone"]


def test_an_installation_without_a_key_signs_nothing(world: World, shop: UUID) -> None:
    keep_secret(world, None)

    assert signing.sign(world.rt) == 0
    assert faults(world) == []
