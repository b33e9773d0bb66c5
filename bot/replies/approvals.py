"""What Karani says about approvals and about questions that a rule asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.reply import N_, Param, Reply, Several


def request(question: str, code: str) -> Reply:
    """An approval, as whoever may decide reads it."""
    return Reply(
        N_("%(question)s\n1 Yes, 2 No. Or answer YES %(code)s or NO %(code)s."),
        {"question": question, "code": code},
    )


def or_dial(code: str) -> Reply:
    """Behind an SMS that asks: where it can be answered without data or credit."""
    return Reply(N_("Or dial %(dial)s."), {"dial": code})


def changed(question: str, code: str) -> Reply:
    """What was asked before is another thing by now: nothing is decided yet."""
    return Reply(
        N_("This changed since I asked: %(question)s"), {"question": question}
    ).followed_by(
        Reply(N_("1 Yes, 2 No. Or answer YES %(code)s or NO %(code)s."), {"code": code})
    )


def yes(code: str = "") -> Reply:
    """What a button says, and whoever taps it: the approval with this code, or a question."""
    return Reply(N_("YES %(code)s"), {"code": code}) if code else Reply(N_("YES"))


def no(code: str = "") -> Reply:
    """The other button."""
    return Reply(N_("NO %(code)s"), {"code": code}) if code else Reply(N_("NO"))


def approved(code: str) -> Reply:
    """To the person who said yes."""
    return Reply(N_("%(code)s is approved."), {"code": code})


def rejected(code: str) -> Reply:
    """To the person who said no."""
    return Reply(N_("%(code)s is rejected."), {"code": code})


def decided_before(code: str, name: str, approved: bool, at: datetime) -> Reply:
    """Somebody was faster."""
    values: dict[str, Param] = {"code": code, "name": name, "at": at}
    if approved:
        return Reply(N_("%(name)s approved %(code)s already, on %(at)s."), values)
    return Reply(N_("%(name)s rejected %(code)s already, on %(at)s."), values)


def expired(code: str) -> Reply:
    """Too late."""
    return Reply(
        N_("The time for %(code)s is over: your answer came too late."), {"code": code}
    )


def withdrawn(code: str) -> Reply:
    """Nobody needs the answer any more."""
    return Reply(N_("%(code)s is no longer needed, so nothing was changed."), {"code": code})


def gone(code: str) -> Reply:
    """What was asked about is in the book no more."""
    return Reply(
        N_("What %(code)s was about was taken back, so nobody has to decide it any more."),
        {"code": code},
    )


def needs_code(code: str) -> Reply:
    """An SMS that nobody signs must name what it decides."""
    return Reply(
        N_("By SMS I need the code: answer YES %(code)s or NO %(code)s."), {"code": code}
    )


def needs_pin(code: str) -> Reply:
    """It is about more than such an SMS may decide."""
    return Reply(
        N_(
            "%(code)s is too large for an SMS alone. Write your PIN behind it, as in"
            " YES %(code)s 0000, or answer by WhatsApp."
        ),
        {"code": code},
    )


def needs_whatsapp(code: str) -> Reply:
    """The same, for one who has no PIN."""
    return Reply(
        N_("%(code)s is too large for an SMS alone. Please answer by WhatsApp."), {"code": code}
    )


def wrong_pin(code: str) -> Reply:
    """Nothing is decided."""
    return Reply(N_("That is not your PIN, so %(code)s is not decided."), {"code": code})


def locked(code: str) -> Reply:
    """Too many wrong PINs."""
    return Reply(
        N_(
            "Too many wrong PINs: for a while none counts. %(code)s is not decided;"
            " you can answer by WhatsApp."
        ),
        {"code": code},
    )


def not_yours(code: str) -> Reply:
    """One may not decide this: it is their own request, or they left the team."""
    return Reply(N_("You may not decide %(code)s: someone else has to."), {"code": code})


def no_such(code: str) -> Reply:
    """A code that nobody gave them."""
    return Reply(N_("No question of yours has the code %(code)s."), {"code": code})


def which(waiting: Sequence[tuple[str, str]], *, numbered: bool = False) -> Reply:
    """Several are open, and the answer named none; `waiting` are codes with questions.

    `numbered` where the next answer may name a line by its number.
    """
    if numbered:
        return _numbered(waiting)
    lines = [
        Reply("%(code)s: %(question)s", {"code": code, "question": question})
        for code, question in waiting
    ]
    example = waiting[0][0]
    return Reply(
        N_("Which one do you mean?\n%(list)s\nAnswer for example YES %(code)s or NO %(code)s."),
        {"list": Several(tuple(lines), "\n"), "code": example},
    )


def _numbered(waiting: Sequence[tuple[str, str]]) -> Reply:
    lines = [
        Reply(
            "%(number)s. %(code)s: %(question)s",
            {"number": str(number), "code": code, "question": question},
        )
        for number, (code, question) in enumerate(waiting, start=1)
    ]
    return Reply(
        N_(
            "Which one do you mean?\n%(list)s\nAnswer for example YES %(code)s or NO %(code)s,"
            " or by its number: 1 YES."
        ),
        {"list": Several(tuple(lines), "\n"), "code": waiting[0][0]},
    )


def noted(question: str) -> Reply:
    """A question was answered: which one is said, for several may be open."""
    return Reply(N_("Thank you, I have passed that on: %(question)s"), {"question": question})


def nothing_to_answer() -> Reply:
    """Somebody else was faster, or the time is over."""
    return Reply(N_("Thank you, but nobody waits for that answer any more."))


HOW_TO_ANSWER = {
    "number": N_("Please answer with a number, for example 25.\n%(question)s"),
    "yes_no": N_("Please answer YES or NO.\n%(question)s"),
    "date": N_("Please answer with a day, for example 30/11 or tomorrow.\n%(question)s"),
    "text": N_("Please answer in words.\n%(question)s"),
}


def once_more(question: str, expect: str) -> Reply:
    """What was said is no answer."""
    return Reply(HOW_TO_ANSWER[expect], {"question": question})
