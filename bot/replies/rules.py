"""What Karani says about the rules of a shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reply import N_, Money, Param, Reply, Several
from bot.rules import CLINIC, FAILURES, FOLLOWUP, REMINDER, STOCK, SUMMARY, Rule, Wanted

SENTENCES: Mapping[str, str] = {
    "large_sale": N_("When somebody else records a sale above %(limit)s, I ask you"),
    "large_expense": N_("When somebody else records an expense above %(limit)s, I ask you"),
    "large_purchase": N_("When somebody else records goods bought above %(limit)s, I ask you"),
    "large_drawing": N_("When somebody else takes out more than %(limit)s, I ask you"),
    "large_debt": N_("When somebody else gives credit above %(limit)s, I ask you"),
    SUMMARY: N_("Every day at %(clock)s I send you the day's summary"),
    STOCK: N_("When an item runs low, I tell you"),
    REMINDER: N_(
        "A day and two hours before an appointment I remind the customer; whom I cannot reach,"
        " I name to you"
    ),
    CLINIC: N_(
        "A day before an appointment I remind the patient, without a word about what it is for"
    ),
    FOLLOWUP: N_(
        "Half an hour after an appointment begins I ask whether the customer came, and write"
        " politely to one who did not"
    ),
    FAILURES: N_("When a message of mine cannot be delivered, I tell you"),
}


def restated(wanted: Wanted, currency: str) -> Reply:
    """The rule in one sentence, before it counts."""
    return Reply(N_("%(rule)s. Shall I (1 Yes, 2 No)?"), {"rule": _sentence(wanted, currency)})


def agreed(number: int) -> Reply:
    """It is on."""
    return Reply(
        N_("Good, rule %(number)s. RULES shows them all, PAUSE RULE %(number)s stops it."),
        {"number": str(number)},
    )


def left() -> Reply:
    """It was not wanted after all."""
    return Reply(N_("All right, I made no rule."))


def listed(rules: Sequence[Rule], currency: str) -> Reply:
    """All of them, by number."""
    if not rules:
        return Reply(
            N_(
                "You have no rules yet. Write for example: ask me when a sale is above 10,000,"
                " or: send me a summary every evening at 8."
            )
        )
    lines = [_line(number, rule, currency) for number, rule in enumerate(rules, start=1)]
    return Reply(
        N_("%(rules)s\nPAUSE RULE 1 stops the first, RESUME RULE 1 lets it go on."),
        {"rules": Several(tuple(lines), "\n")},
    )


def paused(number: int) -> Reply:
    """It begins nothing new."""
    return Reply(
        N_("Rule %(number)s is paused. RESUME RULE %(number)s lets it go on."),
        {"number": str(number)},
    )


def resumed(number: int) -> Reply:
    """It is on again."""
    return Reply(N_("Rule %(number)s is on."), {"number": str(number)})


def no_such(number: int) -> Reply:
    """A number that no rule has."""
    return Reply(
        N_("You have no rule %(number)s. RULES shows them all."), {"number": str(number)}
    )


def which() -> Reply:
    """A rule is to be stopped or started, but which."""
    return Reply(N_("Which rule? Say its number, for example: PAUSE RULE 1."))


def has_it(number: int) -> Reply:
    """The same rule once more."""
    return Reply(
        N_("That is your rule %(number)s already, and it is on."), {"number": str(number)}
    )


def only_owner() -> Reply:
    """Somebody else tries to make a rule."""
    return Reply(N_("Only the owner makes the shop's rules."))


def not_known() -> Reply:
    """A wish that no rule of ours fulfils."""
    return Reply(
        N_(
            "I cannot make that rule yet. I can ask you when a sale, an expense or a debt is"
            " above an amount, send a summary every evening, and tell you when stock is low."
        )
    )


def ask_limit() -> Reply:
    """Above what."""
    return Reply(
        N_(
            "Above which amount shall I ask you? Write for example: ask me when a sale is above"
            " 10,000."
        )
    )


def _line(number: int, rule: Rule, currency: str) -> Reply:
    said = Reply("%(name)s", {"name": rule.name})
    if rule.starter in SENTENCES:
        said = _sentence(Wanted(str(rule.starter), rule.values), currency)
    values: dict[str, Param] = {"number": str(number), "rule": said}
    if rule.is_on:
        return Reply(N_("%(number)s. %(rule)s."), values)
    return Reply(N_("%(number)s. %(rule)s (paused)."), values)


def _sentence(wanted: Wanted, currency: str) -> Reply:
    values: dict[str, Param] = {}
    if wanted.limit is not None:
        values["limit"] = Money(wanted.limit, currency)
    if wanted.at is not None:
        values["clock"] = wanted.at
    return Reply(SENTENCES[wanted.starter], values)
