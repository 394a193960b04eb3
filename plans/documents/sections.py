"""Turns the rows of the plan's tables into sections and activities.

Three things a printed table does to a row are undone here: the header comes again on each page,
a page's end cuts a row in two, a section's name takes a row of its own.
"""

import re
from dataclasses import dataclass, field

from plans.documents.columns import Header, is_row_of_column_numbers
from plans.documents.docx_table import Table
from plans.documents.field_rows import FieldRow, read_fields
from plans.documents.outline import FIELDS, OutlineActivity, OutlineSection, OutlineWarning
from plans.documents.page_cuts import as_lines, as_one, reads_on

_ROMAN = r"[IVXLC\u0406\u0425]+"  # with the Cyrillic letters that look the same
_SECTION = re.compile(
    r"(?:(?:под)?раздел|задач[аи]|направлени[ея]|блок|модуль|этап|цель|часть|глава|приоритет)"
    rf"\s*№?\s*(?:\d+(?:\.\d+)*|{_ROMAN}\b)|цель\s*:|задач[аи]\s*:",
    re.IGNORECASE,
)
_ROMAN_SECTION = re.compile(rf"{_ROMAN}(?:\s*[.)]\s*|\s+)\S")
_DECIMAL_SECTION = re.compile(r"\d+(?:\.\d+)*(?:[.)]\s*|\s+)[«\"A-ZА-ЯЁ]")
_ROMAN_NUMBER = re.compile(rf"{_ROMAN}[.)]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?")
_MAX_SECTION_CHARACTERS = 400


def is_section_title(text: str) -> bool:
    """«Задача 1 …», «Раздел II …», «I. …», «1. …»."""
    patterns = (_SECTION, _ROMAN_SECTION, _DECIMAL_SECTION)
    return len(text) <= _MAX_SECTION_CHARACTERS and any(p.match(text) for p in patterns)


