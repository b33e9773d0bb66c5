"""What Karani says about approvals and about questions that a rule asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.reply import N_, Param, Reply, Several


def request(question: str, code: str) -> Reply:
    """An approval, as whoever may decide reads it."""
    return Reply(
        N_("%(question)s\nAnswer YES %(code)s or NO %(code)s."),
        {"question": question, "code": code},
    )


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


def not_yours(code: str) -> Reply:
    """One may not decide this: it is their own request, or they left the team."""
    return Reply(N_("You may not decide %(code)s: someone else has to."), {"code": code})


def no_such(code: str) -> Reply:
    """A code that nobody gave them."""
    return Reply(N_("No question of yours has the code %(code)s."), {"code": code})


def which(waiting: Sequence[tuple[str, str]]) -> Reply:
    """Several are open, and the answer named none; `waiting` are codes with questions."""
    lines = [
        Reply("%(code)s: %(question)s", {"code": code, "question": question})
        for code, question in waiting
    ]
    example = waiting[0][0]
    return Reply(
        N_("Which one do you mean?\n%(list)s\nAnswer for example YES %(code)s or NO %(code)s."),
        {"list": Several(tuple(lines), "\n"), "code": example},
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
