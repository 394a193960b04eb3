"""Reads the rows of a table of participants, whichever shape it has."""

from dataclasses import dataclass

from assessments.spreadsheets.cells import SHIFTED, is_absent, read_code
from assessments.spreadsheets.findings import Findings, Place, note_hidden_row
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.binding import Bound
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.records import Participant, ReadProtocol, SchoolMention
from assessments.spreadsheets.shapes.row_cells import RowCells
from assessments.spreadsheets.shapes.tables import Table
from assessments.spreadsheets.shapes.words import (
    GROUP_ROW,
    class_letter,
    login_figures,
    school_of,
    shown_whole,
)
from assessments.spreadsheets.workbook import Cell, Row

NOBODY = SchoolMention("", "")


@dataclass(frozen=True)
class Setting:
    """What the file itself does not say: whose it is, and its classes by ordinal."""

    school: SchoolMention = NOBODY
    classes: tuple[str, ...] = ()  # letters in the order of ordinals
    grade: int = 0


def read_participants(
    table: Table, bound: Bound, setting: Setting, findings: Findings
) -> ReadProtocol:
    """All sound rows; faults and mends go to the findings."""
    reader = _Reader(table, bound, setting, findings)
    for row in table.rows():
        reader.read(row)
    if not reader.found.participants and not findings.refused:
        findings.fault(
            Place(table.sheet.name),
            "no_rows",
            "В таблице нет ни одного участника.",
            "Проверьте, тот ли файл выбран, и загрузите его снова.",
        )
    return reader.found


