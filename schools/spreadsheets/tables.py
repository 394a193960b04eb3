"""Rows of text out of an XLSX or CSV file, whatever they mean."""

import csv
import io
from typing import Any, NamedTuple

from accounts.files.archives import check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceLimits
from accounts.files.workbooks import WorkbookLimits, sheets_in_child

MAX_CSV = 5 * 1024 * 1024  # bytes
MAX_ROWS = 5_100  # of one sheet: the limit of schools, and room for headings
MAX_CELL = 10_000  # characters
LIMITS = WorkbookLimits(rows=MAX_ROWS, columns=100, text=1_000, hidden=False)
DELIMITERS = ";,\t"

REFUSALS = {
    "password": "Файл закрыт паролем. Снимите пароль и загрузите снова.",
    "too_many_rows": "В файле слишком много строк или столбцов. Разделите список на части.",
    "too_many_sheets": "В книге слишком много листов. Оставьте в ней лист со списком школ.",
    "too_heavy": "Книгу не удалось открыть: она слишком велика или устроена необычно. Скопируйте "
    "список в новую книгу и загрузите её.",
    "damaged": "Файл не открывается как книга Excel. Откройте его у себя, сохраните заново "
    "в формате .xlsx и загрузите ещё раз.",
}
NOT_TEXT = (
    "Файл не похож ни на книгу Excel, ни на текст CSV. Сохраните список в формате .xlsx "
    "или «CSV UTF-8» и загрузите снова."
)


class Row(NamedTuple):
    """A row that is not empty, with its number as the program that made the file shows it."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """A CSV file is one sheet without a name."""

    name: str
    rows: list[Row]


def read_tables(data: bytes) -> list[Sheet]:
    """All visible sheets of a file.

    Raises:
        FileRefused: neither XLSX nor CSV, damaged, too large, or not safe to open.
    """
    if data.startswith(b"PK"):
        return _sheets_of_workbook(data)
    return [Sheet("", _rows_of_csv(data))]


def _sheets_of_workbook(data: bytes) -> list[Sheet]:
    check_archive(data)
    sheets = sheets_in_child(data, limits=LIMITS, fence=FenceLimits(), refusals=REFUSALS)
    return [
        Sheet(
            sheet["name"], [Row(number, list(map(_text, cells))) for number, cells in sheet["rows"]]
        )
        for sheet in sheets
    ]


def _text(cell: Any) -> str:
    """A login made of digits is a number to Excel: 990001.0 is 990001."""
    if isinstance(cell, dict):
        return str(cell["date"])
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def _rows_of_csv(data: bytes) -> list[Row]:
    text = _decoded(data)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first_line.count)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, [cell[:MAX_CELL] for cell in cells]))
            if len(rows) > MAX_ROWS:
                raise FileRefused("too_many_rows", REFUSALS["too_many_rows"])
            # A quoted cell may span lines: a row is named by its first.
            number = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            "bad_csv",
            f"Строка {number}: не закрыты или лишние кавычки. Исправьте строку в файле "
            "и загрузите его снова.",
        ) from error
    return rows


def _decoded(data: bytes) -> str:
    if len(data) > MAX_CSV:
        raise FileRefused("too_large", "Файл больше 5 МБ. Разделите список на части.")
    if b"\x00" in data:
        raise FileRefused("not_text", NOT_TEXT)
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("not_text", NOT_TEXT)
