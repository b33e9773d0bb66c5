from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest
import redis

from karani import embedded, folder, postgres
from karani.embedded import ServiceError, Services
from tests.product import wait_until
from tests.services import Cluster, swift_folder

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends out another user")
OWNER = """
import sys, threading
from pathlib import Path
from karani import children, embedded
children.HAS_DEATH_SIGNAL = sys.argv[2] == "True" and children.HAS_DEATH_SIGNAL
with embedded.services(Path(sys.argv[1])):
    print("ready", flush=True)
    threading.Event().wait()
"""


@pytest.fixture
def data() -> Iterator[Path]:
    with swift_folder() as place:
        yield place


def ask(services: Services, question: str) -> object:
    connection = psycopg2.connect(services.database_url.replace("+psycopg2", ""))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer[0] if answer else None


def is_free(data: Path) -> bool:
    with suppress(folder.LockedError), folder.lock(data / "servers.lock"):
        return True
    return False


def test_the_login_is_no_superuser_but_may_make_roles(cluster: Cluster) -> None:
    services = Services(cluster.postgres.url(), cluster.redis_url)

    rights = ask(
        services, "select (rolsuper, rolcreaterole) from pg_roles where rolname = session_user"
    )

    assert rights == "(f,t)"


def test_the_database_speaks_unicode_in_utc(cluster: Cluster) -> None:
    services = Services(cluster.postgres.url(), cluster.redis_url)

    assert ask(services, "show server_encoding") == "UTF8"
    assert ask(services, "show timezone") == "UTC"
    assert ask(services, "select upper('ñandú')") == "ÑANDÚ"


def test_the_doorbell_wants_its_password(cluster: Cluster) -> None:
    without = cluster.redis_url.partition("&")[0]

    with redis.Redis.from_url(without) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_data_is_kept_between_runs(data: Path) -> None:
    with embedded.services(data) as services:
        ask(services, "create table shop as select 'Amina' as name")

    with embedded.services(data) as services:
        assert ask(services, "select name from shop") == "Amina"


def test_no_log_holds_what_a_failed_statement_said(data: Path) -> None:
    row = "insert into said values ('nimeuza sukari kwa +254711000001')"

    with embedded.services(data) as services:
        ask(services, "create table said (words text primary key)")
        ask(services, row)
        with pytest.raises(psycopg2.errors.UniqueViolation):
            ask(services, row)

    logs = {place.name: place.read_text("utf-8") for place in data.glob("*.log*")}
    assert set(logs) == {"postgres.log", "valkey.log"}
    assert "duplicate key" in logs["postgres.log"]
    assert "sukari" not in str(logs)
    assert "254711000001" not in str(logs)


def test_logs_are_their_owners_and_the_databases_outlives_one_start(data: Path) -> None:
    def modes() -> dict[str, int]:
        return {place.name: stat.S_IMODE(place.stat().st_mode) for place in data.glob("*.log*")}

    with embedded.services(data):
        assert modes() == {"postgres.log": 0o600, "valkey.log": 0o600}
    first = (data / "postgres.log").read_text("utf-8")
    (data / "postgres.log").chmod(0o644)  # As an earlier release left it.
    (data / "valkey.log").chmod(0o644)

    with embedded.services(data):
        assert modes() == {"postgres.log": 0o600, "valkey.log": 0o600, "postgres.log.1": 0o600}
        assert (data / "postgres.log.1").read_text("utf-8") == first
        assert "shut down" in first


def test_a_secret_is_on_the_disk_before_anybody_is_told_of_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    sync, rename = os.fsync, Path.rename

    def syncs(holder: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(holder).st_mode) else "file"
        happened.append(kind)
        sync(holder)

    def renames(half: Path, whole: Path) -> Path:
        happened.append("name")
        assert half.read_text("ascii")
        return rename(half, whole)

    monkeypatch.setattr(os, "fsync", syncs)
    monkeypatch.setattr(Path, "rename", renames)

    made = folder.secret(data / "secret_key")

    assert happened == ["file", "name", "folder"]
    assert folder.secret(data / "secret_key") == made
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600


def test_a_second_run_on_the_same_folder_is_refused(data: Path) -> None:
    with (
        embedded.services(data, database_url="elsewhere"),
        pytest.raises(ServiceError, match=f"already running on {data} .process {os.getpid()}"),
        embedded.services(data),
    ):
        pass


def test_services_that_are_elsewhere_are_not_started(data: Path) -> None:
    with embedded.services(data, database_url="postgresql://x", redis_url="redis://y") as found:
        assert found == Services("postgresql://x", "redis://y")

    assert [place.name for place in data.iterdir()] == ["lock"]


@pytest.mark.parametrize("has_death_signal", [True, False])
def test_servers_end_with_a_killed_owner_and_lose_nothing(
    data: Path, has_death_signal: bool
) -> None:
    words = [sys.executable, "-c", OWNER, str(data), str(has_death_signal)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == b"ready\n"
        owner.kill()

    wait_until(lambda: is_free(data))
    with embedded.services(data) as services:
        assert ask(services, "select 1") == 1


def test_a_stale_note_of_a_strangers_process_is_dropped(data: Path) -> None:
    with embedded.services(data, redis_url="elsewhere"):
        note = (data / "postgres/postmaster.pid").read_text("ascii")
    stranger = "\n".join([str(os.getpid()), *note.splitlines()[1:]])
    (data / "postgres/postmaster.pid").write_text(f"{stranger}\n", "ascii")

    with embedded.services(data, redis_url="elsewhere") as services:
        assert ask(services, "select 1") == 1


def test_a_killed_database_recovers(data: Path) -> None:
    with embedded.claimed(data) as home, postgres.running(home) as server:
        ask(Services(server.url(), ""), "create table shop as select 'Amina' as name")
        assert server.process.child
        server.process.child.kill()
    wait_until(lambda: is_free(data))

    with embedded.services(data, redis_url="elsewhere") as services:
        assert ask(services, "select name from shop") == "Amina"


@pytest.mark.parametrize("which", [0, 1])
def test_a_server_that_dies_starts_again_at_the_same_address(data: Path, which: int) -> None:
    with embedded.services(data) as services:
        server = services.processes[which]
        assert server.child
        server.child.kill()
        server.child.wait()
        wait_until(lambda: answers(services))


def answers(services: Services) -> bool:
    for server in services.processes:
        server.tend()
    with (
        suppress(psycopg2.OperationalError, redis.ConnectionError),
        redis.Redis.from_url(services.redis_url) as client,
    ):
        return bool(client.ping()) and ask(services, "select 1") == 1
    return False


def test_a_path_too_long_for_sockets_works(data: Path) -> None:
    long = data / ("a-long-name-" * 9)
    long.mkdir()

    with embedded.claimed(long) as home:
        sockets = home.sockets
    with embedded.services(long) as services:
        with redis.Redis.from_url(services.redis_url) as client:
            assert client.ping()
        assert ask(services, "select 1") == 1

    assert not sockets.exists()


def test_a_folder_that_cannot_be_made_is_named(data: Path) -> None:
    (data / "file").touch()

    with (
        pytest.raises(ServiceError, match=r"file/below cannot be made.*--data"),
        embedded.services(data / "file/below"),
    ):
        pass


@AS_ROOT
def test_a_folder_that_the_other_user_cannot_enter_is_named(data: Path) -> None:
    (data / "closed").mkdir(mode=0o700)

    with (
        pytest.raises(
            ServiceError, match=f"may not enter {data}/closed.*--data /var/lib/karani"
        ),
        embedded.services(data / "closed/inner"),
    ):
        pass
