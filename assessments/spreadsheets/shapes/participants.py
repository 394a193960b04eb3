"""Reads the rows of a table of participants, whichever shape it has."""

from dataclasses import dataclass

from assessments.spreadsheets.cells import (
    SHIFTED,
    Spot,
    check_total,
    is_absent,
    obvious_score,
    read_code,
    read_mark,
    read_score,
)
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.binding import Bound
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.records import Participant, ReadProtocol, SchoolMention
from assessments.spreadsheets.shapes.tables import Table
from assessments.spreadsheets.shapes.words import (
    GROUP_ROW,
    class_letter,
    login_figures,
    school_of,
    shown_whole,
)
from assessments.spreadsheets.spec import MARKS, FormItem, Score
from assessments.spreadsheets.workbook import Cell, Row

MAX_VARIANT = 99
SEX = {"м", "ж", "д", "муж", "жен"}
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
        self.column = table.columns.get
        self.found = ReadProtocol()
        self.group = setting.school
        self.met: dict[tuple[str, str], tuple[int, tuple[Cell, ...]]] = {}
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
        if self.table.shape.many_schools and _names_group(row):
            self.group = school_of(next(cell for cell in row.cells if cell != ""))
            return True
        if all(_blank(row.cell(column)) for column in self.telling):
            return True
        code = row.cell(self.table.columns[Column.CODE])
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
            self._cell(row, column) for column in (Column.LOGIN, Column.SCHOOL, Column.SCHOOL_NAME)
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
        cell = self._cell(row, Column.CLASS)
        if cell not in self.letters:
            self.letters[cell] = class_letter(cell, self.grades)
        letter = self.letters[cell]
        if letter is None:
            spot = self._spot(row, Column.CLASS)
            reason = f"Это не класс {self.setting.grade} параллели."
            spot.fault(
                "bad_class", reason, f"Впишите класс, например {self.setting.grade}А. {SHIFTED}"
            )
        return letter

    def _class_by_ordinal(self, row: Row) -> str | None:
        if self.column(Column.ORDINAL) is None:
            return ""
        spot = self._spot(row, Column.ORDINAL)
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
        spot = self._spot(row, Column.CODE)
        code = read_code(spot)
        if code is None:
            return None
        cells = tuple(row.cell(column) for column in self.used)
        # One school may be named «sch…» and «edu…» in one file.
        owner = login_figures(school.login) or school.name
        first, before = self.met.setdefault((owner, code), (row.number, cells))
        if first == row.number:
            return code
        if before == cells:
            spot.mend("double_row", f"та же строка, что {first}: пропущена")
            return ""
        spot.fault(
            "double_code",
            f"Этот код уже есть в строке {first} с другими данными.",
            "Исправьте код или удалите лишнюю строку.",
        )
        return None

    def _is_untouched(self, row: Row) -> bool:
        """A code that was handed out and nothing after it: neither points nor an absence."""
        return _blank(self._cell(row, Column.VARIANT)) and all(
            _blank(row.cell(column)) for _, column in self.bound
        )

    def _fault_untouched(self, row: Row) -> None:
        self._spot(row, Column.VARIANT).fault(
            "untouched_row",
            "Строка не заполнена.",
            "Впишите вариант и баллы, или «отсутствовал», или удалите строку целиком.",
        )

    def _participant(
        self, row: Row, school: SchoolMention, code: str, letter: str | None
    ) -> Participant:
        variant_cell = self._cell(row, Column.VARIANT)
        absent = isinstance(variant_cell, str) and is_absent(self._spot(row, Column.VARIANT))
        if absent:
            self._check_absent(row)
        scores = () if absent else self._scores(row)
        total = None if absent else self._total(row, scores)
        return Participant(
            row=row.number,
            school=school,
            code=code,
            class_label=letter or "",
            variant=None if absent else self._variant(row),
            absent=absent,
            scores=() if None in scores else tuple(s for s in scores if s is not None),
            journal_mark=self._journal_mark(row, absent),
            total=total,
            stated_mark=self._stated_mark(row),
        )

    def _scores(self, row: Row) -> tuple[Score | None, ...]:
        return tuple(self._score(row, item, column) for item, column in self.bound)

    def _score(self, row: Row, item: FormItem, column: int) -> Score | None:
        score = obvious_score(row.cell(column), item)
        if score is not None:
            return score
        return read_score(self._spot_at(row, column), item)

    def _total(self, row: Row, scores: tuple[Score | None, ...]) -> int | None:
        if None in scores:
            return None
        computed = sum(score for score in scores if isinstance(score, int))
        if self.column(Column.TOTAL) is not None:
            cell = self._cell(row, Column.TOTAL)
            if cell != computed or isinstance(cell, bool):
                self._check_total(self._spot(row, Column.TOTAL), computed)
        return computed

    def _check_total(self, spot: Spot, computed: int) -> None:
        highest = sum(item.max_points for item, _ in self.bound)
        stated = spot.whole()
        if stated is not None and stated > highest:
            spot.fault(
                "total_over_max",
                f"Больше максимума работы: {highest} б. По заданиям выходит {computed}.",
                "Исправьте сумму или баллы за задания.",
            )
        else:
            check_total(spot, computed)

    def _variant(self, row: Row) -> int | None:
        """Variants are many in exports; a zero says that nobody noted which one it was."""
        if self.column(Column.VARIANT) is None:
            return None
        cell = self._cell(row, Column.VARIANT)
        spot = self._spot(row, Column.VARIANT)
        number = spot.whole()
        if number == 0 or (number is None and spot.is_blank):
            second = self._cell(row, Column.SECOND_VARIANT)
            if isinstance(second, float) and 1 <= second <= MAX_VARIANT:
                return int(second)
            spot.mend("no_variant", "вариант не указан")
            return None
        if number is not None and 1 <= number <= MAX_VARIANT:
            return number if not isinstance(cell, str) else spot.settle(number)
        spot.fault(
            "bad_variant",
            "Это не номер варианта.",
            f"Впишите вариант или «отсутствовал». {SHIFTED}",
        )
        return None

    def _journal_mark(self, row: Row, absent: bool) -> int | None:
        if self.column(Column.JOURNAL_MARK) is None:
            return None
        cell = self._cell(row, Column.JOURNAL_MARK)
        if isinstance(cell, float) and cell in MARKS:
            return int(cell)
        spot = self._spot(row, Column.JOURNAL_MARK)
        if absent and spot.is_blank:
            return None
        if spot.words in SEX:
            spot.fault(
                "shifted_row",
                "На месте отметки стоит пол участника.",
                "Строка сдвинута: верните значения в свои столбцы.",
            )
            return None
        return read_mark(spot)

    def _stated_mark(self, row: Row) -> int | None:
        cell = self._cell(row, Column.MARK)
        return int(cell) if isinstance(cell, float) and cell in MARKS else None

    def _check_absent(self, row: Row) -> None:
        """An absent participant has no points; a total of zero is only a formula."""
        spots = [self._spot_at(row, column) for _, column in self.bound]
        if self.column(Column.TOTAL) is not None and self._cell(row, Column.TOTAL) != 0:
            spots.append(self._spot(row, Column.TOTAL))
        for spot in spots:
            if not spot.is_blank:
                spot.fault(
                    "absent_with_scores",
                    "Участник отмечен как «отсутствовал», но в строке есть баллы.",
                    "Очистите баллы или исправьте вариант.",
                )

    def _check_merged(self, row: Row) -> None:
        for column in self.merged.get(row.number, ()):
            self.findings.fault(
                self.table.place(row.number, column),
                "merged_cells",
                "Объединённые клетки: значение осталось только в одной из них.",
                "Отмените объединение и заполните каждую клетку.",
            )

    def _cell(self, row: Row, column: Column) -> Cell:
        index = self.column(column)
        return "" if index is None else row.cell(index)

    def _spot(self, row: Row, column: Column) -> Spot:
        return self._spot_at(row, self.column(column, 0))

    def _spot_at(self, row: Row, index: int) -> Spot:
        return Spot(self.findings, self.table.place(row.number, index), row.cell(index))


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
