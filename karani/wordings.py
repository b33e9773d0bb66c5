"""The words that `karani templates` takes."""

from __future__ import annotations

from argparse import ArgumentParser
from uuid import UUID


def take(command: ArgumentParser) -> list[ArgumentParser]:
    """`karani templates [drafts|add|approve|reject] …`."""
    command.add_argument("--shop", type=UUID, help="a shop's own; without it everybody's")
    nothing = {"what": "list", "provider": "", "name": "", "language": "", "reference": None}
    command.set_defaults(**nothing)
    kinds = command.add_subparsers(metavar="drafts|add|approve|reject")
    shipped = kinds.add_parser("drafts", help="keep the shipped drafts for a provider")
    shipped.add_argument("provider", metavar="PROVIDER", help="twilio or meta")
    shipped.set_defaults(what="drafts")
    made = [shipped]
    for what in ("add", "approve", "reject"):
        one = kinds.add_parser(what, help=f"{what} one")
        for place in ("provider", "name", "language"):
            one.add_argument(place, metavar=place.upper())
        one.set_defaults(what=what)
        made.append(one)
    made[1].add_argument("body", metavar="TEXT", help="with places {{1}}, {{2}}, ...")
    made[1].add_argument("variables", metavar="VARIABLE", nargs="*", help="what they name")
    made[2].add_argument("reference", metavar="REFERENCE", help="the provider's own name")
    return made
