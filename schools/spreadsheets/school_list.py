"""A list of schools: the heading is found, each row is read, every fault is named."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from accounts.files.errors import FileRefused
from schools.models import School
from schools.rules import LOGIN, LOGIN_REMEDY
from schools.spreadsheets.tables import Row, Sheet, read_tables

COLUMNS = ("login", "name", "short_name", "kind", "address", "municipality")
CAPTIONS = {
    "login": ("логин", "логин фис око", "логин оо", "логин школы"),
    "name": ("название", "полное название", "наименование", "наименование оо", "название оо"),
    "short_name": ("краткое название", "краткое наименование", "сокращённое название"),
    "kind": ("вид", "вид оо", "тип"),
    "address": ("адрес",),
    "municipality": ("муниципалитет", "муниципальное образование", "город", "район"),
}
MAX_LENGTHS = {
    field.name: field.max_length
    for field in School._meta.concrete_fields
    if field.name in ("name", "short_name", "address", "municipality") and field.max_length
}
MAX_SCHOOLS = 5_000
HEADING_WITHIN = 20  # filled rows from the top
# What our own export puts before a value that Excel would take for a formula.
ESCAPED = re.compile(r"^'(?=[=+\-@])")


class Fault(NamedTuple):
    """One thing to mend: where it is, what stands there, what is wrong, what to do."""

    sheet: str
    row: int | None
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        named = (("лист", f"«{self.sheet}»" if self.sheet else ""), ("строка", self.row))
        place = [f"{word} {value}" for word, value in named if value]
        place += [f"столбец «{self.column}»"] if self.column else []
        value = f" («{self.value}»)" if self.value else ""
        return f"{', '.join(place) or 'файл'}: {self.problem}{value}. {self.remedy}"


class SchoolRow(NamedTuple):
    """One school as the file tells it. A column that is absent or empty is not in `values`."""

    sheet: str
    row: int
    values: dict[str, str]


class SchoolList(NamedTuple):
    rows: list[SchoolRow]
    faults: list[Fault]
    ignored_columns: list[str]


class _Heading(NamedTuple):
    columns: dict[str, int]  # a column of ours -> its place in the row
    captions: dict[str, str]  # a column of ours -> its caption as written
    ignored: list[str]


def read_school_list(data: bytes) -> SchoolList:
    """Read an XLSX or CSV file; all of its faults at once."""
    try:
        sheets = read_tables(data)
    except FileRefused as refusal:
        return _unread("Файл не прочитан", refusal.message)
    for sheet in sheets:
        for position, row in enumerate(sheet.rows[:HEADING_WITHIN]):
            heading = _heading(row)
            if heading:
                return _read_rows(sheet, sheet.rows[position + 1 :], heading)
    return _unread(
        "Не найдена строка с названиями столбцов",
        "Первой строкой напишите login, name и, если нужно, short_name, kind, address, "
        "municipality. Можно по-русски: «логин», «название».",
    )


def _unread(problem: str, remedy: str) -> SchoolList:
    return SchoolList([], [Fault("", None, "", "", problem, remedy)], [])


def _heading(row: Row) -> _Heading | None:
    """The row that names both the login and the name; the first of two equal captions counts."""
    columns: dict[str, int] = {}
    captions: dict[str, str] = {}
    ignored: list[str] = []
    for place, cell in enumerate(row.cells):
        caption = _clean(cell)
        column = _column(caption)
        if column and column not in columns:
            columns[column], captions[column] = place, caption
        elif caption:
            ignored.append(caption)
    return _Heading(columns, captions, ignored) if {"login", "name"} <= columns.keys() else None


def _column(caption: str) -> str | None:
    plain = _plain(caption)
    for column in COLUMNS:
        if plain == column or plain in map(_plain, CAPTIONS[column]):
            return column
    return None


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е").rstrip(" *:")


def _clean(cell: str) -> str:
    """One line without control characters; what our export escaped is itself again."""
    line = " ".join(cell.split())
    return ESCAPED.sub("", "".join(char for char in line if char.isprintable()))


def _read_rows(sheet: Sheet, rows: list[Row], heading: _Heading) -> SchoolList:
    found = SchoolList([], [], heading.ignored)
    if not rows:
        return _unread("Под названиями столбцов нет ни одной школы", "Заполните список.")
    if len(rows) > MAX_SCHOOLS:
        return _unread(f"В списке больше {MAX_SCHOOLS} школ", "Разделите его на части.")
    first_rows: dict[str, int] = {}
    for row in rows:
        values = _values(row, heading)
        login = values.get("login", "").casefold()
        problems = [*_problems_of_login(login, first_rows.get(login)), *_problems(values)]
        found.faults.extend(
            Fault(sheet.name, row.number, heading.captions[column], _shown(values, column), *words)
            for column, *words in problems
        )
        first_rows.setdefault(login, row.number)
        found.rows.append(SchoolRow(sheet.name, row.number, values))
    return found


def _values(row: Row, heading: _Heading) -> dict[str, str]:
    cells = {
        column: _clean(row.cells[place])
        for column, place in heading.columns.items()
        if place < len(row.cells)
    }
    return {column: text for column, text in cells.items() if text}


def _shown(values: dict[str, str], column: str) -> str:
    return values.get(column, "")[:60]


class _Problem(NamedTuple):
    column: str
    problem: str
    remedy: str


def _problems_of_login(login: str, first_row: int | None) -> Iterator[_Problem]:
    if not login:
        yield _Problem("login", "Не указан логин", "Впишите логин школы в ФИС ОКО.")
    elif not LOGIN.fullmatch(login):
        yield _Problem("login", "Логин записан неверно", LOGIN_REMEDY)
    elif first_row:
        remedy = f"Он уже есть в строке {first_row}. Оставьте одну из строк."
        yield _Problem("login", "Логин повторяется", remedy)


def _problems(values: dict[str, str]) -> Iterator[_Problem]:
    if "name" not in values:
        yield _Problem("name", "Не указано название", "Впишите полное название школы.")
    if "kind" in values and kind_of(values["kind"]) is None:
        labels = ", ".join(f"«{label}»" for label in School.Kind.labels)
        yield _Problem("kind", "Вид школы не узнан", f"Напишите одно из: {labels}.")
    for column, limit in MAX_LENGTHS.items():
        if len(values.get(column, "")) > limit:
            yield _Problem(column, f"Текст длиннее {limit} знаков", "Сократите его.")


def kind_of(text: str) -> School.Kind | None:
    """«СОШ», «сош», «secondary» → School.Kind.SECONDARY."""
    plain = _plain(text)
    return next((k for k in School.Kind if plain in (k.value, _plain(str(k.label)))), None)
