"""What Karani says about asking again what nobody has answered."""

from __future__ import annotations

from bot.reply import N_, Param, Reply


def kept(sms: int | None, call: int | None) -> Reply:
    """How the shop is asked again from now on: after so many minutes, None for never."""
    values: dict[str, Param] = {"sms": str(sms), "call": str(call)}
    if sms and call:
        return Reply(
            N_(
                "Good: what nobody answers I ask again by SMS after %(sms)s min and by a"
                " call after %(call)s min, never at night."
            ),
            values,
        )
    if sms:
        return Reply(
            N_(
                "Good: what nobody answers I ask again by SMS after %(sms)s min, never at"
                " night."
            ),
            values,
        )
    if call:
        return Reply(
            N_(
                "Good: where nobody answers I call after %(call)s min, from 8 in the"
                " morning to 6 in the evening."
            ),
            values,
        )
    return Reply(N_("All right, I ask for an approval once and not again."))


def after_how_long(way: str) -> Reply:
    """No time was said."""
    if way == "call":
        return Reply(
            N_(
                "After how long shall I call? Write for example: call me if I don't answer in"
                " 10 minutes."
            )
        )
    return Reply(
        N_(
            "After how long shall I send an SMS? Write for example: SMS me if I don't answer in"
            " 10 minutes."
        )
    )


def too_long() -> Reply:
    """More than a day."""
    return Reply(N_("That can be from 1 minute to 24 hours."))


def cannot(way: str) -> Reply:
    """The installation has nothing to ask so with."""
    if way == "call":
        return Reply(
            N_("I cannot make calls yet: whoever runs Karani has to set that up first.")
        )
    return Reply(N_("I cannot send SMS yet: whoever runs Karani has to set that up first."))
