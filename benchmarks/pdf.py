"""Printing a plan of 300 rows: ours against WeasyPrint on an equivalent HTML table.

Run as `python -m benchmarks.pdf`. Both print the same texts in the same type on landscape A4, with
tags, repeated captions and section rows. One untimed run each, then the median of several.
Trust the ratio, not the seconds.
"""

import html
import statistics
import time
from collections.abc import Callable
from io import BytesIO

import pypdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from plans.documents.fonts import find_fonts
from plans.documents.layout import Page
from plans.documents.outline import OutlineActivity, OutlineSection, PlanOutline
from plans.documents.paper import Pen, describe
from plans.documents.pdf import print_plan

ROWS, RUNS, ROWS_IN_SECTION = 300, 5, 15
STYLE = """
@page { size: A4 landscape; margin: 20mm 15mm 20mm 20mm;
  @top-center { content: counter(page) " из " counter(pages); font: 10pt Tinos } }
body { font: 12pt/14pt Tinos } h1 { font-size: 14pt; text-align: center }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
td, th { border: 0.5pt solid black; padding: 2.5pt 4.5pt; vertical-align: top }
p { margin: 0 } tr { break-inside: avoid } tr.section { break-after: avoid }
"""


def make_plan(rows: int = ROWS) -> PlanOutline:
    """An invented plan whose cells have the lengths of a real one: 40 to 400 characters."""
    activities = [
        OutlineActivity(
            number=f"{number}.",
            title="Разбор итогов проверочных работ с заместителями директоров школ города "
            * (1 + number % 3),
            deadline=f"До {number % 28 + 1} октября 2030 года",
            responsible="Методисты центра\nРуководители школ",
            result="Справка о ходе работ, список школ для помощи. " * (1 + number % 4),
        )
        for number in range(1, rows + 1)
    ]
    starts = range(0, rows, ROWS_IN_SECTION)
    return PlanOutline(
        title="План мероприятий на 2030 год",
        columns=["№ п/п", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат"],
        sections=[
            OutlineSection(f"Раздел {number}", activities[start : start + ROWS_IN_SECTION])
            for number, start in enumerate(starts, 1)
        ],
    )


def as_html(plan: PlanOutline) -> str:
    captions = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in plan.columns)
    rows = "".join(
        f'<tr class="section"><th colspan="{len(plan.columns)}">{html.escape(section.title)}</th>'
        "</tr>" + "".join(_row(plan, activity) for activity in section.activities)
        for section in plan.sections
    )
    title = html.escape(plan.title)
    # Our widths for both: a table with other widths would have another number of pages.
    widths = describe(plan, Pen(find_fonts(), Page()))["widths"]
    columns = "".join(f'<col style="width: {width:.2f}pt">' for width in widths)
    return (
        f'<html lang="ru"><title>{title}</title><h1>{title}</h1>'
        f"<table><colgroup>{columns}</colgroup><thead><tr>{captions}</tr></thead><tbody>{rows}</tbody></table></html>"
    )


def _row(plan: PlanOutline, activity: OutlineActivity) -> str:
    cells = (
        "".join(f"<p>{html.escape(line)}</p>" for line in getattr(activity, name).split("\n"))
        for name in plan.fields
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def print_with_weasyprint(page: str) -> bytes:
    faces = "".join(
        f"@font-face {{ font-family: Tinos; src: url({file.as_uri()});"
        f" font-weight: {700 if 'Bold' in file.stem else 400};"
        f" font-style: {'italic' if 'Italic' in file.stem else 'normal'} }}"
        for folder in find_fonts().folders
        for file in sorted(folder.glob("*.ttf"))
    )
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=faces + STYLE, font_config=fonts)
    printed = weasyprint.HTML(string=page).write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    assert printed is not None
    return printed


def measure(*works: Callable[[], bytes]) -> list[float]:
    """Median seconds of each; they take turns, so that a busy moment hits all of them."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in seconds]


def pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(BytesIO(pdf)).pages)


def main() -> None:
    plan = make_plan()
    page = as_html(plan)
    # The first prints are not timed: they fill the caches of fonts.
    our_pages, their_pages = pages(print_plan(plan)), pages(print_with_weasyprint(page))
    ours, theirs = measure(lambda: print_plan(plan), lambda: print_with_weasyprint(page))
    print(
        f"| печать плана, {ROWS} строк | typst {ours:.2f} с, {our_pages} стр. "
        f"| WeasyPrint {theirs:.2f} с, {their_pages} стр. | {theirs / ours:.1f} |"
    )


if __name__ == "__main__":
    main()
