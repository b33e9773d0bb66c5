"""One clause of a message, with what its line and heading decided for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.nlu.amounts import Figure
from bot.nlu.clauses import Bounds
from bot.nlu.dates import Day
from bot.nlu.message import Message
from bot.nlu.senses import Role
from bot.nlu.understanding import Act, Intent

LONGEST_HEADING = 5
HEADINGS = (
    (Role.SALES, Intent.RECORD_SALE),
    (Role.EXPENSES, Intent.RECORD_EXPENSE),
    (Role.PURCHASES, Intent.RECORD_PURCHASE),
    (Role.STOCK, Intent.STOCK_COUNT),
    (Role.OWED, Intent.RECORD_DEBT),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier lines decided for a clause that has no verb of its own."""

    heading: Intent | None = None
    date: date | None = None
    doer: str | None = None
    """Who did what the clause before it on the same line tells."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `[start:end]` of a message, inside the line `[line]`."""

    message: Message
    bounds: Bounds
    line: Bounds
    context: Context
    number: int | None = None
    """The number of its line, in messages of several."""
    asked: bool = False
    """Whether its line is a question."""

    @property
    def whole(self) -> bool:
        """Tell whether the clause is the whole message."""
        return self.bounds == (0, len(self.message.tokens))

    def has(self, role: Role) -> bool:
        """Tell whether any word of the clause may play `role`."""
        return any(self.message.tokens[place].has(role) for place in range(*self.bounds))

    def roles(self) -> frozenset[Role]:
        """All roles its words may play."""
        tokens = self.message.tokens
        return frozenset(
            role for place in range(*self.bounds) for role in tokens[place].sense.roles
        )

    def roles_of(self, name: str | None) -> frozenset[Role]:
        """What a name may be when it is no name: `a customer paid`."""
        return self.message.lexicons.look_up((name or "").casefold()).roles

    def figures(self) -> list[Figure]:
        """Its figures; slang in front of a written sum names the thing (mbao 3 kwa 600)."""
        inside = self.message.figures_in(self.bounds)
        last = max((figure.start for figure in inside if figure.digits), default=-1)
        return [each for each in inside if not self._is_slang(each) or each.start > last]

    def _is_slang(self, figure: Figure) -> bool:
        number = self.message.tokens[figure.start].sense.number
        return (
            number is not None and number.country is not None and figure.end == figure.start + 1
        )

    def day(self) -> Day | None:
        """The first day said in the clause, else in its line."""
        return self.message.day_in(self.bounds) or self.message.day_in(self.line)

    def words(self) -> int:
        """How many words it has."""
        return sum(self.message.tokens[place].kind == "word" for place in range(*self.bounds))

    def word(self, place: int | None) -> str | None:
        """The word at `place`, as typed."""
        return self.message.tokens[place].text if place is not None else None

    def heading(self) -> Intent | None:
        """The drawer that one of its nouns opens: sales, expenses, purchases, stock, debts."""
        roles = self.roles()
        found = next((intent for role, intent in HEADINGS if role in roles), None)
        if found is Intent.STOCK_COUNT and Role.COST in roles:
            return None  # "kodi ya stoo 4000" counts nothing.
        if found is None and Role.DEBT in roles and self.words() == 1 and not self.whole:
            return Intent.RECORD_DEBT  # "Deni: Juma 500"
        return found

    def is_heading(self) -> bool:
        """Tell whether it only opens a drawer for what follows."""
        return not self.figures() and self.words() <= LONGEST_HEADING and not self.whole


@dataclass(frozen=True, slots=True)
class Reading:
    """One clause read: an act, the question it leaves, a heading, a total, or nothing."""

    act: Act | None = None
    question: str | None = None
    heading: Intent | None = None
    date: date | None = None
    is_total: bool = False
    blocked: bool = False
    doer: str | None = None
    because: str | None = None
