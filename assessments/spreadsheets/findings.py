"""What reading a form found: rows, small mends, and faults with their place and remedy."""

from dataclasses import dataclass, field
from typing import NamedTuple

from assessments.spreadsheets.headings import column_letter
from assessments.spreadsheets.spec import Score
from assessments.spreadsheets.workbook import Cell, CellDate, Row, Sheet

MAX_SHOWN = 40  # characters of a cell repeated to the reader


@dataclass(frozen=True)
class ParticipantRow:
    """One participant as checked.

    An absent participant has no variant, no scores and no total. `journal_mark` is None for
    «нет отметки»; of an absent participant also when the cell is empty.
    """

    row: int
    code: str
    variant: int | None
    absent: bool
    scores: list[Score]
    class_ordinal: int | None
    journal_mark: int | None
    total: int | None


class Place(NamedTuple):
    """Sorts by sheet, row, column; row 0 is the whole sheet, sheet "" the whole file."""

    sheet: str = ""
    row: int = 0
    column: int = -1
    heading: str = ""

    @property
    def letter(self) -> str:
        return column_letter(self.column) if self.column >= 0 else ""

    def __str__(self) -> str:
        parts = [f"лист «{self.sheet}»"] if self.sheet else ["файл"]
        parts += [f"строка {self.row}"] if self.row else []
        if self.letter:
            parts += [f"столбец {self.letter}" + (f" «{self.heading}»" if self.heading else "")]
        return ", ".join(parts)


@dataclass(frozen=True)
class Fault:
    """A reason not to take the form. `code` is stable; the words are for people."""

    place: Place
    code: str
    value: str
    reason: str
    remedy: str

    @property
    def sheet(self) -> str:
        return self.place.sheet

    @property
    def row(self) -> int:
        return self.place.row

    @property
    def column(self) -> str:
        return self.place.letter

    @property
    def heading(self) -> str:
        return self.place.heading


@dataclass(frozen=True)
class Mend:
    """Something put right without asking; shown, so that nobody is surprised."""

    place: Place
    code: str
    value: str
    became: str


@dataclass(frozen=True)
class ReadResults:
    """Save `accepted` only when `refused` is empty: a form is taken whole or not at all."""

    accepted: list[ParticipantRow] = field(default_factory=list)
    mended: list[Mend] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)

    @property
    def can_be_saved(self) -> bool:
        return bool(self.accepted) and not self.refused


class Findings:
    """Gathers mends and faults while a form is read."""

    def __init__(self) -> None:
        self.mended: list[Mend] = []
        self.refused: list[Fault] = []

    def fault(
        self, place: Place, code: str, reason: str, remedy: str, value: Cell | None = None
    ) -> None:
        self.refused.append(Fault(place, code, shown(value), reason, remedy))

    def mend(self, place: Place, code: str, became: str, value: Cell | None = None) -> None:
        self.mended.append(Mend(place, code, shown(value), became))

    def results(self, accepted: list[ParticipantRow]) -> ReadResults:
        return ReadResults(
            accepted=accepted,
            mended=sorted(self.mended, key=lambda mend: mend.place),
            refused=sorted(self.refused, key=lambda fault: fault.place),
        )


def note_hidden_row(findings: Findings, sheet: Sheet, row: int) -> None:
    """A row nobody sees may be one that nobody meant."""
    if row in sheet.hidden_rows:
        findings.mend(Place(sheet.name, row), "hidden_row", "строка скрыта, она тоже прочитана")


def note_hidden_columns(findings: Findings, sheet: Sheet, heading: Row, used: set[int]) -> None:
    for column in sorted(used):
        if sheet.hides_column(column):
            place = Place(sheet.name, heading.number, column, shown(heading.cell(column)))
            findings.mend(place, "hidden_column", "столбец скрыт, он тоже прочитан")


def shown(value: Cell | None) -> str:
    """A cell as a person typed it, cut to one line."""
    if value is None:
        return ""
    if isinstance(value, CellDate):
        return value.text
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float | int):
        whole = float(value).is_integer()
        return (str(int(value)) if whole else str(value).replace(".", ","))[:MAX_SHOWN]
    return value[:MAX_SHOWN]
