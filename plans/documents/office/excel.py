"""A plan as an Excel file: wrapped texts under a frozen header, never a formula.

Our own reader of Excel files understands it as the same plan again.
"""

import io
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plans.documents.office.plain import captions_of, clean, lines_of, widths_of
from plans.documents.outline import PlanOutline
from plans.documents.paper import UNTITLED, part_footer, place_stamps

_POINTS_IN_A_CHARACTER = 5.6  # of the width that Excel counts in digits of its usual type
_LINE = 15.0  # points
_LONGEST = 32_767  # characters in a cell of Excel
_PLAIN = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top"}
_RULED = _PLAIN | {"border": 1}


def plan_as_xlsx(outline: PlanOutline, *, mark: str = "") -> bytes:
    """The plan as an .xlsx; `mark` stands in the page's header («ПРОЕКТ»)."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    workbook.set_properties({"title": clean(outline.title)[:255] or UNTITLED})
    sheet = workbook.add_worksheet("План")
    looks = {
        "plain": workbook.add_format(_PLAIN),
        "title": workbook.add_format(
            _PLAIN | {"bold": True, "font_size": 13, "align": "center", "valign": "vcenter"}
        ),
        "caption": workbook.add_format(
            _RULED | {"bold": True, "align": "center", "valign": "vcenter"}
        ),
        "section": workbook.add_format(_RULED | {"bold": True, "align": "center"}),
        # Text, so that «1.1» does not become the first of January when somebody edits it.
        "cell": workbook.add_format(_RULED | {"num_format": "@"}),
        "number": workbook.add_format(_RULED | {"num_format": "@", "align": "center"}),
    }
    _Sheet(sheet, looks, outline).write(mark)
    workbook.close()
    return stream.getvalue()


@dataclass
class _Sheet:
    """Writes from the top down; `row` is the next free row, counted from 0."""

    sheet: Worksheet
    looks: dict[str, Format]
    outline: PlanOutline
    row: int = 0
    widths: list[float] = field(default_factory=list)

    def write(self, mark: str) -> None:
        self.widths = [width / _POINTS_IN_A_CHARACTER for width in widths_of(self.outline)]
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self._write_stamps()
        self._write_wide(lines_of(self.outline.title), "title", in_one_cell=True)
        self._write_wide(self.outline.preamble, "plain")
        self._write_table()
        legend, executor = part_footer(self.outline.footer)
        self.row += 1
        self._write_wide([*legend, *executor], "plain")
        self._set_page(mark)

    def _write_stamps(self) -> None:
        """Each stamp is a cell: agreement over the left columns, approval over the right ones."""
        last = len(self.widths) - 1
        half = max(last // 2, 0)
        for pair in place_stamps(self.outline.stamps):
            tallest = 1
            for lines, first, end in ((pair["left"], 0, half), (pair["right"], half + 1, last)):
                texts = [line for text in lines or [] for line in lines_of(text)]
                if texts:
                    self._merge(min(first, last), end, "\n".join(texts), "plain")
                    tallest = max(tallest, len(texts))
            self.sheet.set_row(self.row, tallest * _LINE)
            self.row += 2

    def _write_wide(self, texts: list[str], look: str, *, in_one_cell: bool = False) -> None:
        lines = [line for text in texts for line in lines_of(text)]
        for line in ["\n".join(lines)] if in_one_cell and lines else lines:
            self._merge(0, len(self.widths) - 1, line, look)
            self.sheet.set_row(self.row, self._height(line, sum(self.widths)))
            self.row += 1
        self.row += bool(lines)

    def _write_table(self) -> None:
        for column, caption in enumerate(captions_of(self.outline)):
            self._write(column, " ".join(clean(caption).split()), "caption")
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1
        for section in self.outline.sections:
            title = " ".join(clean(section.title).split())
            if title:
                self._merge(0, len(self.widths) - 1, title, "section")
                self.sheet.set_row(self.row, self._height(title, sum(self.widths)))
                self.row += 1
            for activity in section.activities:
                texts = [getattr(activity, name) for name in self.outline.fields]
                self._write_row(["\n".join(lines_of(text)) for text in texts])

    def _write_row(self, texts: list[str]) -> None:
        """The height is said: programs other than Excel do not work it out."""
        for column, text in enumerate(texts):
            is_number = self.outline.fields[column] == "number"
            self._write(column, text, "number" if is_number else "cell")
        heights = map(self._height, texts, self.widths)
        self.sheet.set_row(self.row, max(heights, default=_LINE))
        self.row += 1

    def _height(self, text: str, width: float) -> float:
        lines = sum(len(line) // max(int(width), 1) + 1 for line in text.split("\n"))
        return min(lines * _LINE, 409.0)  # Excel's own limit

    def _write(self, column: int, text: str, look: str) -> None:
        self.sheet.write_string(self.row, column, text[:_LONGEST], self.looks[look])

    def _merge(self, first: int, last: int, text: str, look: str) -> None:
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.looks[look])
        self._write(first, text, look)

    def _set_page(self, mark: str) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)  # inches
        self.sheet.set_header(f"&C&P&R{mark.replace('&', '')}")
