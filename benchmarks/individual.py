"""«Индивидуальные результаты» of a whole region: the portal against openpyxl with
django-import-export row by row, the same file and the same checks.

    python -m benchmarks.individual [--rows 40000]

Sessions of all classes are there before either begins, so both only read, check and save
participants. The database is SQLite in memory, which costs the alternative least: it asks row by
row. The portal runs before and after it, so that a busy minute troubles both; what each has saved
is compared in full.
"""

import argparse
import io
import random
import time
from collections.abc import Callable, Iterator

import xlsxwriter

from assessments.models import Item, Result, Work
from assessments.services.imports.files import import_file
from benchmarks.individual_row_by_row import import_row_by_row
from benchmarks.workbooks import own_database
from tests.assessments.shapes import builders
from tests.factories.accounts import CommitteeFactory
from tests.factories.assessments import SubjectFactory
from tests.factories.schools import SchoolFactory

ROWS, LEAST = 40_000, 5
OF_SCHOOL, OF_CLASS = 80, 20
YEAR = 2021


def region_file(rows: int, seed: int = 2021) -> bytes:
    """Ф1 with its real headings: invented schools of eighty, four classes each."""
    chance = random.Random(seed)
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = workbook.add_worksheet("МА 4 Индивидуальные результаты")
    for number, cells in enumerate(_lines(rows, chance)):
        sheet.write_row(number, 0, list(cells))
    workbook.close()
    return stream.getvalue()


def _lines(rows: int, chance: random.Random) -> Iterator[list[object]]:
    for first in range(0, rows, OF_SCHOOL):
        count = min(OF_SCHOOL, rows - first)
        pupils = [_pupil(n, first // OF_SCHOOL, chance) for n in range(count)]
        (lines,) = builders.individual(pupils).values()
        yield from lines if not first else lines[8:]


def _pupil(number: int, school: int, chance: random.Random) -> builders.Pupil:
    facts = {"school": named(school), "label": "4" + "АБВГ"[number // OF_CLASS]}
    if chance.random() < 0.07:
        return builders.absent(number + 1, **facts)
    scores = {
        position: "X" if chance.random() < 0.03 else chance.randint(0, points)
        for position, (_, points) in enumerate(builders.MATHS_4, start=1)
    }
    return builders.Pupil(number + 1, scores=scores, **facts)


def named(school: int) -> tuple[str, str]:
    return f"99{school:04d}", f"Школа № {school + 1}"


def make_region(rows: int) -> Work:
    """Schools of the file and the work they wrote."""
    committee = CommitteeFactory()
    for school in range(-(-rows // OF_SCHOOL)):
        figures, name = named(school)
        SchoolFactory(committee=committee, login=f"edu{figures}", name=name, short_name="")
    work = Work.objects.create(
        year=YEAR, grade=4, subject=SubjectFactory(), max_points=20,
        upper_2=5, upper_3=9, upper_4=14,
    )  # fmt: skip
    Item.objects.bulk_create(
        Item(work=work, position=position, code=code, max_points=points)
        for position, (code, points) in enumerate(builders.MATHS_4, start=1)
    )
    return work


def by_portal(data: bytes, rows: int) -> None:
    report = import_file(data=data, filename="Ф1.xlsx", year=YEAR, by=None)
    assert report.refused == [], report.refused[:3]
    assert report.accepted == rows


def taken() -> list[tuple]:
    """All that was saved, as plain values."""
    fields = ("session_id", "code", "variant", "absent", "scores", "total", "mark", "journal_mark")
    kept = Result.objects.order_by("session_id", "code").values_list(*fields)
    return [(*row[:4], bytes(row[4]), *row[5:]) for row in kept]


def timed(deed: Callable[[], object]) -> float:
    Result.objects.all().delete()
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def compare(rows: int) -> None:
    data = region_file(rows)
    work = make_region(rows)
    by_portal(data, rows)
    ours = taken()
    before = timed(lambda: by_portal(data, rows))
    theirs = timed(lambda: import_row_by_row(data, work))
    assert taken() == ours != [], "the two ways disagree"
    mine = (before + timed(lambda: by_portal(data, rows))) / 2
    ratio = theirs / mine
    print(
        f"| Ф1, {rows} rows, read, checked and saved | portal {mine:.1f} s "
        f"| openpyxl and import-export {theirs:.1f} s | {ratio:.1f} |"
    )
    assert ratio >= LEAST, "A region's file is less than five times as fast as row by row."


def main(rows: int = ROWS) -> None:
    with own_database():
        compare(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    main(parser.parse_args().rows)
