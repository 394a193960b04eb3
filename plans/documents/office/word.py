"""A plan as a Word file: what the PDF shows, to be edited further.

Our own reader of Word files understands it as the same plan again.
"""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from plans.documents.office.plain import PAGE, clean, lines_of
from plans.documents.office.word_table import add_plan_table, add_stamp_table
from plans.documents.outline import PlanOutline
from plans.documents.paper import UNTITLED, part_footer, place_stamps

FAMILY_IN_WORD = "Times New Roman"  # what the letters of the PDF are as wide as
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def plan_as_docx(outline: PlanOutline, *, mark: str = "") -> bytes:
    """The plan as a .docx; `mark` stands in the upper margin («ПРОЕКТ» on what is not approved)."""
    word = Document()
    _set_page(word)
    _set_font(word)
    _write_upper_margin(word, mark)
    word.core_properties.title = clean(outline.title)[:255] or UNTITLED
    word.core_properties.author = ""
    word.core_properties.comments = ""
    stamps = place_stamps(outline.stamps)
    if stamps:
        add_stamp_table(word, stamps)
        word.add_paragraph()
    for line in lines_of(outline.title):
        _add(word, line, size=PAGE.title_size, bold=True).alignment = CENTRE
    word.add_paragraph()
    for line in _lines(outline.preamble):
        _add(word, line)
    add_plan_table(word, outline)
    legend, executor = part_footer(outline.footer)
    for lines, size in ((legend, PAGE.size - 1), (executor, PAGE.size - 2)):
        word.add_paragraph()
        for line in _lines(lines):
            _add(word, line, size=size)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _lines(texts: list[str]) -> list[str]:
    return [line for text in texts for line in lines_of(text)]


def _add(word: WordDocument, text: str, *, size: float = 0, bold: bool = False) -> Paragraph:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(PAGE.page_width), Pt(PAGE.page_height)
    section.left_margin, section.right_margin = Pt(PAGE.margin_left), Pt(PAGE.margin_right)
    section.top_margin, section.bottom_margin = Pt(PAGE.margin_top), Pt(PAGE.margin_bottom)


def _set_font(word: WordDocument) -> None:
    """The type of office papers, in all scripts; the language for spelling and screen readers."""
    style = word.styles["Normal"]
    style.font.name, style.font.size = FAMILY_IN_WORD, Pt(PAGE.size)
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FAMILY_IN_WORD)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(PAGE.line)


def _write_upper_margin(word: WordDocument, mark: str) -> None:
    """Office rules number pages from the second one, in the middle of the upper margin."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    numbered = section.header.paragraphs[0]
    numbered.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    numbered._p.append(field)
    if mark:
        numbered.add_run(f"   {mark}").bold = True
        first = section.first_page_header.paragraphs[0]
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        first.add_run(mark).bold = True