class _Reader:
    """Goes from row to row and remembers the school of the group and the codes already met."""

    def __init__(self, table: Table, bound: Bound, setting: Setting, findings: Findings) -> None:
        self.table, self.bound, self.setting, self.findings = table, bound, setting, findings
        self.cells = RowCells(table, bound, findings)
        self.column = table.columns.get
        self.found = ReadProtocol()
        self.group = setting.school
        self.met: dict[tuple[str, str], Row] = {}
        total = self.column(Column.TOTAL)
        self.used = sorted({*table.columns.values(), *(column for _, column in bound)})
        self.telling = [column for column in self.used if column != total]
        self.merged = _merged_rows(table)
        self.mentions: dict[tuple[Cell, Cell, Cell], SchoolMention] = {}
        grade = setting.grade
        self.grades = frozenset({grade, grade + table.shape.grade_lag})
        self.letters: dict[Cell, str | None] = {}

    def read(self, row: Row) -> None:
        if self._is_passed_over(row):
            return
        faults_before = len(self.findings.refused)
        school = self._school(row)
        letter = self._class(row)
        code = self._code(row, school)
        if code == "":
            return
        note_hidden_row(self.findings, self.table.sheet, row.number)
        self._check_merged(row)
        if self._is_untouched(row):
            self._fault_untouched(row)
            self.found.spoilt.add((school, letter))
            return
        participant = self._participant(row, school, code or "", letter)
        if len(self.findings.refused) == faults_before:
            self.found.participants.append(participant)
        else:
            self.found.spoilt.add((school, letter))

    def _is_passed_over(self, row: Row) -> bool:
        """Empty rows, rows that only name a school, headings printed again on the next page."""
        code = row.cell(self.table.columns[Column.CODE])
        if isinstance(code, str) and code.isdecimal():
            return False
        if self.table.shape.many_schools and _names_group(row):
            self.group = school_of(next(cell for cell in row.cells if cell != ""))
            return True
        if all(_blank(row.cell(column)) for column in self.telling):
            return True
        heading = self.table.heading.cell(self.table.columns[Column.CODE])
        if isinstance(code, str) and not code.isdecimal() and plain(code) == plain(str(heading)):
            place = Place(self.table.sheet.name, row.number)
            self.findings.mend(place, "repeated_headings", "повтор заголовков пропущен")
            return True
        return False

    def _school(self, row: Row) -> SchoolMention:
        if not self.table.shape.many_schools:
            return self.setting.school
        login, school, name = (
            self.cells.cell(row, column)
            for column in (Column.LOGIN, Column.SCHOOL, Column.SCHOOL_NAME)
        )
        key = (login, school, name)
        known = self.mentions.get(key)
        if known is None:
            known = self._mention(row, *key)
            self.mentions[key] = known
        if known == NOBODY and self.group == NOBODY:
            column = self.column(Column.SCHOOL, self.column(Column.LOGIN, 0))
            place = self.table.place(row.number, column or 0)
            self.findings.fault(
                place, "no_school", "Не указана школа.", "Впишите логин школы, например edu990001."
            )
        return known if known != NOBODY else self.group

    def _mention(self, row: Row, login: Cell, school: Cell, name: Cell) -> SchoolMention:
        """One school may be named in up to three columns: the login of any and the best name."""
        parts = [school_of(cell) for cell in (school, login) if not _blank(cell)]
        logins = [part.login for part in parts if part.login]
        names = [shown_whole(name), *(part.name for part in parts if part.name)]
        mention = SchoolMention(
            logins[0] if logins else "", next((each for each in names if each), "")
        )
        column = self.column(Column.SCHOOL, self.column(Column.LOGIN, 0)) or 0
        place = self.table.place(row.number, column)
        self.found.places.setdefault(mention, place)
        written = shown_whole(row.cell(column))
        if mention.login and mention.login not in written.casefold():
            self.findings.mend(place, "lookalikes", f"логин {mention.login}", row.cell(column))
        return mention

    def _class(self, row: Row) -> str | None:
        """The letter of the class; None with a fault where it cannot be known."""
        if self.column(Column.CLASS) is None:
            return self._class_by_ordinal(row)
        cell = self.cells.cell(row, Column.CLASS)
        if cell not in self.letters:
            self.letters[cell] = class_letter(cell, self.grades)
        letter = self.letters[cell]
        if letter is None:
            spot = self.cells.spot(row, Column.CLASS)
            reason = f"Это не класс {self.setting.grade} параллели."
            spot.fault(
                "bad_class", reason, f"Впишите класс, например {self.setting.grade}А. {SHIFTED}"
            )
        return letter

    def _class_by_ordinal(self, row: Row) -> str | None:
        if self.column(Column.ORDINAL) is None:
            return ""
        spot = self.cells.spot(row, Column.ORDINAL)
        number, letters = spot.whole(), self.setting.classes
        if number is not None and 1 <= number <= max(len(letters), 1):
            return letters[number - 1] if letters else ""
        if spot.is_blank and len(letters) <= 1:
            return letters[0] if letters else ""
        spot.fault(
            "bad_ordinal",
            "Такого номера класса нет.",
            f"Впишите число от 1 до {max(len(letters), 1)}: классы по порядку. {SHIFTED}",
        )
        return None

    def _code(self, row: Row, school: SchoolMention) -> str | None:
        """The code; None with a fault, and "" for a row that repeats another cell by cell."""
        code = self._plain_code(row) or read_code(self.cells.spot(row, Column.CODE))
        if code is None:
            return None
        # One school may be named «sch…» and «edu…» in one file.
        owner = login_figures(school.login) or school.name
        first = self.met.setdefault((owner, code), row)
        if first is row:
            return code
        spot = self.cells.spot(row, Column.CODE)
        if all(row.cell(column) == first.cell(column) for column in self.used):
            spot.mend("double_row", f"та же строка, что {first.number}: пропущена")
            return ""
        spot.fault(
            "double_code",
            f"Этот код уже есть в строке {first.number} с другими данными.",
            "Исправьте код или удалите лишнюю строку.",
        )
        return None

    def _plain_code(self, row: Row) -> str:
        """A code of figures, as nearly all are; "" for one to be looked at."""
        cell = self.cells.cell(row, Column.CODE)
        is_plain = isinstance(cell, str) and cell.isdecimal() and cell.isascii() and len(cell) < 20
        return str(cell) if is_plain else ""

    def _is_untouched(self, row: Row) -> bool:
        """A code that was handed out and nothing after it: neither points nor an absence."""
        return _blank(self.cells.cell(row, Column.VARIANT)) and all(
            _blank(row.cell(column)) for _, column in self.bound
        )

    def _fault_untouched(self, row: Row) -> None:
        self.cells.spot(row, Column.VARIANT).fault(
            "untouched_row",
            "Строка не заполнена.",
            "Впишите вариант и баллы, или «отсутствовал», или удалите строку целиком.",
        )

    def _participant(
        self, row: Row, school: SchoolMention, code: str, letter: str | None
    ) -> Participant:
        variant_cell = self.cells.cell(row, Column.VARIANT)
        absent = isinstance(variant_cell, str) and is_absent(self.cells.spot(row, Column.VARIANT))
        if absent:
            self.cells.check_absent(row)
        scores = () if absent else self.cells.scores(row)
        total = None if absent else self.cells.total(row, scores)
        return Participant(
            row=row.number,
            school=school,
            code=code,
            class_label=letter or "",
            variant=None if absent else self.cells.variant(row),
            absent=absent,
            scores=() if None in scores else tuple(s for s in scores if s is not None),
            journal_mark=self.cells.journal_mark(row, absent),
            total=total,
            stated_mark=self.cells.stated_mark(row),
        )

    def _check_merged(self, row: Row) -> None:
        for column in self.merged.get(row.number, ()):
            self.findings.fault(
                self.table.place(row.number, column),
                "merged_cells",
                "Объединённые клетки: значение осталось только в одной из них.",
                "Отмените объединение и заполните каждую клетку.",
            )


def _names_group(row: Row) -> bool:
    """«Школа(edu990001) | Кол-во участников: 89», or the school alone over merged cells."""
    filled = [cell for cell in row.cells if cell != ""]
    if any(isinstance(cell, str) and GROUP_ROW.search(cell) for cell in filled):
        return True
    return len(filled) == 1 and bool(school_of(filled[0]).login)


def _merged_rows(table: Table) -> dict[int, list[int]]:
    """Row number → the left column of each merged range that reaches a column that is read."""
    used = {*table.columns.values(), *table.items}
    found: dict[int, list[int]] = {}
    last = table.sheet.rows[-1].number
    for (top, left), (bottom, right) in table.sheet.merged:
        if bottom + 1 <= table.heading.number or not used & set(range(left, right + 1)):
            continue
        for number in range(max(top + 1, table.heading.number + 1), min(bottom + 1, last) + 1):
            found.setdefault(number, []).append(left)
    return found


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
