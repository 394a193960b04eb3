"""Reading, checking and taking filled result forms: the portal against openpyxl, and against
openpyxl with django-import-export row by row.

    python -m benchmarks.workbooks

Prints rows of a Markdown table. Trust the ratios of one run, not the milliseconds. openpyxl is
given its fastest mode and neither the look into the archive nor the child, so what our fence costs
stands on our side of the ratio. The database is SQLite in memory: a real one would only cost the
alternative more, which asks it row by row.
"""

import datetime
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

from accounts.files.archives import check_archive
from accounts.files.workbook_child import read_sheets
from accounts.models import User
from assessments.models import Result, Session, Upload
from assessments.services.result_forms import spec_of
from assessments.services.results import receive_results
from assessments.spreadsheets.findings import ReadResults
from assessments.spreadsheets.result_reader import check_results
from assessments.spreadsheets.workbook import (
    FORM,
    Cell,
    CellDate,
    Row,
    Sheet,
    Workbook,
    read_workbook,
    workbook_of,
)
from benchmarks.workbooks_row_by_row import import_row_by_row
from tests.assessments.workbooks import ENGLISH_8, ORDINAL, filled, many_rows
from tests.factories.assessments import SessionFactory
from tests.factories.schools import make_deputy

SIZES = (60, 1_500)  # a parallel; the largest official form
ROUNDS = 11


def fenced(data: bytes) -> Workbook:
    """What the portal does with an upload: a look inside, then a child with limits."""
    return read_workbook(data)


def unfenced(data: bytes) -> Workbook:
    """The same reader inside this process, for information: never done with an upload."""
    check_archive(data)
    return workbook_of(read_sheets(data, asdict(FORM))["sheets"])


def with_openpyxl(data: bytes) -> Workbook:
    """The same rows read by openpyxl."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = [
        Sheet(
            sheet.title,
            [
                Row(number, [_cell(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
                if any(value is not None for value in values)
            ],
            is_visible=sheet.sheet_state == "visible",
        )
        for sheet in book.worksheets
    ]
    book.close()
    return Workbook(sheets)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return CellDate(value.isoformat())
    return value if isinstance(value, str | bool | int | float) else str(value)


READERS: tuple[Callable[[bytes], Workbook], ...] = (fenced, unfenced, with_openpyxl)


def in_turn(*works: Callable[[], object], between: Callable[[], object] = bool) -> list[float]:
    """Median milliseconds of each; they take turns, so that a busy machine troubles all alike."""
    rounds: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(rounds, works, strict=True):
            between()
            started = time.perf_counter()
            work()
            times.append((time.perf_counter() - started) * 1_000)
    return [statistics.median(times) for times in rounds]


def checked(workbook: Workbook) -> ReadResults:
    return check_results(workbook, ENGLISH_8)


def reading(size: int) -> None:
    """The readers alone: our fence against openpyxl."""
    data = filled(many_rows(size))
    first, *others = (checked(read(data)) for read in READERS)
    assert all(other == first for other in others), "the readers disagree"
    assert len(first.accepted) == size, "the form was not read whole"
    for deed, then in (("read", bool), ("read and checked", checked)):
        works = [lambda read=read, then=then: then(read(data)) for read in READERS]
        mine, inside, theirs = in_turn(*works)
        print(
            f"| result form, {size} rows, {deed} "
            f"| {mine:.0f} ms in the child ({inside:.0f} ms inside) "
            f"| openpyxl {theirs:.0f} ms | {theirs / mine:.1f} ({theirs / inside:.1f} inside) |"
        )


def row_by_row(size: int) -> None:
    """Checking and taking a form as the portal does, and as import-export does."""
    session = SessionFactory()
    deputy = make_deputy(session.school)
    session = Session.objects.for_table().get(pk=session.pk)
    spec = spec_of(session)
    data = filled(rows_of_one_class(size, session), spec)

    def by_portal() -> ReadResults:
        return check_results(read_workbook(data), spec)

    def by_library(*, dry_run: bool = True) -> None:
        found = import_row_by_row(data, session, spec, dry_run=dry_run)
        assert not found.has_errors(), [*found.base_errors, *found.row_errors()]
        assert not found.has_validation_errors(), found.invalid_rows

    assert_same_results(session, deputy, data, lambda: by_library(dry_run=False))
    mine, theirs = in_turn(by_portal, by_library, between=lambda: forget(session))
    ratio = theirs / mine
    print(
        f"| result form, {size} rows, read and checked | portal {mine:.0f} ms "
        f"| openpyxl and import-export, dry run {theirs:.0f} ms | {ratio:.1f} |"
    )
    mine, theirs = in_turn(
        lambda: take(session, deputy, data),
        lambda: by_library(dry_run=False),
        between=lambda: forget(session),
    )
    print(
        f"| result form, {size} rows, taken with file and receipt | portal {mine:.0f} ms "
        f"| openpyxl and import-export {theirs:.0f} ms | {theirs / mine:.1f} |"
    )
    assert ratio >= 5, "Checking a form is less than five times as fast as row by row."


def rows_of_one_class(size: int, session: Session) -> list[list[object]]:
    """As `many_rows`, all in the only class of the parallel."""
    rows = many_rows(size, spec_of(session))
    ordinal = rows_ordinal(session)
    return [
        [*row[:ordinal], 1 if row[ordinal] is not None else None, *row[ordinal + 1 :]]
        for row in rows
    ]


def rows_ordinal(session: Session) -> int:
    """The column of the class: behind the code, the variant and the items."""
    return ORDINAL - len(ENGLISH_8.items) + session.work.items.count()


def take(session: Session, deputy: User, data: bytes) -> Upload:
    upload = receive_results(
        session_id=session.pk, data=data, filename="form.xlsx", today=session.held_on, by=deputy
    )
    assert upload.state == Upload.State.ACCEPTED, upload.faults
    return upload


def forget(session: Session) -> None:
    Result.objects.filter(session=session).delete()
    Upload.objects.filter(session=session).delete()


def assert_same_results(
    session: Session, deputy: User, data: bytes, other: Callable[[], object]
) -> None:
    """Whoever is faster must have found the same."""
    found = []
    for deed in (lambda: take(session, deputy, data), other):
        forget(session)
        deed()
        kept = session.results.values_list("code", "variant", "absent", "scores", "total")
        found.append([(*row[:3], bytes(row[3]), row[4]) for row in kept.order_by("code")])
    assert found[0] == found[1] != [], "the two ways disagree"


@contextmanager
def own_database() -> Iterator[None]:
    """Tables in memory and a folder for files, both gone afterwards."""
    name, media = connection.settings_dict["NAME"], settings.MEDIA_ROOT
    connection.creation.create_test_db(verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        try:
            yield
        finally:
            settings.MEDIA_ROOT = media
            connection.creation.destroy_test_db(name, verbosity=0)


def main() -> None:
    for size in SIZES:
        reading(size)
    with own_database():
        row_by_row(60)


if __name__ == "__main__":
    main()
