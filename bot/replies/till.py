"""What Karani says about a shop's till or paybill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reply import N_, Reply, Several
from bot.shop import PaymentNumber

ASKED: Mapping[str, str] = {
    "till": N_("Is %(number)s the M-Pesa till that pays into %(shop)s (1 Yes, 2 No)?"),
    "paybill": N_("Is %(number)s the M-Pesa paybill that pays into %(shop)s (1 Yes, 2 No)?"),
}
SHOWN: Mapping[str, str] = {
    "till": N_("till %(number)s"),
    "paybill": N_("paybill %(number)s"),
}


def ask(number: str, kind: str, shop: str) -> Reply:
    """The number is said once more before it counts."""
    return Reply(ASKED[kind], {"number": number, "shop": shop})


def named(number: str) -> Reply:
    """It is the shop's."""
    return Reply(
        N_(
            "%(number)s is noted as yours. What M-Pesa tells me of payments to it counts as"
            " proven. Wrong? Write: remove till %(number)s."
        ),
        {"number": number},
    )


def taken(number: str) -> Reply:
    """Another shop was first; which one is nobody's business."""
    return Reply(
        N_(
            "%(number)s is noted for another shop, so I cannot take it. If it is yours, please"
            " tell whoever runs Karani."
        ),
        {"number": number},
    )


def released(number: str) -> Reply:
    """It is the shop's no longer."""
    return Reply(
        N_("%(number)s is no longer noted as yours."),
        {"number": number},
    )


def numbers(known: Sequence[PaymentNumber]) -> Reply:
    """Which are the shop's."""
    if not known:
        return Reply(N_("I know no till or paybill of yours. Write: my till is 123456."))
    shown = [Reply(SHOWN[one.kind], {"number": one.number}) for one in known]
    return Reply(N_("Yours: %(numbers)s."), {"numbers": Several(tuple(shown), joint=", ")})


def left() -> Reply:
    """It is not."""
    return Reply(N_("All right, I noted no number."))


def only_owner() -> Reply:
    """Somebody else tries to name one."""
    return Reply(N_("Only the owner may name the shop's till or paybill."))
