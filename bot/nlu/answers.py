"""Read a message as the answer to what was asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.nlu import digits
from bot.nlu.amounts import Figure
from bot.nlu.clause import HEADINGS
from bot.nlu.commands import command, ordered
from bot.nlu.corrections import correction
from bot.nlu.digits import DECISIONS, MENU
from bot.nlu.hearing import Heard, hear, stances, telling, words_in, words_of
from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.names import given_name
from bot.nlu.own_words import part_of_day, tells_more
from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.standing import standing
from bot.nlu.understanding import Act, Awaiting, Intent, Understanding
from bot.nlu.verdict import acting, asking, nothing

LONG_CODE = re.compile(r"\d{4}\Z")
"""A code without a letter counts only behind one word of consent or refusal."""
SHORT, LONGEST_CONSENT = 3, 6
PAUSES = frozenset(",.;:!-–—")
COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.APPROVE, Intent.DEFER})


def answer(message: Message) -> Understanding | None:
    """Read `message` as the answer to what is awaited, or leave it to the other rules."""
    awaited = message.utterance.awaiting
    read = READERS.get(awaited) if awaited is not None else None
    return read(message) if read else _coded(message)


def _yes_or_no(message: Message) -> Understanding | None:
    heard = hear(message)
    words = telling(message)
    if len(words) == 1 and words[0] in MENU:
        return acting(message, Act(MENU[words[0]]))
    if (chosen := _by_digits(message)) is not None:
        return chosen
    match heard.stance:
        case "yes":
            return acting(message, Act(Intent.APPROVE, code=_code(heard)))
        case "no":
            return acting(message, Act(Intent.REJECT, code=_code(heard)))
        case "defer":
            return nothing(message, Act(Intent.DEFER, code=_code(heard)))
        case "mixed":
            return asking(message, "yes_or_no")
        case _:
            return _refused_with_reason(message)


def _by_digits(message: Message) -> Understanding | None:
    if message.utterance.awaiting not in {Awaiting.APPROVAL, Awaiting.APPROVALS}:
        return None
    act = digits.answer(words_of(message), message.lexicons.answers)
    return acting(message, act) if act else None


def _refused_with_reason(message: Message) -> Understanding | None:
    """`hapana, bei ni ghali`, `no because …`: a refusal and why; a consent stands alone."""
    book, end = message.lexicons.answers, 0
    while end < len(message.tokens) and not _leads_to_reason(message, end):
        end += 1
    heard = hear(message)
    words = digits.without_code(words_in(message.tokens[:end]), heard.code)
    rest = words_in(message.tokens[end:])
    if not rest or stances(words, book) != {"no"} or message.figures or asks(message):
        return None
    if message.lexicons.phrases.find(rest) is not None:
        return None  # "hapana, futa ya mwisho": another wish, no reason.
    others = {
        book.at((word,), 0)[0]
        for place, word in enumerate(rest, 1)
        if place == len(rest) or Role.UNPAID not in message.lexicons.look_up(word).roles
    }
    if {"yes", "but", "defer"} & others:
        return None
    return acting(message, Act(Intent.REJECT, code=_code(heard)))


def _leads_to_reason(message: Message, place: int) -> bool:
    token = message.tokens[place]
    if token.kind != "word":
        return token.word in PAUSES
    rest = words_in(message.tokens[place : place + 3])
    return message.lexicons.answers.gives_reason(rest)


def _coming(message: Message) -> Understanding | None:
    """Will you come? Did she come? The verb answers as well as a yes or a no."""
    verbs = message.verbs
    come = next((verb for verb in verbs if verb.deed is Deed.COME), None)
    if message.hours and not message.figures and not message.has(Role.QUESTION):
        return _another_hour(message)
    if come is None or message.days or asks(message):
        return _yes_or_no(message)
    if come.mood is not Mood.NOT:
        return acting(message, Act(Intent.APPROVE))
    ours = come.subject != "they"
    return acting(message, Act(Intent.CANCEL_APPOINTMENT if ours else Intent.REJECT))


def _another_hour(message: Message) -> Understanding:
    """An hour said in answer to a reminder is a wish to move."""
    hour = message.hours[-1]
    if hour.unclear:
        return asking(message, "hour", Act(Intent.RESCHEDULE_APPOINTMENT))
    moment = hour.moments[0]
    return acting(message, Act(Intent.RESCHEDULE_APPOINTMENT, when=moment, date=moment.date()))


def _one_of_several(message: Message) -> Understanding | None:
    """A bare yes decides nothing while several questions are open."""
    heard = hear(message)
    if (chosen := _by_digits(message)) is not None:
        return chosen
    if heard.stance in {"yes", "no"} and heard.code is None:
        return asking(message, "which_approval")
    words = telling(message)
    if heard.stance is None and words and words[0] in MENU:
        return asking(message, "which_approval") if len(words) == 1 else None
    understood = _yes_or_no(message)
    if understood is not None and understood.acts and heard.code is None:
        return asking(message, "which_approval")  # "hapana, bei ni ghali": which of them?
    return understood


def _coded(message: Message) -> Understanding | None:
    """With nothing awaited only an answer that carries a code decides."""
    if len(message.tokens) > LONGEST_CONSENT:
        return None
    heard = hear(message)
    if heard.code and heard.stance in {"yes", "no"}:
        return _yes_or_no(message)
    words = telling(message)
    if len(words) != 2 or not LONG_CODE.match(words[1]) or message.tokens[0].has(Role.NOT):
        return None  # `hapana 3500` puts an amount right.
    stance = message.lexicons.answers.at(words, 0)[0]
    intent = DECISIONS.get(stance or "")
    return acting(message, Act(intent, code=words[1])) if intent else None


def idle(message: Message) -> Understanding | None:
    """A yes or a no with nothing open decides nothing, and is known for what it is."""
    if message.figures or len(message.words) > LONGEST_CONSENT:
        return None
    intent = DECISIONS.get(hear(message).stance or "")
    return nothing(message, Act(intent)) if intent else None


def _code(heard: Heard) -> str | None:
    return heard.code.upper() if heard.code else None


def _language(message: Message) -> Understanding | None:
    words = words_of(message)
    if len(words) == 1 and words[0].isdigit():
        return acting(message, Act(Intent.LANGUAGE, kind=words[0]))
    named = [message.lexicons.names[word] for word in words if word in message.lexicons.names]
    if len(set(named)) == 1 and len(words) <= 4:
        return acting(message, Act(Intent.LANGUAGE, kind=named[0]))
    return None


def _name(message: Message) -> Understanding | None:
    if hear(message).stance is not None or _is_order(message) or tells_more(message):
        return None  # "I don't know" is no name, nor is "help", nor a wish for the diary.
    if _is_question(message) or _tells_figures(message):
        return None
    name = given_name(message)
    return acting(message, Act(Intent.REGISTER, party=name)) if name else None


def _tells_figures(message: Message) -> bool:
    """`punguza deni la Peter 50` names nobody; `Mama Njeri 2` does, and so may any shop."""
    person = message.utterance.awaiting is Awaiting.NAME
    written = [token for token in message.tokens if token.kind == "word"]
    return person and len(written) >= SHORT and bool(message.figures)


def _is_question(message: Message) -> bool:
    """`how much will it cost me` is asked back; `Bei Gani Shop` is a name with its capitals."""
    written = [token.text for token in message.tokens if token.kind == "word"]
    small = any(not word[:1].isupper() for word in written)
    return len(written) >= SHORT and small and asks(message)


def _is_order(message: Message) -> bool:
    """Tell whether a command, a day or a record stands where a name was asked for."""
    if set(message.words) <= set(message.lexicons.names):
        return True
    if message.figures and any(verb.mood is Mood.DONE for verb in message.verbs):
        return True
    if all(place in message.used for place in range(len(message.tokens))):
        return True
    return ordered(message)


def _choice(message: Message) -> Understanding | None:
    words = words_of(message)
    if len(words) == 1 and words[0].isdigit():
        return acting(message, Act(Intent.UNKNOWN, kind=words[0]))
    chosen = next((intent for role, intent in HEADINGS if message.has(role)), None)
    reports = bool(message.days) or message.has(Role.REPORT)  # "mauzo leo"
    if len(words) <= SHORT and chosen is not None and not reports:
        return acting(message, Act(chosen))
    return _yes_or_no(message)


def _amount(message: Message) -> Understanding | None:
    """An amount alone is the answer; with a verb it is a record of its own."""
    figures = message.figures
    if hear(message).stance == "no":
        return acting(message, Act(Intent.REJECT))
    if message.verbs or not figures:
        return None
    if _is_wish(message) or message.has(Role.REPORT) or _is_list(message):
        return None  # "ripoti ya wiki 2" names no amount.
    if len(figures) == 1 and message.has(Role.EACH) and not figures[0].unclear:
        return acting(message, Act(Intent.UNKNOWN, unit_price=figures[0].value))
    if any(token.sense.unit for token in message.tokens):
        return None  # `sugar 2 kg` tells how much of it, not for how much money.
    if len(figures) > 1 or figures[0].unclear or _is_foreign(message):
        return correction(message) or asking(message, "amount_unclear")
    (figure,) = figures
    amount, currency = figure.value, figure.currency or None
    thing = _thing_before(message, figure)
    return acting(message, Act(Intent.UNKNOWN, amount=amount, currency=currency, item=thing))


def _is_list(message: Message) -> bool:
    """Several lines, or things with a figure each: records of their own, and none is lost."""
    several = len(message.figures) > 1 and _thing_before(message, message.figures[0])
    lines = [line for line in message.utterance.text.splitlines() if line.strip()]
    return len(lines) > 1 or (bool(several) and correction(message) is None)


def _thing_before(message: Message, figure: Figure) -> str | None:
    """`sabuni 80`: words before the amount that mean nothing else name what it is for."""
    before = [token for token in message.tokens[: figure.start] if token.kind == "word"]
    named = [token.text for token in before if token.sense is NOTHING]
    return " ".join(named) or None


def _is_foreign(message: Message) -> bool:
    """`buku tatu` in Kenya: slang from next door says more than the figure beside it."""
    numbers = (token.sense.number for token in message.tokens)
    here = {None, message.utterance.country}
    return any(number is not None and number.country not in here for number in numbers)


def _is_wish(message: Message) -> bool:
    """`my till is 123456`, `pause rule 1`: a figure in a wish of its own is no amount."""
    wished = standing(message) or command(message)
    return wished is not None and any(act.intent not in COURTESIES for act in wished.acts)


def _time(message: Message) -> Understanding | None:
    if tells_more(message):
        return None
    if not message.hours:
        part = part_of_day(message)
        return acting(message, Act(Intent.UNKNOWN, kind=part)) if part else None
    if len(message.hours) > 1 or message.hours[0].unclear:
        return asking(message, "hour")
    return acting(message, Act(Intent.UNKNOWN, when=message.hours[0].moments[0]))


def _date(message: Message) -> Understanding | None:
    if len(message.days) != 1:
        return None
    return acting(message, Act(Intent.UNKNOWN, date=message.days[0].date))


READERS: Mapping[Awaiting, Callable[[Message], Understanding | None]] = {
    Awaiting.APPROVAL: _yes_or_no,
    Awaiting.APPROVALS: _one_of_several,
    Awaiting.CONSENT: _yes_or_no,
    Awaiting.APPOINTMENT: _coming,
    Awaiting.LANGUAGE: _language,
    Awaiting.NAME: _name,
    Awaiting.SHOP: _name,
    Awaiting.AMOUNT: _amount,
    Awaiting.TIME: _time,
    Awaiting.DATE: _date,
    Awaiting.CHOICE: _choice,
}
