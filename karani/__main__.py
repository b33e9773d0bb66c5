"""The command line."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from karani import words
from karani.beginning import quickly
from karani.books import demo, import_
from karani.installation import given as _given
from karani.installation import installation as _installation


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = _parser().parse_args(given)
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
    with quickly():
        from engine import actors

    _serve(actors.serve)


def relay(_: Namespace) -> None:
    """Ring for what is due, and work alone while the queue is away."""
    with quickly():
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


def doctor(arguments: Namespace) -> None:
    """Say line by line what is well here, what is wrong, and what to do."""
    from karani.doctor import command

    command.run(as_json=arguments.json, **_given(arguments, "port", "data_dir"))


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


def ai(arguments: Namespace) -> None:
    """Score the assistants on cases whose answer is known: `karani ai evaluate FILE`."""
    from karani import evaluating

    with _installation(arguments) as rt:
        evaluating.run(rt, arguments.file, corrections=arguments.corrections)


def templates(arguments: Namespace) -> None:
    """List templates, keep drafts, note what a provider has approved."""
    from karani import forms

    with _installation(arguments) as rt:
        forms.run(rt, arguments)


def tier(arguments: Namespace) -> None:
    """List the tiers of shops, or give one another: `karani tier SHOP TIER`."""
    from karani import limits

    with _installation(arguments) as rt:
        limits.run(rt, arguments.shop, arguments.tier)


def backup(arguments: Namespace) -> None:
    """Write the whole database into a file, while work goes on."""
    from karani import copies

    with _database(arguments) as url:
        copies.back_up(url, arguments.file)


def restore(arguments: Namespace) -> None:
    """Put a backup in its place; Karani must not be running."""
    from karani import copies

    with _database(arguments) as url:
        copies.restore(url, arguments.file, overwrites=arguments.overwrites)


def feedback(arguments: Namespace) -> None:
    """Write what people said of Karani's work as JSON lines: input, answer, correction."""
    from karani import opinions

    with _installation(arguments) as rt:
        opinions.write(rt, sys.stdout)


def token(arguments: Namespace) -> None:
    """Make an API key that acts for a person; or lock their sign-in."""
    from karani import keys

    with _installation(arguments) as rt:
        if arguments.lock or arguments.unlock:
            keys.lock(rt, arguments.whose, is_locked=arguments.lock)
            return
        given = _given(arguments, "shop", "scopes", "days")
        keys.make(rt, keys.Asked(arguments.whose, **given))  # type: ignore[arg-type] # As parsed.


def understand(arguments: Namespace) -> None:
    """Read messages as JSON lines, write what they are understood to mean."""
    from karani import understand as reading

    reading.run(sys.stdin, sys.stdout, explain=arguments.explain)


@contextmanager
def _database(arguments: Namespace) -> Iterator[str]:
    from engine.settings import home, load
    from karani import copies, logs

    settings = load(**_given(arguments, "data_dir"))
    logs.set_up("ERROR")
    with copies.database(settings, settings.data_dir or home()) as url:
        yield url


def _serve(serve: Callable[..., None]) -> None:
    from engine.settings import load
    from karani import assemble, logs, signals

    settings = load()
    logs.set_up(settings.log_level)
    with quickly():
        rt = assemble.runtime(settings)
    serve(rt, signals.stop_event())


def _forms(add: Callable[..., argparse.ArgumentParser]) -> list[argparse.ArgumentParser]:
    from karani import wordings

    command = add(templates)
    return [command, *wordings.take(command)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karani", description="A clerk for small shops.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(run: Callable[[Namespace], None]) -> argparse.ArgumentParser:
        command = commands.add_parser(
            run.__name__.rstrip("_"), help=run.__doc__, description=run.__doc__
        )
        command.set_defaults(run=run)
        return command

    words.up(add(up))
    words.web(add(web))
    for plain in (worker, relay, migrate):
        add(plain)
    checks = (words.doctor(add(doctor)), words.audit(add(audit)), words.rebuild(add(rebuild)))
    private = (words.export(add(export)), words.erase(add(erase)), words.token(add(token)))
    copies = (words.backup(add(backup)), words.restore(add(restore)))
    looking = (*checks, *words.parked(add(parked)), add(feedback))
    operating = (*looking, words.tier(add(tier)), words.ai(add(ai)), *_forms(add))
    folder: dict[str, Any] = {"dest": "data_dir", "type": Path, "default": argparse.SUPPRESS}
    books = (words.book(add(import_)), words.demo(add(demo)))
    for command in (*operating, *private, *copies, *books):
        command.add_argument("--data", **folder, help="the folder of a running `karani up`")
    words.chat(add(chat))
    words.understand(add(understand))
    return parser


if __name__ == "__main__":
    sys.exit(main())
