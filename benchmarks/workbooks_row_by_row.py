"""The alternative that every Django project would take: openpyxl and django-import-export.

The library's own format opens the workbook, its own Resource goes through the rows: each is
checked (by the portal's own readers of cells, so that both sides find the same), looked up and
saved, all in one transaction. Its slowest habits (a picture of every change) are switched off.
"""

from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.results import Result as ImportResult

from assessments.models import Result, Session
from assessments.scoring.scores import encode_scores
from assessments.spreadsheets import headings
from assessments.spreadsheets.cells import (
    Spot,
    check_total,
    is_absent,
    obvious_score,
    read_code,
    read_mark,
    read_ordinal,
    read_score,
    read_variant,
)
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.spec import FormItem, FormSpec


class ResultResource(ModelResource):
    """One row of the form: checked, then saved as a Result of the session."""

    code = Field("code", column_name=headings.CODE)
    variant = Field("variant", column_name="variant")
    absent = Field("absent", column_name="absent")
    scores = Field("scores", column_name="scores")
    total = Field("total", column_name="total")
    journal_mark = Field("journal_mark", column_name="journal_mark")

    class Meta:
        model = Result
        fields = ("code", "variant", "absent", "scores", "total", "journal_mark")
        import_id_fields = ("code",)
        use_transactions = True
        skip_diff = True

    def __init__(self, session: Session, spec: FormSpec) -> None:
        super().__init__()
        self.session, self.spec = session, spec
        self.codes: set[str] = set()

    def get_queryset(self) -> Any:
        return self.session.results.all()

    def before_save_instance(self, instance: Result, row: Any, **kwargs: Any) -> None:
        instance.session = self.session

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """The checks of the form; what they find goes where the fields look for it."""
        findings = Findings()
        spots = {
            heading: Spot(findings, Place("", kwargs["row_number"], n, heading), _plain(cell))
            for n, (heading, cell) in enumerate(row.items())
        }
        code = read_code(spots[headings.CODE])
        if code in self.codes:
            spots[headings.CODE].fault("double_code", "", "")
        self.codes.add(code or "")
        absent = is_absent(spots[headings.VARIANT])
        row[headings.CODE] = code
        row.update(absent=absent, scores=b"", variant=None, total=None, journal_mark=None)
        if not absent:
            self._read_present(row, spots)
        if findings.refused:
            raise ValidationError([fault.code for fault in findings.refused])

    def _read_present(self, row: dict[str, Any], spots: dict[str, Spot]) -> None:
        scores = [_score(spots[item.heading], item) for item in self.spec.items]
        read_ordinal(spots[headings.ORDINAL], self.spec)
        row["variant"] = read_variant(spots[headings.VARIANT], self.spec)
        row["journal_mark"] = read_mark(spots[headings.JOURNAL_MARK])
        row["total"] = sum(score for score in scores if isinstance(score, int))
        check_total(spots[headings.TOTAL], row["total"])
        row["scores"] = encode_scores(scores)


def _plain(cell: object) -> Any:
    """As our reader hands cells over: an empty one is an empty text, a number has a fraction."""
    if cell is None:
        return ""
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _score(spot: Spot, item: FormItem) -> Any:
    score = obvious_score(spot.cell, item)
    score = read_score(spot, item) if score is None else score
    return score if isinstance(score, int) else str(score)


def import_row_by_row(
    data: bytes, session: Session, spec: FormSpec, *, dry_run: bool
) -> ImportResult:
    """A dry run saves, too, and rolls back: it is how the library checks before it is told so."""
    rows = XLSX().create_dataset(data)
    return ResultResource(session, spec).import_data(
        rows, dry_run=dry_run, raise_errors=False, rollback_on_validation_errors=True
    )
