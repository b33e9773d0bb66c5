"""The data folder: who owns it, who runs on it, what it keeps secret."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from karani.children import Account

LONGEST_SOCKET = 103  # Bytes in a socket's path: 103 on macOS, 107 on Linux.
_SOCKET_NAME = "/.s.PGSQL.5432"


class ServiceError(Exception):
    """An embedded service cannot run here; the text says why and what to do."""


class LockedError(Exception):
    """Somebody else holds the lock."""


@dataclass(frozen=True)
class Home:
    """A data folder that is ours, as servers need it.

    `account` is whom they run as (None: as ourselves), `sockets` a private folder of short
    path, `keep` the descriptor of the lock that they inherit.
    """

    path: Path
    account: Account | None
    sockets: Path
    keep: int


def prepare(folder: Path) -> Path:
    """The data folder, made if need be; its full path."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise ServiceError(
            f"The data folder {folder} cannot be made: {error.strerror}. "
            "Choose another one: --data DIR"
        ) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ServiceError(
            f"The data folder {folder} is not ours to write. Choose another one: --data DIR"
        )
    return folder.resolve()


@contextmanager
def lock(path: Path) -> Iterator[int]:
    """Hold a lock file as long as a process has its descriptor; `LockedError` if another does.

    The system lets go of it when the last holder dies, however it dies.
    """
    holder = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(path) from None
        yield holder
    finally:
        os.close(holder)


def secret(path: Path) -> str:
    """A random secret, made once and kept for its owner only; the folder's lock is held."""
    if not path.exists():
        half = path.with_name(f"{path.name}.new")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
        _sync(path.parent)
    return path.read_text("ascii").strip()


def new_log(path: Path, *, keep: bool = False) -> None:
    """An empty log for its owner only; `keep` puts that of the start before beside it."""
    with suppress(FileNotFoundError):
        path.chmod(0o600)
        if keep:
            path.replace(path.with_name(f"{path.name}.1"))
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))


def account(folder: Path) -> Account | None:
    """Whom services run as: PostgreSQL refuses to run as root and gets another user."""
    if os.geteuid() != 0:
        return None
    with suppress(FileNotFoundError):
        owner = (folder / "postgres").stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, _name(owner.st_uid))
    for name in ("karani", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return Account(user.pw_uid, user.pw_gid, name)
    raise ServiceError(
        "PostgreSQL refuses to run as root, and there is no user 'karani' or 'nobody' for it. "
        "Make a user 'karani', or run Karani as a normal user."
    )


def closed_parent(path: Path, account: Account | None) -> Path | None:
    """The first folder on the way to `path`, or it, that the account may not enter."""
    if account is None:
        return None
    places = [*reversed(path.parents), path]
    return next((place for place in places if not _may_enter(place, account)), None)


def insist_on_entry(folder: Path, account: Account | None) -> None:
    """Stop with a clear word when the services' user cannot reach the data folder."""
    closed = closed_parent(folder, account)
    if closed and account:
        raise ServiceError(
            f"The user '{account.name}' may not enter {closed}. PostgreSQL refuses to run "
            f"as root and runs as '{account.name}' instead. Choose a folder that it may enter "
            "(--data /var/lib/karani), or run Karani as a normal user."
        )


@contextmanager
def sockets(folder: Path, account: Account | None) -> Iterator[Path]:
    """A private folder for unix sockets, with a path short enough for them."""
    place = folder / "run"
    if len(os.fsencode(f"{place}{_SOCKET_NAME}")) > LONGEST_SOCKET:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        place = Path("/tmp") / f"karani-{name}"  # noqa: S108 -- short by nature; ownership is checked.
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    own(place, account)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def own(place: Path, account: Account | None) -> None:
    """Give a folder of ours to the services' user; refuse one that is not ours."""
    found = place.lstat()
    ours = {os.geteuid(), account.uid} if account else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise ServiceError(
            f"{place} belongs to somebody else. Remove it, or choose another one: --data DIR"
        )
    if account:
        os.chown(place, account.uid, account.gid)


def hand_over(place: Path, text: str, account: Account | None) -> None:
    """Write a file that only the services' user, and we, can read."""
    place.unlink(missing_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    if account:
        os.chown(place, account.uid, account.gid)


def _sync(place: Path) -> None:
    # A name is on the disk when its folder is.
    holder = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(holder)
    finally:
        os.close(holder)


def _may_enter(place: Path, account: Account) -> bool:
    found = place.stat()
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == account.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
