"""The commands that fill a shop's book."""

from __future__ import annotations

from argparse import Namespace

from karani.installation import given, installation

SAID = ("shop", "phone", "kind", "dates", "decimal", "book", "dry")


def import_(arguments: Namespace) -> None:
    """Carry the book that a shop has kept elsewhere into its book here."""
    from karani import importing

    with installation(arguments) as rt:
        importing.run(rt, importing.Asked(arguments.file, **given(arguments, *SAID)))  # type: ignore[arg-type] # As parsed.


def demo(arguments: Namespace) -> None:
    """Make a shop with a year behind it, to look at."""
    from karani import demo as showing

    names = ("language", "days", "seed", "sure")
    with installation(arguments) as rt:
        showing.run(rt, showing.Asked(**given(arguments, *names)))  # type: ignore[arg-type] # As parsed.
