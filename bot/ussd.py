"""The screens of USSD: which follows what was typed, and what is said in the chat for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.replies import ussd as replies
from bot.reply import Reply

WIDTH = 160
"""What every network shows on one screen."""

MOST = 6
"""How many approvals are listed."""

MENU, SALE, ANYTHING, APPROVALS, APPROVAL, PIN, TALK = (
    "menu", "sale", "anything", "approvals", "approval", "pin", "talk",
)  # fmt: skip
BACK, MORE = "0", "9"

Wording = Callable[[Reply], str]
"""Puts a reply into the reader's language, in signs that every phone shows."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approval that waits for this person."""

    code: str
    question: str


@dataclass(frozen=True, slots=True)
class View:
    """What the screens show of: the shop (None for who has none), and what waits."""

    shop: str | None
    approvals: Sequence[Waiting] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: the screen, what follows below it, and what it is about.

    That is the code of an approval, and once it was decided the words that were said.
    `is_open` where the chat has asked something, so that the next line goes there.
    """

    name: str = MENU
    pages: tuple[str, ...] = ()
    about: str | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to show, after which the session goes on or ends."""

    text: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: a screen, or words to say in the chat, whose answer is shown instead."""

    place: Place
    screen: Screen | None = None
    say: str | None = None


def begin(view: View, wording: Wording, left: Place | None, asked: str | None = None) -> Step:
    """The first screen; whoever fell out of a session goes on where they were.

    `asked` is what the chat has asked last and nobody has answered, or has answered and
    nobody has seen. A stranger has no menu: what the chat says to strangers comes at once.
    """
    if asked is not None:
        return answered(asked, wording, is_open=left is not None and left.is_open)
    if view.shop is None:
        return Step(Place(TALK), say="Karani")
    if left is not None and left.name in {SALE, ANYTHING}:
        return _ask(left.name, wording)
    return _menu(view, wording)


def hear(place: Place, typed: str, view: View, wording: Wording) -> Step:
    """The step after somebody typed something on a screen."""
    if place.pages and typed == MORE:
        return _paged(place, place.pages, wording)
    if place.name == TALK and (place.is_open or view.shop is None):
        return Step(Place(TALK), say=typed)
    if typed == BACK:
        return _menu(view, wording)
    if place.name in {APPROVALS, APPROVAL, PIN}:
        return _approving(place, typed, view, wording)
    match place.name:
        case "sale":
            return Step(Place(TALK), say=wording(replies.sold(typed)))
        case "anything":
            return Step(Place(TALK), say=typed)
        case _:
            return _picked(typed, view, wording)


def _approving(place: Place, typed: str, view: View, wording: Wording) -> Step:
    if place.name == APPROVALS:
        return _chosen(typed, view, wording)
    if place.name == APPROVAL:
        return _decided(place, typed, view, wording)
    if typed.isdigit():
        return Step(Place(TALK, about=place.about), say=f"{place.about} {typed}")
    return _menu(view, wording)


def answered(
    text: str | None, wording: Wording, *, is_open: bool, lacking: str | None = None
) -> Step:
    """The screens of what the chat has answered; with nothing asked the last one ends it.

    `lacking` are the words of a decision that did not count: a PIN behind them may help.
    """
    place = Place(PIN, about=lacking) if lacking else Place(TALK, is_open=is_open)
    return _paged(place, pages(text or wording(replies.done())), wording)


def late(wording: Wording) -> Step:
    """The screen when the chat takes too long: whoever dials again reads its answer then."""
    return Step(Place(TALK), Screen(wording(replies.wait()), ends=True))


def pages(text: str, room: int = WIDTH) -> tuple[str, ...]:
    """A text as screens, torn between lines where they fit, else between words."""
    reserved = room - 12  # For the line that leads on.
    found: list[str] = []
    rest = text.strip()
    while len(rest) > room:
        cut = rest.rfind("\n", reserved // 2, reserved)
        cut = cut if cut > 0 else rest.rfind(" ", reserved // 2, reserved)
        cut = cut if cut > 0 else reserved
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, rest)


def _paged(place: Place, left: tuple[str, ...], wording: Wording) -> Step:
    first, *others = left
    after = replace(place, pages=tuple(others))
    if others:
        return Step(after, Screen(f"{first}\n{wording(replies.more())}"))
    return Step(after, Screen(first, ends=place.name == TALK and not place.is_open))


def _menu(view: View, wording: Wording) -> Step:
    shop = (view.shop or "")[:30].strip()
    return Step(Place(MENU), Screen(wording(replies.menu(shop, len(view.approvals)))))


def _ask(name: str, wording: Wording) -> Step:
    asked = replies.ask_sale() if name == SALE else replies.ask_anything()
    return Step(Place(name), Screen(wording(asked)))


def _picked(typed: str, view: View, wording: Wording) -> Step:
    match typed:
        case "1":
            return _ask(SALE, wording)
        case "2":
            return _list(view, wording)
        case "3":
            return Step(Place(TALK), say=wording(replies.today()))
        case "4":
            return Step(Place(TALK), say=wording(replies.debts()))
        case "5":
            return _ask(ANYTHING, wording)
        case _ if typed.isdigit() or not typed:
            return _menu(view, wording)
        case _:
            return Step(Place(TALK), say=typed)  # Whoever knows what they want may say so.


def _list(view: View, wording: Wording) -> Step:
    if not view.approvals:
        return Step(Place(MENU), Screen(wording(replies.no_approvals())))
    if len(view.approvals) == 1:
        return _question(view.approvals[0], wording)
    asked = wording(replies.which_approval())
    shown = view.approvals[:MOST]
    room = (WIDTH - len(asked)) // len(shown) - 4
    lines = [
        f"{number} {one.question.replace(chr(10), ' ')[:room].rstrip()}"
        for number, one in enumerate(shown, start=1)
    ]
    return Step(Place(APPROVALS), Screen("\n".join((asked, *lines))))


def _chosen(typed: str, view: View, wording: Wording) -> Step:
    if typed.isdigit() and 1 <= int(typed) <= len(view.approvals[:MOST]):
        return _question(view.approvals[int(typed) - 1], wording)
    return _list(view, wording)


def _question(one: Waiting, wording: Wording) -> Step:
    """The whole question: nobody decides about what they have not seen."""
    shown = pages(wording(replies.yes_or_no(one.question)))
    return _paged(Place(APPROVAL, about=one.code), shown, wording)


def _decided(place: Place, typed: str, view: View, wording: Wording) -> Step:
    code = place.about or ""
    if place.pages or typed not in {"1", "2"}:
        # Not read to its end, or no answer: the question stands.
        waits = next((one for one in view.approvals if one.code == code), None)
        return _question(waits, wording) if waits else _menu(view, wording)
    said = wording(replies.decided(code, yes=typed == "1"))
    return Step(Place(TALK, about=said), say=said)
