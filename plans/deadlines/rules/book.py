"""How a rule of the grammar is written: a pattern, the words it needs, a small function.

A rule gets a match and answers with what it means: readings or drafts of readings, in their order.
An empty answer takes the words away from later rules without reading them; None leaves them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from plans.deadlines.drafts import Draft, Term
from plans.deadlines.readings import UNKNOWN, Reading

# What stands for letters that are spoken for: passed over, and read.
PASSED: Final = "\x01"
READ: Final = "\0"

# Whom a reading belongs with when neighbours are looked at (see `plans.deadlines.neighbours`).
Role = Literal["", "span", "recurring", "yearly", "times"]


@dataclass(frozen=True)
class Sense:
    """One meaning; `times` is how many dates «два раза в год» waits for.

    `lasts` says that a `within` names a stretch of time that a recurrence beside it may fill.
    """

    meaning: Reading | Draft
    role: Role = ""
    times: int = 0
    lasts: bool = False
    is_listed: bool = False


Meaning = Sequence[Sense | Reading | Draft] | Sense | Reading | Draft | None
Build = Callable[[re.Match[str], Term], Meaning]


@dataclass(frozen=True)
class Rule:
    """A text has one of `needs`, one of `and_needs` and, with `digits`, a digit.

    They save time only; without them every pattern would be tried on every text.
    """

    name: str
    pattern: re.Pattern[str]
    build: Build
    needs: tuple[str, ...] = ()
    and_needs: tuple[str, ...] = ()
    digits: bool = False


@dataclass
class RuleBook:
    """The rules of one module, in the order they are tried."""

    rules: list[Rule] = field(default_factory=list)

    def rule(
        self,
        pattern: str,
        *,
        needs: tuple[str, ...] = (),
        and_needs: tuple[str, ...] = (),
        digits: bool = False,
    ) -> Callable[[Build], Build]:
        """Register a function as the rule of a pattern; its docstring shows the wordings."""

        def register(build: Build) -> Build:
            made = Rule(build.__name__, re.compile(pattern), build, needs, and_needs, digits)
            self.rules.append(made)
            return build

        return register


def not_read(_match: re.Match[str], _term: Term) -> Meaning:
    return ()


def asks(_match: re.Match[str], _term: Term) -> Meaning:
    """Words of a deadline that no reading can hold: a person is asked."""
    return UNKNOWN
