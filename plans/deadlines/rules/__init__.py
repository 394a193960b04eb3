"""The rules of the grammar, in the order they are tried.

What one rule has taken, later ones do not see. To teach the reader a new wording, write one rule
in the module it belongs to and one test in `tests/plans/deadlines/`.
"""

from typing import Final

from plans.deadlines.rules import (
    days,
    ends,
    months,
    no_dates,
    ranges,
    recurring,
    references,
    throughout,
)
from plans.deadlines.rules.book import Rule

RULES: Final[tuple[Rule, ...]] = (
    *no_dates.book.rules,
    *recurring.book.rules,
    *ends.book.rules,
    *references.book.rules,
    *throughout.book.rules,
    *ranges.book.rules,
    *days.book.rules,
    *months.book.rules,
)
