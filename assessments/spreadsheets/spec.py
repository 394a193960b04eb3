"""Which form of which session: what the maker writes and the reader compares with."""

from dataclasses import dataclass
from enum import StrEnum


class Unscored(StrEnum):
    """What stands in the place of a score and is not a number. The two are never merged."""

    NOT_ATTEMPTED = "X"
    NOT_TAUGHT = "не пройд."


Score = int | Unscored

ABSENT = "отсутствовал"  # stands in the column of the variant
NO_MARK = "нет отметки"  # stands in the column of the journal mark
MARKS = (5, 4, 3, 2)
MAX_ORDINAL = 50  # of classes in a parallel, as in the official form
MAX_ROWS = 1500  # of participants, as in the official form


@dataclass(frozen=True)
class FormItem:
    """One scored point of a work: «4К1» of at most 3 points."""

    code: str
    max_points: int

    @property
    def heading(self) -> str:
        return f"{self.code} ({self.max_points}б)"


@dataclass(frozen=True)
class FormSpec:
    """One form: a work sat by one session of one school.

    `class_labels` are the classes of the parallel in the order of their ordinals («5А» is 1, «5Б»
    is 2); empty means that any ordinal from 1 to 50 may be entered. `own_ordinal` is the class
    of the session: participants of another class have no place in its form.
    """

    work_title: str
    year: int
    subject: str
    grade: int
    items: tuple[FormItem, ...]
    school_name: str
    school_login: str
    session_id: int
    variants: tuple[int, ...] = (1, 2)
    class_labels: tuple[str, ...] = ()
    own_ordinal: int | None = None

    @property
    def max_score(self) -> int:
        return sum(item.max_points for item in self.items)

    @property
    def ordinals(self) -> range:
        return range(1, (len(self.class_labels) or MAX_ORDINAL) + 1)
