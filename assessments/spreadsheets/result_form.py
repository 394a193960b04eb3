"""Makes the blank «Форма сбора результатов» that a school downloads and fills.

Sheets and headings are those of the 2026 form of ФИС ОКО; «не пройд.» is added to the list of
allowed scores, because schools write it and it must not become an «X».
"""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessments.spreadsheets import headings
from assessments.spreadsheets.spec import (
    ABSENT,
    MARKS,
    MAX_ROWS,
    NO_MARK,
    FormItem,
    FormSpec,
    Unscored,
)

__all__ = ["FormItem", "FormSpec", "form_workbook", "make_form"]

HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", start_color="E8EDF5")
THIN = Side(style="thin", color="B8C2D0")
HEADING_BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADING_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)
HEADING_HEIGHT = 62  # points; three lines of the longest heading
WIDTHS = {  # in characters; an item takes the narrow default
    headings.CODE: 14,
    headings.VARIANT: 15,
    headings.ORDINAL: 13,
    headings.JOURNAL_MARK: 24,
    headings.TOTAL: 9,
}
ITEM_WIDTH = 10


def make_form(spec: FormSpec, codes: list[str]) -> bytes:
    """The form as XLSX: one row for each code, lists of allowed values, totals as formulas."""
    stream = io.BytesIO()
    form_workbook(spec, codes).save(stream)
    return stream.getvalue()


def form_workbook(spec: FormSpec, codes: list[str]) -> Workbook:
    """The same before it is a file, for whoever goes on writing into it."""
    if len(codes) > MAX_ROWS:
        raise ValueError(f"a form holds at most {MAX_ROWS} participants")
    workbook = Workbook()
    protocol = workbook.active
    protocol.title = headings.PROTOCOL
    allowed = allowed_values(spec)
    columns = form_columns(spec)
    _write_protocol(protocol, columns, codes, spec)
    service = workbook.create_sheet(headings.SERVICE)
    _write_service(service, allowed, stamp_of(spec))
    _write_ordinals(workbook.create_sheet(headings.ORDINALS), spec)
    _add_lists(protocol, columns, allowed, spec)
    _set_page(protocol, spec)
    workbook.properties.title = f"{spec.work_title}: форма сбора результатов"
    workbook.properties.creator = "Портал объективности"
    return workbook


def form_columns(spec: FormSpec) -> list[str]:
    """The headings of «Протокол» from column A on."""
    items = [item.heading for item in spec.items]
    last = [headings.ORDINAL, headings.JOURNAL_MARK, headings.TOTAL]
    return [headings.CODE, headings.VARIANT, *items, *last]


def allowed_values(spec: FormSpec) -> dict[str, list[int | str]]:
    """What «Служебный» lists, by heading of the column; ordinals have a sheet of their own."""
    allowed: dict[str, list[int | str]] = {headings.VARIANT: [*spec.variants, ABSENT]}
    for item in spec.items:
        points = range(item.max_points, -1, -1)
        allowed[item.heading] = [*points, *(str(state) for state in Unscored)]
    allowed[headings.JOURNAL_MARK] = [*MARKS, NO_MARK]
    return allowed


def stamp_of(spec: FormSpec) -> dict[str, int | str]:
    """By what the reader knows whose form it is, from when and for what."""
    return {
        headings.STAMP: headings.STAMP_VERSION,
        headings.STAMP_SESSION: spec.session_id,
        headings.STAMP_SCHOOL: spec.school_login,
        headings.STAMP_YEAR: spec.year,
        headings.STAMP_GRADE: spec.grade,
        headings.STAMP_SUBJECT: spec.subject,
        headings.STAMP_WORK: spec.work_title,
    }


