"""What Karani says about forwarded payment texts: what they claim is not proven."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.forwarded import Flag, Forwarded
from bot.reply import N_, Money, Param, Reply, Several
from bot.shop import Claim, Customer

WARNINGS = {
    Flag.NO_CODE: N_("it has no transaction code"),
    Flag.FUTURE: N_("its date lies in the future"),
    Flag.OLD: N_("it is more than 7 days old"),
    Flag.RETURN: N_("it asks for money back"),
    Flag.AMOUNT: N_("its code came before with another amount"),
    Flag.ELSEWHERE: N_("its code was used at another shop"),
}
NOTHING = {
    "failed": N_("That payment failed, so no money moved and I wrote nothing."),
    "balance": N_("That text only tells a balance: I wrote nothing."),
    "deposit": N_("You put your own money on the phone: that is no sale, so I booked nothing."),
    "withdraw": N_("You took out your own money: that is no expense, so I booked nothing."),
    "reversal": N_(
        "A payment was reversed. I booked nothing: if it is in the book, quote it with UNDO."
    ),
    "other": N_("I cannot tell what that text is for, so I booked nothing."),
}
PROVIDERS = {"mpesa_ke": "M-Pesa"}
"""As people write them."""
PAYING = ("sent", "paybill", "till", "airtime")


def warning(flags: Sequence[Flag]) -> Reply:
    """What speaks against the text, plainly, before anything is asked."""
    reasons = Several(tuple(Reply(WARNINGS[flag]) for flag in flags), joint=", ")
    return Reply(
        N_(
            "Careful, this text may be false: %(reasons)s."
            " Check your own balance, and send nothing back."
        ),
        {"reasons": reasons},
    )


def unproven() -> Reply:
    """Without a code nothing can be kept."""
    return Reply(
        N_("I booked nothing. If the money is there, write it yourself: sold sugar 300.")
    )


def already(claim: Claim, name: str, day: date, currency: str) -> Reply:
    """The same code once more, whoever forwards it and in whichever language."""
    params: dict[str, Param] = {
        "code": claim.code,
        "amount": Money(claim.amount, currency),
        "name": name,
        "day": day,
    }
    return Reply(
        N_("%(code)s (%(amount)s, %(day)s) is already in the book, forwarded by %(name)s."),
        params,
    )


def already_by_you(claim: Claim, day: date, currency: str) -> Reply:
    """The same person forwards the same code once more."""
    return Reply(
        N_("%(code)s (%(amount)s, %(day)s) is already in the book: you forwarded it."),
        {"code": claim.code, "amount": Money(claim.amount, currency), "day": day},
    )


def already_verified(claim: Claim, day: date, currency: str) -> Reply:
    """The same code once more, after its provider has told of it."""
    return Reply(
        N_(
            "%(code)s (%(amount)s, %(day)s) is already in the book, and %(provider)s proves it."
        ),
        {
            "code": claim.code,
            "amount": Money(claim.amount, currency),
            "day": day,
            "provider": _provider(claim.provider),
        },
    )


def other_amount(code: str, amount: Money) -> Reply:
    """For the owner: the provider tells of another amount than the text that was forwarded."""
    return Reply(
        N_(
            "Careful: M-Pesa says that %(code)s was %(amount)s, not what the forwarded text"
            " said. Please put right what was booked for it."
        ),
        {"code": code, "amount": amount},
    )


def claimed_elsewhere(code: str) -> Reply:
    """For the owner of the shop that claimed a code before another one did."""
    return Reply(
        N_(
            "Careful: %(code)s, forwarded for your shop, was forwarded at another shop too."
            " Check your own balance."
        ),
        {"code": code},
    )


def nothing(kind: str) -> Reply:
    """No money of the shop has come or gone."""
    return Reply(NOTHING.get(kind, NOTHING["other"]))


def foreign(currency: str) -> Reply:
    """The text is about another currency than the book."""
    return Reply(
        N_("This book is kept in %(currency)s, so I booked nothing from that text."),
        {"currency": currency},
    )


def fee_only() -> Reply:
    """A withdrawal: the money stays the owner's, the fee does not."""
    return Reply(N_("You took out your own money: only the fee is an expense."))


