"""The words that may follow the commands of operators."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

KINDS = (
    "sale", "expense", "purchase", "drawing", "debt", "debt_paid", "payable", "payable_paid",
    "stock_count",
)  # fmt: skip
"""What a row of an imported file may be; the parts that read it say the same."""


def up(command: ArgumentParser) -> ArgumentParser:
    """Where the pages are, and where the data is kept."""
    command.add_argument("--port", type=int, help="where the pages are (8000)")
    command.add_argument("--data", dest="data_dir", type=Path, help="where the data is kept")
    return command


def web(command: ArgumentParser) -> ArgumentParser:
    """Where to listen."""
    command.add_argument("--port", type=int, help="the port to listen on (PORT, or 8000)")
    command.add_argument("--host", help="the address to listen on (HOST, or 127.0.0.1)")
    return command


def parked(command: ArgumentParser) -> tuple[ArgumentParser, ArgumentParser]:
    """Nothing, or which to try again; the words behind `retry` as well."""
    again = command.add_subparsers(metavar="retry").add_parser("retry", help="try one again")
    again.add_argument("id", metavar="ID", help="as `karani parked` lists it")
    command.set_defaults(id=None)
    return command, again


def rebuild(command: ArgumentParser) -> ArgumentParser:
    """Whether to put right what differs."""
    command.add_argument("--repair", action="store_true", help="put right what differs")
    return command


def doctor(command: ArgumentParser) -> ArgumentParser:
    """For whom it is told, and where the web process should be."""
    command.add_argument("--port", type=int, help="where the pages are (PORT, or 8000)")
    command.add_argument("--json", action="store_true", help="one JSON document, for machines")
    return command


def chat(command: ArgumentParser) -> ArgumentParser:
    """As whom, and with which Karani."""
    command.add_argument(
        "--as", dest="phone", default="+254711000001", help="whose phone it is"
    )
    command.add_argument("--url", help="where Karani runs (by default, here)")
    return command


def tier(command: ArgumentParser) -> ArgumentParser:
    """Whose tier, and which; without either they are listed."""
    command.add_argument("shop", metavar="SHOP", nargs="?", help="a shop's id")
    command.add_argument("tier", metavar="TIER", nargs="?", help="such as free or standard")
    return command


def export(command: ArgumentParser) -> ArgumentParser:
    """Whose data, and where to."""
    command.add_argument("whose", metavar="PHONE|SHOP", help="+254711000001, or a shop's id")
    command.add_argument("--to", type=Path, required=True, help="a file: .json or .xlsx")
    return command


def erase(command: ArgumentParser) -> ArgumentParser:
    """Whom to forget."""
    command.add_argument("whose", metavar="PHONE", help="+254711000001, or a WhatsApp id")
    command.add_argument(
        "--close-shops",
        dest="closes",
        action="store_true",
        help="close the shops that they own alone",
    )
    return command


def token(command: ArgumentParser) -> ArgumentParser:
    """For whom, where, to do what, for how long."""
    command.add_argument("whose", metavar="PHONE", help="+254711000001, or a WhatsApp id")
    command.add_argument("--shop", metavar="ID", help="which, for a person of several")
    command.add_argument(
        "--scope", dest="scopes", action="append", help="what it may do (all, by default)"
    )
    command.add_argument("--days", type=int, help="for how long it is good (90)")
    locks = command.add_mutually_exclusive_group()
    locks.add_argument("--lock", action="store_true", help="let them in no more")
    locks.add_argument("--unlock", action="store_true", help="let them in again")
    return command


def backup(command: ArgumentParser) -> ArgumentParser:
    """Which file."""
    command.add_argument("file", type=Path, metavar="FILE", help="the backup")
    return command


def restore(command: ArgumentParser) -> ArgumentParser:
    """Which file, and whether over what is there."""
    backup(command).add_argument(
        "--overwrite", dest="overwrites", action="store_true", help="replace what is there"
    )
    return command


def audit(command: ArgumentParser) -> ArgumentParser:
    """What to check it against."""
    command.add_argument("verify", choices=["verify"], help="check every chain")
    command.add_argument("--kept", type=Path, metavar="FILE", help="signed ends that you kept")
    command.add_argument(
        "--key",
        dest="keys",
        action="append",
        default=[],
        metavar="HEX",
        help="a public key from before SECRET_KEY was changed",
    )
    return command


def understand(command: ArgumentParser) -> ArgumentParser:
    """Whether to say how."""
    command.add_argument("--explain", action="store_true", help="say how each was understood")
    return command


def ai(command: ArgumentParser) -> ArgumentParser:
    """On which cases to score."""
    command.add_argument("evaluate", choices=["evaluate"], help="ask each assistant each case")
    command.add_argument("file", nargs="?", type=Path, help="JSON lines: type, input, expected")
    command.add_argument(
        "--corrections", action="store_true", help="also what people said of former answers"
    )
    return command


def book(command: ArgumentParser) -> ArgumentParser:
    """Which file, into whose book, and what the file does not say itself."""
    command.add_argument("file", type=Path, metavar="FILE", help=".csv, .xlsx, or an export")
    command.add_argument("--shop", metavar="ID", help="whose book")
    command.add_argument(
        "--as", dest="phone", metavar="PHONE", help="whose book; who brings it"
    )
    command.add_argument("--kind", choices=KINDS, help="what every row is that says none")
    command.add_argument(
        "--dates", choices=["day-first", "month-first"], help="as in 03/04/2026"
    )
    command.add_argument(
        "--decimal", choices=["point", "comma"], help="1,200.50 is point, 1.200,50 is comma"
    )
    command.add_argument(
        "--book", default="", metavar="NAME", help="a book whose rows are those of no other"
    )
    command.add_argument(
        "--dry-run", dest="dry", action="store_true", help="show what it would bring, only"
    )
    return command


def demo(command: ArgumentParser) -> ArgumentParser:
    """In which language, how long, made from what."""
    command.add_argument("--language", help="en, or sw")
    command.add_argument("--days", type=int, help="how much lies behind it (365)")
    command.add_argument("--seed", type=int, help="another one makes another year (1)")
    command.add_argument(
        "--yes", dest="sure", action="store_true", help="also where providers are configured"
    )
    return command