@dataclass
class PlanRows:
    """Collects rows in document order; `sections` is what came of them."""

    warnings: list[OutlineWarning]
    sections: list[OutlineSection] = field(default_factory=list)
    _last: FieldRow | None = None
    _after_page_end: bool = False
    _numberless: list[OutlineWarning] = field(default_factory=list)
    _table: int = 0
    _is_numbered: bool = False

    def open_section(self, title: str) -> None:
        """What follows belongs to this section."""
        self.sections.append(OutlineSection(title))
        self._last = None

    def add_table(self, table: Table, header: Header, *, headed: bool) -> None:
        """All rows of a table; `headed` tells that the header stands in this very table."""
        self._after_page_end = bool(self.sections)
        self._table = table.number
        rows = self._body(table, header, headed=headed)
        self._is_numbered |= any(row and (row.get("number") or row.label is None) for row in rows)
        for index, row in enumerate(rows):
            if row is None:
                self._after_page_end = True
                continue
            following = next((later for later in rows[index + 1 :] if later is not None), None)
            self._add(row, following, header)
            self._after_page_end = False

    def finish(self, header: Header) -> list[OutlineSection]:
        """Says what is missing; one warning where no activity at all is numbered."""
        count = sum(len(section.activities) for section in self.sections)
        if len(self._numberless) == count > 1:
            message = "Ни у одного мероприятия нет номера: столбец номеров пуст."
            self._numberless = [
                OutlineWarning("missing-number", message, column=header.caption("number"))
            ]
        self.warnings += self._numberless
        for section in self.sections:
            if section.title and not section.activities:
                self._warn("empty-section", f"В разделе «{_cut(section.title)}» нет мероприятий.")
        return self.sections

    def _body(self, table: Table, header: Header, *, headed: bool) -> list[FieldRow | None]:
        """Rows below the header; None where a page begins with the header again."""
        body: list[FieldRow | None] = []
        for row in table.rows[header.after if headed else 0 :]:
            if header.is_repeated_by(row) or is_row_of_column_numbers(row):
                body.append(None)
                if header.is_repeated_by(row):
                    message = "это повтор заголовка таблицы, она не перенесена."
                    self._warn("dropped-header", f"Строка {row.number}: {message}", row.number)
            elif not row.is_empty:
                body.append(read_fields(row, header, table.number))
        return body

    def _add(self, row: FieldRow, following: FieldRow | None, header: Header) -> None:
        if row.section and "title" not in row.continued:
            self._follow_section_column(row.section)
        title = section_title(row, following, header)
        if title:
            self._open_or_go_on(title, row)
        elif self._last is not None and self._continues(row, header):
            self._join(row)
        elif row.told or row.label is None:
            self._append(row, header)

    def _open_or_go_on(self, title: str, row: FieldRow) -> None:
        """A section's name comes again on a new page, or is itself cut by the page's end."""
        current = self.sections[-1] if self.sections else None
        if current is None or not (self._after_page_end and row.merged):
            self.open_section(title)
        elif not current.activities and title[0].islower():
            current.title = as_one(current.title, title)
            self._warn("joined-row", f"Строка {row.number}: это продолжение раздела.", row.number)
        elif current.title == title:
            message = f"Строка {row.number}: это повтор названия раздела, она не перенесена."
            self._warn("repeated-section", message, row.number)
        else:
            self.open_section(title)

    def _follow_section_column(self, title: str) -> None:
        if not self.sections or self.sections[-1].title != title:
            self.open_section(title)

    def _continues(self, row: FieldRow, header: Header) -> bool:
        """The rest of the activity above: cut by a page, or sharing its merged cell."""
        assert self._last is not None  # noqa: S101 - the caller asked
        if "title" in row.continued:
            return True
        if row.get("number") and not self._repeats_number(row):
            return False
        title = row.get("title")
        if not title:
            return bool(row.told)
        # A column of numbers that stays empty to the end tells nothing of where a row begins.
        numbered = _has_number(header) and self._is_numbered
        return reads_on(self._last, row, page_end=self._after_page_end, numbered=numbered)

    def _repeats_number(self, row: FieldRow) -> bool:
        assert self._last is not None  # noqa: S101 - the caller asked
        return self._after_page_end and row.get("number") == self._last.get("number")

    def _join(self, row: FieldRow) -> None:
        assert self._last is not None  # noqa: S101 - the caller asked
        activity = self.sections[-1].activities[-1]
        merged = "title" in row.continued
        for name in row.told:
            if name != "number":
                before = getattr(activity, name)
                text = as_lines if merged else as_one
                setattr(activity, name, text(before, row.get(name)))
                self._last.values[name] = getattr(activity, name)
        why = "общая ячейка с мероприятием" if merged else "это продолжение мероприятия"
        message = f"Строка {row.number}: {why} «{_cut(activity.title)}», текст присоединён к нему."
        self._warn("joined-row", message, row.number)

    def _append(self, row: FieldRow, header: Header) -> None:
        if not self.sections:
            self.sections.append(OutlineSection())
        texts = {name: row.get(name) for name in FIELDS}
        activity = OutlineActivity(**texts, source_row=row.number, source_table=row.table)
        self.sections[-1].activities.append(activity)
        self._last = row
        self._tell_what_is_odd(row, header)

    def _tell_what_is_odd(self, row: FieldRow, header: Header) -> None:
        at = f"Строка {row.number}"
        if _has_number(header) and not row.get("number"):
            code = "auto-number" if row.label is None else "missing-number"
            why = "номер не удалось вычислить" if row.label is None else "нет номера"
            column = header.caption("number")
            warning = OutlineWarning(code, f"{at}: {why}.", row.number, column, self._table)
            self._numberless.append(warning)
        if not row.get("title"):
            column = header.caption("title")
            self._warn("missing-title", f"{at}: не названо мероприятие.", row.number, column)
        if row.squeezed:
            message = "объединены ячейки разных столбцов, текст попал в первый из них, проверьте."
            self._warn("merged-cells", f"{at}: {message}", row.number)
        if row.nested:
            message = "внутри ячейки есть таблица, она перенесена построчно, проверьте."
            self._warn("nested-table", f"{at}: {message}", row.number)
        if row.listed:
            message = "номера пунктов автоматического списка не удалось вычислить, впишите их."
            self._warn("list-numbers", f"{at}: {message}", row.number)

    def _warn(self, code: str, message: str, row: int | None = None, column: str = "") -> None:
        table = None if row is None else self._table
        self.warnings.append(OutlineWarning(code, message, row, column, table))


def section_title(row: FieldRow, following: FieldRow | None, header: Header) -> str:
    """The title, if the row names a section; empty for an activity."""
    if row.merged:
        return row.merged
    if not row.told or set(row.told) - {"number", "title"} or not _has_more_fields(header):
        return ""
    number, title = row.get("number"), " ".join(row.get("title").split())
    text = f"{number} {title}".strip()
    if row.continued or len(text) > _MAX_SECTION_CHARACTERS:
        return ""
    if not number or not title:
        is_heading = bool(title) and row.stands_out and title[0].isupper()
        is_title = is_section_title(text) and not _NUMBER.fullmatch(text)
        return text if is_title or is_heading else ""
    return text if _numbers_a_section(number, title, following, row) else ""


def _numbers_a_section(number: str, title: str, following: FieldRow | None, row: FieldRow) -> bool:
    """A number with nothing but a title: a section if what follows is numbered under it."""
    if _ROMAN_NUMBER.fullmatch(number) or _SECTION.match(title) or row.stands_out:
        return True
    if _SECTION.match(number) or following is None:
        return bool(_SECTION.match(number))
    own, next_one = number.rstrip(".) "), following.get("number").rstrip(".) ")
    is_under = next_one.startswith(f"{own}.")
    begins_anew = next_one == "1" and not (own.isdigit() and int(own) == 0)
    return is_under or begins_anew


def _has_number(header: Header) -> bool:
    return header.main("number") is not None


def _has_more_fields(header: Header) -> bool:
    return any(header.main(name) for name in ("deadline", "responsible", "result"))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57].rstrip()}…"
