"""The database: whether it answers, what kind of server it is, how far its tables are."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from store import inspection, migrate
from store.database import Database
from store.inspection import Schema, Server
from store.pool import NOBODY

ABOUT, URL = "database", "DATABASE_URL"
OLDEST = 16
PROCESSES = 3
"""Web, worker and relay: each has a pool of its own."""
POOL = int(inspect.signature(Database).parameters["pool_size"].default)
SPARE = 4
"""For migrations, backups and whoever looks."""
SKEW = timedelta(seconds=5)

_WHY = {
    "connection refused": ("refuses connections", "start PostgreSQL; check host and port"),
    "could not translate host name": ("is on no host of that name", "check the host in it"),
    "no such file or directory": ("does not run on that socket", "start PostgreSQL"),
    "timeout expired": ("does not answer in time", "check host, port and firewall"),
    "password authentication failed": (
        "refuses the login or its password",
        "check both; signs such as @ in a password are written as %40",
    ),
    "no password supplied": ("wants a password", "put it in: postgresql://login:password@…"),
    "pg_hba.conf": ("does not admit this login from here", "allow it in pg_hba.conf"),
    "too many clients": ("has no connection free", "raise max_connections, or stop clients"),
    "remaining connection slots": (
        "has no connection free",
        "raise max_connections, or stop clients",
    ),
    "starting up": ("is just starting", "wait a moment and look again"),
    "ssl": ("agrees with us on no encryption", "check sslmode in it"),
    "does not exist": ("has no such database or login", "create it, or check its name"),
}
"""What a driver's error means that holds these words; its own words name hosts and people."""


def look(at: Installation) -> Findings:
    """What can be seen of the database without changing it."""
    url = at.settings.database_url
    if url is None:
        says = "is not set, and none runs here: `karani up` brings its own"
        yield note(ABOUT, says, "for one of your own set DATABASE_URL")
        return
    if bad := unusable(url):
        yield bad
        return
    try:
        with inspection.opened(url) as connection:
            began = at.clock()
            server = inspection.server(connection)
            ended = at.clock()
            schema = inspection.schema(connection)
    except SQLAlchemyError as error:
        yield refused(getattr(error, "orig", None), is_own=at.runs)
        return
    yield well(ABOUT, f"is PostgreSQL {server.version}, and answers")
    yield from of_server(server)
    yield from of_login(server, schema)
    yield from of_tables(schema)
    yield clocks(server.now, began, ended)
    if at.settings.database_prepares:
        yield from pooled(server)


def refused(error: BaseException | None, *, is_own: bool = False) -> Finding:
    """Why a driver's error leaves us without a look, in our words.

    `is_own`: the address is that of a `karani up`, by the note that it has left.
    """
    if getattr(error, "pgcode", None):
        says = f"names a server that does not let itself be looked at ({type(error).__name__})"
        return wrong(URL, says, "check the rights of its login; look into the server's log")
    lower = str(error).lower()
    known = next((told for sign, told in _WHY.items() if sign in lower), None)
    says, do = known or ("cannot be reached", "check host, port, login and password")
    if is_own:
        says = f"of a former `karani up` is noted in its folder, and {says}"
        return wrong(ABOUT, says, "start `karani up` again, and look into its postgres.log")
    return wrong(URL, f"names a server that {says}", do)


