"""What Karani tells unasked about an approval: decided, too late, passed on, not needed."""

from __future__ import annotations

from bot.reply import N_, Param, Reply


def matter(question: str) -> str:
    """What a question is about: of "Sale of 500. Is that all right?" the first sentence."""
    said, stop, asked = question.rpartition(". ")
    return f"{said}." if stop and asked.endswith("?") else question


def answered(name: str, approved: bool, question: str) -> Reply:
    """To whoever asked: this is the answer."""
    values: dict[str, Param] = {"name": name, "question": question}
    if approved:
        return Reply(N_("%(name)s said YES: %(question)s"), values)
    return Reply(N_("%(name)s said NO: %(question)s"), values)


def decided(code: str, name: str, approved: bool, question: str) -> Reply:
    """To the others who were asked: nobody waits for them."""
    values: dict[str, Param] = {"code": code, "name": name, "question": question}
    if approved:
        return Reply(N_("%(code)s is decided, %(name)s said YES: %(question)s"), values)
    return Reply(N_("%(code)s is decided, %(name)s said NO: %(question)s"), values)


def unanswered(approved: bool, question: str) -> Reply:
    """To whoever asked: nobody answered."""
    values: dict[str, Param] = {"question": question}
    if approved:
        return Reply(N_("Nobody answered in time, so it counts as YES: %(question)s"), values)
    return Reply(N_("Nobody answered in time, so it counts as NO: %(question)s"), values)


def too_late(code: str, approved: bool, question: str) -> Reply:
    """To those who were asked and did not answer."""
    values: dict[str, Param] = {"code": code, "question": question}
    if approved:
        return Reply(
            N_("The time for %(code)s is over, so it counts as YES: %(question)s"), values
        )
    return Reply(N_("The time for %(code)s is over, so it counts as NO: %(question)s"), values)


def asked_on(names: str, question: str) -> Reply:
    """To whoever asked: somebody else is asked now."""
    return Reply(
        N_("Nobody answered in time, so I have asked %(names)s: %(question)s"),
        {"names": names, "question": question},
    )


def went_on(code: str, names: str, question: str) -> Reply:
    """To those who were asked first."""
    return Reply(
        N_("The time for %(code)s is over, so I have asked %(names)s: %(question)s"),
        {"code": code, "names": names, "question": question},
    )


def not_needed(question: str) -> Reply:
    """To whoever asked: the thing is in the book no more."""
    return Reply(
        N_("That was taken back, so nobody has to decide it any more: %(question)s"),
        {"question": question},
    )


def gone(code: str, question: str) -> Reply:
    """To whoever was asked: the same, with the code."""
    return Reply(
        N_("That was taken back, so %(code)s needs no answer any more: %(question)s"),
        {"code": code, "question": question},
    )