def _write_protocol(sheet: Worksheet, columns: list[str], codes: list[str], spec: FormSpec) -> None:
    for column, heading in enumerate(columns, start=1):
        _heading(sheet, column, heading)
        width = WIDTHS.get(heading, ITEM_WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = width
    first, last = get_column_letter(3), get_column_letter(2 + len(spec.items))
    for row, code in enumerate(codes, start=2):
        _text(sheet, row, 1, code)
        # One class has one ordinal: nobody needs to type it.
        sheet.cell(row, columns.index(headings.ORDINAL) + 1, spec.own_ordinal)
        # SUM passes over «X» and «не пройд.», which are text.
        sheet.cell(row, len(columns), f"=SUM({first}{row}:{last}{row})")
    sheet.row_dimensions[1].height = HEADING_HEIGHT
    sheet.freeze_panes = "B2"


def _write_service(
    sheet: Worksheet, allowed: dict[str, list[int | str]], stamp: dict[str, int | str]
) -> None:
    for column, (heading, values) in enumerate(allowed.items(), start=1):
        _heading(sheet, column, heading)
        sheet.column_dimensions[get_column_letter(column)].width = 14
        for row, value in enumerate(values, start=2):
            _value(sheet, row, column, value)
    column = len(allowed) + 2
    for row, (name, value) in enumerate(stamp.items(), start=1):
        _text(sheet, row, column, name)
        _value(sheet, row, column + 1, value)
    sheet.column_dimensions[get_column_letter(column)].width = 16
    sheet.column_dimensions[get_column_letter(column + 1)].width = 40
    sheet.freeze_panes = "A2"


def _write_ordinals(sheet: Worksheet, spec: FormSpec) -> None:
    _heading(sheet, 1, headings.ORDINALS)
    for ordinal in spec.ordinals:
        sheet.cell(ordinal + 1, 1, ordinal)
    for row, label in enumerate(spec.class_labels, start=2):
        _text(sheet, row, 2, label)
    sheet.column_dimensions["A"].width = 26


def _add_lists(
    sheet: Worksheet, columns: list[str], allowed: dict[str, list[int | str]], spec: FormSpec
) -> None:
    """Lists point at ranges: an inline list breaks at 255 characters and at a comma in a value."""
    for index, (heading, values) in enumerate(allowed.items(), start=1):
        letter = get_column_letter(index)
        source = f"{quote_sheetname(headings.SERVICE)}!${letter}$2:${letter}${len(values) + 1}"
        shown = ", ".join(map(str, values))
        _add_list(sheet, columns.index(heading) + 1, source, f"Допустимо: {shown}.")
    ordinals = spec.ordinals
    source = f"{quote_sheetname(headings.ORDINALS)}!$A$2:$A${len(ordinals) + 1}"
    _add_list(sheet, columns.index(headings.ORDINAL) + 1, source, f"Число от 1 до {len(ordinals)}.")


def _add_list(sheet: Worksheet, column: int, source: str, message: str) -> None:
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorTitle = "Такого значения нет в списке"
    rule.error = message[:225]  # the format allows no more
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    sheet.add_data_validation(rule)


def _set_page(sheet: Worksheet, spec: FormSpec) -> None:
    """Printed, each page says whose it is and repeats the heading row."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    # «&» begins a command in a page header.
    line = f"{spec.school_name}. {spec.work_title}, {spec.year}".replace("&", "&&")
    sheet.oddHeader.left.text = line[:200]
    sheet.oddFooter.right.text = "&P / &N"


def _heading(sheet: Worksheet, column: int, text: str) -> None:
    cell = sheet.cell(1, column)
    cell.value = text
    cell.data_type = "s"
    cell.font, cell.fill = HEADING_FONT, HEADING_FILL
    cell.border, cell.alignment = HEADING_BORDER, HEADING_ALIGNMENT


def _value(sheet: Worksheet, row: int, column: int, value: int | str) -> None:
    if isinstance(value, str):
        _text(sheet, row, column, value)
    else:
        sheet.cell(row, column, value)


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Text that stays text: a name that begins with «=» must not become a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
