"""The command line."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.runtime import Runtime


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = _parser().parse_args(words)
    from engine.settings import SettingsError
    from karani.errors import NotAsItShouldBeError
    from karani.folder import ServiceError
    from karani.lasting import REFUSED

    try:
        arguments.run(arguments)
    except (SettingsError, ServiceError) as error:
        print(f"karani: {error}", file=sys.stderr)
        return REFUSED
    except NotAsItShouldBeError as error:
        print(f"karani: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def up(arguments: Namespace) -> None:
    """Run everything on this machine, with a database and a queue of its own."""
    from karani import up as everything

    everything.run(**_given(arguments, "port", "data_dir"))


def web(arguments: Namespace) -> None:
    """Serve the doors: webhooks, API and pages."""
    from engine.settings import load
    from karani import logs
    from karani import web as serving

    settings = load(**_given(arguments, "port", "host"))
    logs.set_up(settings.log_level)
    serving.run(settings)


def worker(_: Namespace) -> None:
    """Work on what the queue rings for."""
    import os

    # Dramatiq reads both when it is imported; law 1 of the architecture gives the figures.
    os.environ["dramatiq_queue_prefetch"] = "64"  # noqa: TID251, SIM112 -- Dramatiq's own name.
    os.environ["dramatiq_worker_timeout"] = "100"  # noqa: TID251, SIM112 -- Dramatiq's own name.
    from engine import actors

    _serve(actors.serve)


def relay(_: Namespace) -> None:
    """Ring for what is due, and work alone while the queue is away."""
    from engine import relay as bell

    _serve(bell.serve)


def migrate(_: Namespace) -> None:
    """Bring the database up to date."""
    from engine.settings import SettingsError, load
    from karani import logs
    from karani.folder import ServiceError
    from store import migrate as migrations

    settings = load()
    logs.set_up(settings.log_level)
    if settings.database_url is None:
        raise SettingsError("DATABASE_URL: is missing; `karani up` brings its own")
    try:
        migrations.upgrade(settings.database_url)
    except migrations.MigrationError as error:
        raise ServiceError(str(error)) from None


def chat(arguments: Namespace) -> None:
    """Talk to a running Karani as a phone would, in this terminal."""
    from karani import chat as phone

    phone.run(arguments.url, arguments.phone)


def parked(arguments: Namespace) -> None:
    """List what was given up, or try one again: `karani parked retry ID`."""
    from karani import operate

    with _installation(arguments) as rt:
        if arguments.id is None:
            operate.list_parked(rt)
        else:
            operate.retry_parked(rt, arguments.id)


def audit(arguments: Namespace) -> None:
    """Prove that no audit entry was changed, removed or moved: `karani audit verify`."""
    from karani import operate

    with _installation(arguments) as rt:
        operate.verify_audit(rt, arguments.kept, arguments.keys)


def rebuild(arguments: Namespace) -> None:
    """Prove that every shop's book follows from its events."""
    from karani import rebuilding

    with _installation(arguments) as rt:
        rebuilding.run(rt, repair=arguments.repair)


def export(arguments: Namespace) -> None:
    """Write what is held of a person, or a shop's whole book, to a file."""
    from karani import private

    with _installation(arguments) as rt:
        private.export(rt, arguments.whose, arguments.to)


def erase(arguments: Namespace) -> None:
    """Forget a person: names, numbers and words go, amounts stay."""
    from karani import private

    with _installation(arguments) as rt:
        private.erase(rt, arguments.whose, closes=arguments.closes)


def feedback(arguments: Namespace) -> None:
    """Write what people said of Karani's work as JSON lines: input, answer, correction."""
    from karani import opinions

    with _installation(arguments) as rt:
        opinions.write(rt, sys.stdout)


def understand(arguments: Namespace) -> None:
    """Read messages as JSON lines, write what they are understood to mean."""
    from karani import understand as reading

    reading.run(sys.stdin, sys.stdout, explain=arguments.explain)


@contextmanager
def _installation(arguments: Namespace) -> Iterator[Runtime]:
    from karani import assemble, logs, reach

    settings = reach.find(**_given(arguments, "data_dir"))
    logs.set_up("ERROR")  # The answer is what counts here.
    rt = assemble.runtime(settings)
    try:
        yield rt
    finally:
        rt.close()


def _serve(serve: Callable[..., None]) -> None:
    from engine.settings import load
    from karani import assemble, logs, signals

    settings = load()
    logs.set_up(settings.log_level)
    serve(assemble.runtime(settings), signals.stop_event())


def _given(arguments: Namespace, *names: str) -> dict[str, object]:
    return {
        name: value for name in names if (value := getattr(arguments, name, None)) is not None
    }


def _private(add: Callable[..., argparse.ArgumentParser]) -> list[argparse.ArgumentParser]:
    taken = add(export)
    taken.add_argument("whose", metavar="PHONE|SHOP", help="+254711000001, or a shop's id")
    taken.add_argument("--to", type=Path, required=True, help="a file: .json or .xlsx")
    forgotten = add(erase)
    forgotten.add_argument("whose", metavar="PHONE", help="+254711000001, or a WhatsApp id")
    forgotten.add_argument(
        "--close-shops",
        dest="closes",
        action="store_true",
        help="close the shops that they own alone",
    )
    return [taken, forgotten]


def _audit(add: Callable[..., argparse.ArgumentParser]) -> argparse.ArgumentParser:
    book = add(audit)
    book.add_argument("verify", choices=["verify"], help="check every chain")
    book.add_argument("--kept", type=Path, metavar="FILE", help="signed ends that you kept")
    book.add_argument(
        "--key",
        dest="keys",
        action="append",
        default=[],
        metavar="HEX",
        help="a public key from before SECRET_KEY was changed",
    )
    return book


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karani", description="A clerk for small shops.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(run: Callable[[Namespace], None]) -> argparse.ArgumentParser:
        command = commands.add_parser(run.__name__, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        return command

    everything = add(up)
    everything.add_argument("--port", type=int, help="where the pages are (8000)")
    everything.add_argument("--data", dest="data_dir", type=Path, help="where the data is kept")
    doors = add(web)
    doors.add_argument("--port", type=int, help="the port to listen on (PORT, or 8000)")
    doors.add_argument("--host", help="the address to listen on (HOST, or 127.0.0.1)")
    for plain in (worker, relay, migrate):
        add(plain)
    given_up = add(parked)
    again = given_up.add_subparsers(metavar="retry").add_parser("retry", help="try one again")
    again.add_argument("id", metavar="ID", help="as `karani parked` lists it")
    given_up.set_defaults(id=None)
    anew = add(rebuild)
    anew.add_argument("--repair", action="store_true", help="put right what differs")
    private = _private(add)
    for command in (given_up, again, _audit(add), anew, add(feedback), *private):
        command.add_argument(
            "--data",
            dest="data_dir",
            type=Path,
            default=argparse.SUPPRESS,
            help="the folder of a running `karani up`",
        )
    phone = add(chat)
    phone.add_argument("--as", dest="phone", default="+254711000001", help="whose phone it is")
    phone.add_argument("--url", help="where Karani runs (by default, here)")
    reading = add(understand)
    reading.add_argument("--explain", action="store_true", help="say how each was understood")
    return parser


if __name__ == "__main__":
    sys.exit(main())