def of_server(server: Server) -> Iterator[Finding]:
    """What the server's own settings mean for us."""
    if server.version < OLDEST:
        says = f"is PostgreSQL {server.version}, which is too old"
        yield wrong(ABOUT, says, f"move to PostgreSQL {OLDEST} or newer")
    if server.is_standby:
        do = "name the primary in DATABASE_URL"
        yield wrong(URL, "leads to a standby, where nothing can be written", do)
    if not (server.is_durable and server.waits_for_disk):
        names = "fsync, full_page_writes and synchronous_commit"
        says = "may lose what it has promised to keep, when the power fails"
        yield warning(ABOUT, says, f"switch {names} on in postgresql.conf")
    if server.encoding != "UTF8":
        do = "make a new one: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        yield wrong(ABOUT, f"is encoded in {server.encoding}: not all words fit in", do)
    if server.logs_statements:
        do = "set log_statement=none and log_min_duration_statement=-1"
        yield warning(ABOUT, "logs whole statements, with what people say", do)
    elif server.logs_failures:
        do = "set log_min_error_statement=panic and log_error_verbosity=terse"
        yield note(ABOUT, "logs statements that fail, with what people say", do)
    yield connections(server)


def connections(server: Server) -> Finding:
    """Whether there are enough for our pools."""
    limits = (server.connections, server.database_limit, server.login_limit)
    most = min(limit for limit in limits if limit >= 0)
    needed = PROCESSES * POOL + SPARE
    says = f"has {most} connections, {server.connected} in use; Karani takes {needed}"
    if most < needed:
        do = f"raise max_connections, or the limit of login or database, to {needed} or more"
        return warning(ABOUT, says, do)
    if server.connected > most * 9 // 10:
        do = "find out who holds them (pg_stat_activity), or raise max_connections"
        return warning(ABOUT, says, do)
    return well(ABOUT, says)


def of_login(server: Server, schema: Schema) -> Iterator[Finding]:
    """Whether row-level security holds for this login."""
    if schema.is_there and server.begins_as != NOBODY:
        says = f"names a login that begins with rights of its own, not as {NOBODY}"
        yield wrong(URL, says, "run `karani migrate` with the same DATABASE_URL")
    if server.is_mighty:
        says = "names a superuser, or one who may pass row-level security by"
        do = "use a login that is neither: it needs CREATEROLE and its own database alone"
        yield warning(URL, says, do)


def of_tables(schema: Schema) -> Iterator[Finding]:
    """Whether the tables are those that this code was written for."""
    if not schema.is_there:
        yield wrong(ABOUT, "has no tables of Karani's yet", "run `karani migrate`")
    elif schema.version is None:
        says = "does not let its tables be read under the role karani_relay"
        yield wrong(ABOUT, says, "run `karani migrate` with the same DATABASE_URL")
    elif schema.version == migrate.head():
        yield well(ABOUT, f"has tables that are current ({schema.version})")
    elif schema.version in migrate.known():
        says = f"has tables of migration {schema.version}, behind this Karani"
        yield wrong(ABOUT, says, "make a backup, then run `karani migrate`")
    else:
        says = "has tables of a newer Karani than this one"
        yield wrong(ABOUT, says, "install the newer Karani here, too")


def clocks(theirs: datetime, began: datetime, ended: datetime) -> Finding:
    """Whether the database's clock and ours agree; it was asked between the two moments."""
    skew = max(began - theirs, theirs - ended, timedelta(0))
    if skew <= SKEW:
        return well("clock", "agrees with the database's")
    says = f"differs from the database's by {int(skew.total_seconds())} s"
    return warning("clock", says, "let both follow NTP (chrony, systemd-timesyncd)")


def pooled(server: Server) -> Iterator[Finding]:
    """Whether prepared statements stay with the connection that has prepared them."""
    if server.has_pooler:
        says = "is true, but a pooler before the database shares its connections out"
        do = "set DATABASE_PREPARES=false, unless it pools whole sessions"
        yield warning("DATABASE_PREPARES", says, do)


def unusable(url: str) -> Finding | None:
    """What is wrong with an address before anybody is asked; None if nothing is."""
    try:
        driver = make_url(url).drivername
    except (ArgumentError, ValueError):
        do = "write postgresql://login:password@host/database, with @ in a password as %40"
        return wrong(URL, "cannot be read as an address", do)
    if driver != "postgresql+psycopg2":
        return wrong(URL, "is no address of PostgreSQL", "begin it with postgresql://")
    return None
