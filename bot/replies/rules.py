"""What Karani says about the rules of a shop."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.replies.rule_sentences import SENTENCES, sentence
from bot.reply import N_, Param, Reply, Several
from bot.rules import Rule, Wanted

FEW = 3
"""Behind a longer list there is no room to say what can be done."""


def restated(wanted: Wanted, currency: str) -> Reply:
    """The rule in one sentence, before it counts."""
    return Reply(N_("%(rule)s. Shall I (1 Yes, 2 No)?"), {"rule": sentence(wanted, currency)})


def instead(number: int, old: Rule, wanted: Wanted, currency: str) -> Reply:
    """There is such a rule with other values."""
    return Reply(
        N_("Rule %(number)s is: %(old)s. Shall I change it to: %(rule)s (1 Yes, 2 No)?"),
        {
            "number": str(number),
            "old": said(old, currency),
            "rule": sentence(wanted, currency),
        },
    )


def warned(item: str, threshold: Decimal) -> Reply:
    """To be told of one item, before it counts."""
    return Reply(
        N_("When %(item)s is down to %(quantity)s, I tell you. Shall I (1 Yes, 2 No)?"),
        {"item": item, "quantity": threshold},
    )


def ask_threshold(item: str) -> Reply:
    """To be told of one item, but when."""
    return Reply(N_("At what stock of %(item)s shall I tell you?"), {"item": item})


def ask_pause(number: int, rule: Rule, currency: str) -> Reply:
    """Somebody does not want to be asked any more."""
    return Reply(
        N_("Rule %(number)s is: %(rule)s. Shall I pause it (1 Yes, 2 No)?"),
        {"number": str(number), "rule": said(rule, currency)},
    )


def ask_end(number: int, rule: Rule, currency: str) -> Reply:
    """A rule that has ended does not come back by itself."""
    return Reply(
        N_("Rule %(number)s is: %(rule)s. Shall I end it for good (1 Yes, 2 No)?"),
        {"number": str(number), "rule": said(rule, currency)},
    )


def ask_end_all(count: int) -> Reply:
    """All rules at once."""
    return Reply(
        N_("Shall I end all your rules for good, %(number)s of them (1 Yes, 2 No)?"),
        {"number": str(count)},
    )


def let_go() -> Reply:
    """The question was passed over again and again."""
    return Reply(N_("I leave your rules as they are. Write again when you want one."))


def ended(number: int) -> Reply:
    """It is none of the rules any more."""
    return Reply(
        N_("Rule %(number)s has ended. The others may have new numbers: RULES shows them."),
        {"number": str(number)},
    )


def all_ended() -> Reply:
    """None is left."""
    return Reply(N_("All your rules have ended."))


def all_paused() -> Reply:
    """None begins anything new."""
    return Reply(N_("All your rules are paused. RESUME ALL RULES lets them go on."))


def all_resumed() -> Reply:
    """All are on again."""
    return Reply(N_("All your rules are on."))


def stays(number: int) -> Reply:
    """It was not to be changed after all."""
    return Reply(N_("All right, rule %(number)s stays as it is."), {"number": str(number)})


def all_stay() -> Reply:
    """They were not to be ended after all."""
    return Reply(N_("All right, your rules stay as they are."))


def none_like_it() -> Reply:
    """No rule does what should stop."""
    return Reply(N_("No rule of yours does that. RULES shows those that you have."))


def has_no_value(number: int) -> Reply:
    """There is nothing in it that could be another amount or hour."""
    return Reply(
        N_("Rule %(number)s has no amount or hour to change. PAUSE RULE %(number)s stops it."),
        {"number": str(number)},
    )


def ask_hour(number: int) -> Reply:
    """A summary is to come at another hour."""
    return Reply(
        N_("At what time shall rule %(number)s come (for example 20:00)?"),
        {"number": str(number)},
    )


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
    if len(lines) > FEW:
        return Reply("%(rules)s", {"rules": Several(tuple(lines), "\n")})
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
            "Tell me the rule in one sentence. I can ask you when a sale, an expense or a debt"
            " is above an amount, send summaries and reminders every day, week or month, and"
            " tell you when stock is low or a message does not arrive."
        )
    )


def ask_limit() -> Reply:
    """Above what."""
    return Reply(N_("Above which amount shall I ask you (for example 10000)?"))


def ask_errand() -> Reply:
    """A reminder of what."""
    return Reply(
        N_("Remind you of what? Write for example: remind me every Friday to pay the rent.")
    )


def said(rule: Rule, currency: str) -> Reply:
    """What a rule does; one that was written elsewhere is told by its name."""
    if rule.starter in SENTENCES:
        return sentence(Wanted(str(rule.starter), rule.values), currency)
    return Reply("%(name)s", {"name": rule.name})


def _line(number: int, rule: Rule, currency: str) -> Reply:
    values: dict[str, Param] = {"number": str(number), "rule": said(rule, currency)}
    if rule.is_on:
        return Reply(N_("%(number)s. %(rule)s."), values)
    return Reply(N_("%(number)s. %(rule)s (paused)."), values)
