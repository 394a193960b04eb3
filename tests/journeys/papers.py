"""The files people bring to the portal: a plan from Word, a filled form, a scan."""

import io

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw

from tests.plans import docx_plans

CODE, VARIANT, MARK = "Код участника", "Вариант", "Отметка за"


def word_plan() -> bytes:
    return docx_plans.plan(
        docx_plans.heading_row("I. Подготовка и проведение"),
        docx_plans.FIRST,
        docx_plans.SECOND,
        docx_plans.heading_row("II. Работа с результатами"),
        docx_plans.THIRD,
    )


def filled_form(blank: bytes, *, lost: int = 0, spoilt: bool = False) -> bytes:
    """The downloaded form as a school would fill it: everybody loses `lost` points in all.

    A spoilt one has a score above its maximum in the first row.
    """
    workbook = load_workbook(io.BytesIO(blank))
    sheet = workbook["Протокол"]
    headings = [str(cell.value) for cell in sheet[1]]
    tasks = {
        column: int(heading.rsplit("(", 1)[1].rstrip("б.) "))
        for column, heading in enumerate(headings, start=1)
        if heading.rstrip().endswith("б)")
    }
    mark = 1 + next(at for at, heading in enumerate(headings) if heading.startswith(MARK))
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            _fill_row(sheet, row, tasks, mark=mark, lost=lost)
    if spoilt:
        first, most = next(iter(tasks.items()))
        sheet.cell(2, first).value = most + 7
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _fill_row(sheet: Worksheet, row: int, tasks: dict[int, int], *, mark: int, lost: int) -> None:
    sheet.cell(row, 2).value = 1
    sheet.cell(row, mark).value = 4
    left = lost
    for column, most in tasks.items():
        taken = min(left, most)
        sheet.cell(row, column).value = most - taken
        left -= taken


def scan() -> bytes:
    """A page of a protocol as a scanner would give it."""
    image = Image.new("L", (620, 877), "white")
    ImageDraw.Draw(image).rectangle((60, 60, 560, 120), outline="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
