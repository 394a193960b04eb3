"""Rows of text out of an XLSX or CSV file, whatever they mean."""

import csv
import io
from typing import NamedTuple

from accounts.files.archives import check_archive
from accounts.files.errors import FileRefused
from accounts.files.fence import FenceBroken, FenceLimits, run_fenced

MAX_CSV = 5 * 1024 * 1024  # bytes
MAX_CSV_ROWS = 5_100
MAX_CELL = 10_000  # characters
DELIMITERS = ";,\t"

REFUSALS = {
    "password": "Файл закрыт паролем. Снимите пароль и загрузите снова.",
    "too_many_rows": "В файле слишком много строк или столбцов. Разделите список на части.",
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
    try:
        answer = run_fenced("schools.spreadsheets.child", [], data, FenceLimits())
    except FenceBroken as error:
        raise FileRefused("damaged", REFUSALS["damaged"]) from error
    if "refused" in answer:
        raise FileRefused(answer["refused"], REFUSALS[answer["refused"]])
    return [Sheet(name, [Row(*row) for row in rows]) for name, rows in answer["sheets"]]


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
            if len(rows) > MAX_CSV_ROWS:
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
