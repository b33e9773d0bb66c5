"""Plain requests to the clerk: help, stop, undo, thanks, a report."""

from __future__ import annotations

from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.names import introduced
from bot.nlu.phrasebook import Saying
from bot.nlu.senses import Deed, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking

SHORT = 3
LONGEST_INTRODUCTION = 8
ANYWHERE = frozenset({Intent.SUMMARY, Intent.WHO_OWES, Intent.APPOINTMENTS})
"""Reports may be asked for beside a record; every other command is the message's only point."""


def command(message: Message) -> Understanding | None:
    """Read a saying from the phrasebook."""
    saying = _saying(message)
    if saying is None:
        return None
    intent = Intent(saying.meaning)
    if message.figures and intent in ANYWHERE and not asks(message):
        return None
    return acting(message, _act(message, intent, saying), because=(" ".join(saying.words),))


def _saying(message: Message) -> Saying | None:
    words = message.words
    found = message.lexicons.phrases.find(words) or message.lexicons.phrases.find(
        _without_courtesy(message)
    )
    return found or _repaired(message, words)


def _without_courtesy(message: Message) -> tuple[str, ...]:
    kept = [
        token.word
        for token in message.tokens
        if token.kind == "word" and not token.has(Role.POLITE)
    ]
    return tuple(word for phrase in kept for word in phrase.split(" "))


def _repaired(message: Message, words: tuple[str, ...]) -> Saying | None:
    """A single slip of the finger in a command that is the whole message."""
    if len(words) > 2:
        return None
    repaired = tuple(message.lexicons.typos.repair(word) or word for word in words)
    return message.lexicons.phrases.whole.get(repaired) if repaired != words else None


def _act(message: Message, intent: Intent, saying: Saying) -> Act:
    match intent:
        case Intent.REGISTER:
            return Act(intent, party=introduced(message))
        case Intent.SUMMARY | Intent.APPOINTMENTS:
            return Act(intent, date=_date(message), kind=saying.kind or period(message))
        case Intent.CLOSE_DAY:
            counted = message.figures[-1].value if message.figures else None
            return Act(intent, amount=counted)
        case Intent.TEAM | Intent.REMIND | Intent.JOIN:
            return Act(intent, phone=_phone(message), code=_code(message, saying))
        case _:
            return Act(intent, kind=saying.kind)


def _date(message: Message):  # type: ignore[no-untyped-def]
    return message.days[0].date if message.days else None


def period(message: Message) -> str | None:
    """The span a report is for: a day, a week, a month or a year."""
    spans = [token.sense.span for token in message.tokens if token.sense.span]
    return next((span for span in spans if span in {"day", "week", "month", "year"}), None)


def _phone(message: Message) -> str | None:
    from bot.nlu.amounts import is_phone

    return next((token.word for token in message.tokens if is_phone(token)), None)


def _code(message: Message, saying: Saying) -> str | None:
    if saying.meaning != Intent.JOIN:
        return None
    return next(
        (token.text for token in message.tokens[len(saying.words) :] if token.kind != "sign"),
        None,
    )


def switch_language(message: Message) -> Understanding | None:
    """The name of a language in a few words without a deed: "naomba kiswahili"."""
    words = message.words
    named = {message.lexicons.names[word] for word in words if word in message.lexicons.names}
    if len(named) != 1 or len(words) > SHORT or message.figures:
        return None
    if any(token.sense.verb or token.has(Role.NOT) for token in message.tokens):
        return None
    return acting(message, Act(Intent.LANGUAGE, kind=named.pop()))


def introduction(message: Message) -> Understanding | None:
    """A name given without being asked: "naitwa Juma"."""
    name = introduced(message)
    if name is None or len(message.words) > LONGEST_INTRODUCTION or message.figures:
        return None
    if not name[:1].isupper() or any(token.sense.verb for token in message.tokens):
        return None
    return acting(message, Act(Intent.REGISTER, party=name))


def correction(message: Message) -> Understanding | None:
    """`badilisha 450`: an order to change, with the new amount."""
    for place, token in enumerate(message.tokens):
        verb = token.sense.verb
        if verb is not None and verb.deed is Deed.CHANGE:
            figures = [figure for figure in message.figures if figure.start > place]
            if figures and not message.hours:
                return _corrected(message, figures[-1].value, unclear=figures[-1].unclear)
    return None


def _corrected(message: Message, amount, *, unclear: bool) -> Understanding:  # type: ignore[no-untyped-def]
    if unclear:
        return asking(message, "amount_unclear", Act(Intent.CORRECT))
    return acting(message, Act(Intent.CORRECT, amount=amount))
