"""«Индивидуальные результаты» through openpyxl and django-import-export, a row at a time.

The library's own format needs its headings in the first line, so the block above them is passed
over; every row then goes through the portal's own readers of cells (both sides must find the
same), is looked up and saved, all in one transaction. Schools, classes and sessions are
remembered, pictures of changes are switched off: a careful author would do as much.
"""

import io
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget
from openpyxl import load_workbook

from assessments.models import Result, Session, Work
from assessments.scoring.scores import encode_scores
from assessments.spreadsheets.cells import is_absent, read_code
from assessments.spreadsheets.findings import Findings
from assessments.spreadsheets.shapes import individual
from assessments.spreadsheets.shapes.binding import bind_items
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.row_cells import RowCells
from assessments.spreadsheets.shapes.tables import find_table
from assessments.spreadsheets.shapes.words import GROUP_ROW, class_letter, school_of
from assessments.spreadsheets.spec import FormItem
from assessments.spreadsheets.workbook import Row, Sheet, Workbook

HEADING_ROW = 8
COLUMN = "as read"


class AsRead(Widget):
    """The value as `before_import_row` has read it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return value


def as_read(name: str) -> Field:
    return Field(name, column_name=f"{COLUMN} {name}", widget=AsRead())


class ParticipantResource(ModelResource):
    """One row of the file: checked, then saved as a Result of the session of its class."""

    session = as_read("session")
    code = as_read("code")
    variant = as_read("variant")
    absent = as_read("absent")
    scores = as_read("scores")
    total = as_read("total")
    mark = as_read("mark")
    journal_mark = as_read("journal_mark")

    class Meta:
        model = Result
        fields = (
            "session", "code", "variant", "absent", "scores", "total", "mark", "journal_mark",
        )  # fmt: skip
        import_id_fields = ("session", "code")
        use_transactions = True
        skip_diff = True

    def __init__(self, headings: list[object], work: Work) -> None:
        super().__init__()
        self.work, self.width, self.findings = work, len(headings), Findings()
        sheet = Sheet("", [Row(HEADING_ROW, [str(heading) for heading in headings])])
        table = find_table(Workbook([sheet]), [individual.SHAPE], self.findings)
        items = tuple(FormItem(item.code, item.max_points) for item in work.items.all())
        bound = bind_items(table, items, self.findings) if table is not None else None
        assert bound is not None, self.findings.refused
        self.cells = RowCells(table, bound, self.findings)
        self.grades = frozenset({work.grade})
        self.met: set[tuple[int, str]] = set()
        self.sessions = {
            (each.school.login, each.class_group.letter): each
            for each in Session.objects.filter(work=work).select_related("school", "class_group")
        }

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        self.findings = Findings()
        self.cells.findings = self.findings
        cells = list(row.values())[: self.width]
        read = self._read(Row(kwargs["row_number"], [_plain(cell) for cell in cells]))
        if self.findings.refused:
            raise ValidationError([fault.code for fault in self.findings.refused])
        row.update({f"{COLUMN} {name}": value for name, value in read.items()})

    def _read(self, row: Row) -> dict[str, Any]:
        session = self._session(row)
        code = read_code(self.cells.spot(row, Column.CODE)) or ""
        if (session.pk, code) in self.met:
            self.cells.spot(row, Column.CODE).fault("double_code", "", "")
        self.met.add((session.pk, code))
        absent = is_absent(self.cells.spot(row, Column.VARIANT))
        if absent:
            self.cells.check_absent(row)
        scores = () if absent else self.cells.scores(row)
        total = None if absent else self.cells.total(row, scores)
        return {
            "session": session,
            "code": code,
            "variant": None if absent else self.cells.variant(row),
            "absent": absent,
            "scores": encode_scores([s if isinstance(s, int) else str(s) for s in scores]),
            "total": total,
            "mark": None if total is None else self._mark(total),
            "journal_mark": self.cells.journal_mark(row, absent),
        }

    def _session(self, row: Row) -> Session:
        login = school_of(self.cells.cell(row, Column.SCHOOL)).login
        letter = class_letter(self.cells.cell(row, Column.CLASS), self.grades)
        session = self.sessions.get((login, letter or ""))
        if session is None:
            raise ValidationError("unknown_school")
        return session

    def _mark(self, total: int) -> int:
        return 2 + sum(total > upper for upper in self.work.uppers or ())


def _plain(cell: object) -> Any:
    """As our reader hands cells over: an empty one is an empty text, a number has a fraction."""
    if cell is None:
        return ""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def import_row_by_row(data: bytes, work: Work) -> None:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    lines = book.worksheets[0].iter_rows(min_row=HEADING_ROW, values_only=True)
    dataset = tablib.Dataset()
    headings = list(next(lines))
    # The library wants the columns of its key in the file itself.
    keys = [f"{COLUMN} {name}" for name in ParticipantResource.Meta.import_id_fields]
    dataset.headers = [*headings, *keys]
    for line in lines:
        if not any(isinstance(cell, str) and GROUP_ROW.search(cell) for cell in line[:2]):
            dataset.append([*line, *keys])
    found = ParticipantResource(headings, work).import_data(
        dataset, dry_run=False, raise_errors=False, rollback_on_validation_errors=True
    )
    assert not found.has_errors(), [*found.base_errors, *found.row_errors()][:3]
    assert not found.has_validation_errors(), found.invalid_rows[:3]
