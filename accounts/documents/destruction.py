"""«Акт об уничтожении» as a Word document: the form in which it goes into the file of the year."""

import datetime
import io
from collections.abc import Iterable, Mapping

from django.utils import timezone
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from accounts.models import DestroyedPaper, DestructionAct

COLUMNS = (
    "№", "Вид", "Документ", "К чему относится", "Дата", "Срок хранения истёк", "SHA-256",
    "Примечание",
)  # fmt: skip
WIDTHS = (1.0, 2.8, 4.2, 5.6, 2.2, 2.2, 5.0, 2.6)  # centimetres
MISSING = "файла в хранилище не было"


def written_act(
    act: DestructionAct, papers: Iterable[DestroyedPaper], titles: Mapping[str, str]
) -> bytes:
    """The act as DOCX; a draft says that it is one.

    Args:
        titles: of the kinds, by code.
    """
    document = Document()
    _lay_out(document)
    _head(document, act)
    document.add_paragraph(f"Основание: {act.reason}")
    listed = list(papers)
    document.add_paragraph(
        f"Комиссия установила, что сроки хранения документов истекли, и отобрала к уничтожению "
        f"файлы сканов и книг, всего: {len(listed)}. Записи о документах на портале сохраняются."
    )
    _table(document, listed, titles)
    _signatures(document, act)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")


def _head(document: WordDocument, act: DestructionAct) -> None:
    document.add_paragraph(act.committee.name)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = f"№\u00a0{act.number} от {_day(act.decided_at)}" if act.number else "(проект)"
    title.add_run(f"АКТ {number}\nоб уничтожении документов с истёкшим сроком хранения").bold = True
    if act.number and act.decided_by:
        stamp = document.add_paragraph(
            f"УТВЕРЖДАЮ\n{act.decided_by}\n{_day(act.decided_at)}, утверждено на портале"
        )
        stamp.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(document: WordDocument, papers: list[DestroyedPaper], titles: Mapping[str, str]) -> None:
    table = document.add_table(rows=1 + len(papers), cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    # Cells are asked for once: each asking walks the whole table.
    cells = [list(row.cells) for row in table.rows]
    rows = [COLUMNS, *(_row(n, paper, titles) for n, paper in enumerate(papers, start=1))]
    for own, texts in zip(cells, rows, strict=True):
        for cell, text, width in zip(own, texts, WIDTHS, strict=True):
            cell.text, cell.width = text, Cm(width)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
    # The heading stands on every page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _row(number: int, paper: DestroyedPaper, titles: Mapping[str, str]) -> tuple[str, ...]:
    return (
        str(number),
        titles.get(paper.kind, paper.kind),
        paper.name,
        paper.belongs_to,
        f"{paper.dated_on:%d.%m.%Y}",
        f"{paper.kept_until:%d.%m.%Y}",
        paper.sha256,
        MISSING if paper.was_missing else "",
    )


def _signatures(document: WordDocument, act: DestructionAct) -> None:
    document.add_paragraph()
    for place, name in enumerate(act.commission):
        role = "Председатель комиссии" if place == 0 else "Член комиссии"
        document.add_paragraph(f"{role} ____________________ {name}")


def _day(moment: datetime.datetime | None) -> str:
    return f"{timezone.localdate(moment):%d.%m.%Y}" if moment else ""