def what_received(text: Forwarded, debtor: Customer | None, currency: str) -> Reply:
    """Money came in: what for."""
    params = _claimed(text, currency)
    if debtor is None:
        return Reply(
            N_("%(claim)s What is it (1 A sale, 2 Neither)?"),
            {"claim": Reply(N_("%(code)s claims %(amount)s came from %(name)s."), params)},
        )
    owed, amount = debtor.owes_us, text.amount or Decimal()
    params |= {"debtor": debtor.name, "owed": Money(owed, currency)}
    claim = Reply(N_("%(code)s claims %(amount)s came from %(name)s."), params)
    if amount > owed:
        params["rest"] = Money(amount - owed, currency)
        asked = N_(
            "%(claim)s What is it (1 %(debtor)s pays %(owed)s of debt and %(rest)s is a sale,"
            " 2 A sale, 3 Neither)?"
        )
    else:
        asked = N_(
            "%(claim)s What is it (1 %(debtor)s pays the debt of %(owed)s,"
            " 2 A sale, 3 Neither)?"
        )
    return Reply(asked, {"claim": claim, **params})


def what_confirmed(text: Forwarded, debtor: Customer | None, currency: str, many: int) -> Reply:
    """The provider itself tells that money came in: what for. `many` may all be sales."""
    options = [*_debt_options(text, debtor, currency)]
    options += [Reply(N_("%(digit)s A new sale")), Reply(N_("%(digit)s Neither, or written"))]
    if many:
        options.append(Reply(N_("%(digit)s All %(many)s are new sales"), {"many": many}))
    numbered = [
        Reply(option.text, {**option.params, "digit": digit})
        for digit, option in enumerate(options, start=1)
    ]
    params = _claimed(text, currency)
    params |= {
        "provider": _provider(text.provider),
        "options": Several(tuple(numbered), joint=", "),
    }
    return Reply(
        N_("%(provider)s proves %(code)s: %(amount)s from %(name)s. What is it (%(options)s)?"),
        params,
    )


def _debt_options(text: Forwarded, debtor: Customer | None, currency: str) -> Sequence[Reply]:
    if debtor is None:
        return ()
    owed, amount = debtor.owes_us, text.amount or Decimal()
    params: dict[str, Param] = {"debtor": debtor.name, "owed": Money(owed, currency)}
    if amount <= owed:
        return [Reply(N_("%(digit)s %(debtor)s pays the debt of %(owed)s"), params)]
    params["rest"] = Money(amount - owed, currency)
    return [
        Reply(N_("%(digit)s %(debtor)s pays %(owed)s of debt and %(rest)s is a sale"), params)
    ]


def _provider(name: str) -> str:
    return PROVIDERS.get(name, name)


def what_paid(text: Forwarded, creditor: Customer | None, currency: str) -> Reply:
    """Money went out: what for."""
    params = _claimed(text, currency)
    claim = Reply(N_("%(code)s claims %(amount)s went to %(name)s."), params)
    if creditor is None:
        return Reply(
            N_("%(claim)s What is it (1 An expense, 2 Goods bought, 3 Private, 4 Other)?"),
            {"claim": claim},
        )
    params |= {"creditor": creditor.name, "owed": Money(creditor.we_owe, currency)}
    return Reply(
        N_(
            "%(claim)s What is it (1 An expense, 2 Goods bought, 3 Private, 4 Other,"
            " 5 You pay %(creditor)s, whom you owe %(owed)s)?"
        ),
        {"claim": claim, **params},
    )


def left_alone(text: Forwarded) -> Reply:
    """It was none of what was offered."""
    return Reply(
        N_("All right, I booked nothing for %(code)s."), {"code": text.code or text.kind}
    )


def only_claimed() -> Reply:
    """Said beside every booking of a forwarded text."""
    return Reply(N_("The text claims it; your own balance proves it."))


def _claimed(text: Forwarded, currency: str) -> dict[str, Param]:
    unnamed = Reply(N_("somebody"))
    return {
        "code": text.code or "",
        "amount": Money(text.amount or Decimal(), currency),
        "name": text.party or unnamed,
    }
