"""Builds Word files of invented plans, down to the XML that word processors really write."""

import io
import zipfile
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

CAPTIONS = ("№", "Мероприятие", "Срок", "Ответственные", "Ожидаемый результат")
FIELDS = ["number", "title", "deadline", "responsible", "result"]
TITLE = "План мероприятий по объективности оценки в городе Ясногорье на 2025-2026 учебный год"
FIRST = ("1", "Провести совещание завучей", "До 15.10.2025", "Отдел оценки", "Протокол")
SECOND = ("2", "Обучить наблюдателей", "Ноябрь 2025", "Методисты", "Список обученных")
THIRD = ("3", "Перепроверить работы", "Март 2026", "Руководители школ", "Справка")


def run(text, *, bold=False):
    """One run; the markup of line ends and tabs is Word's own."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    inner = escape(text).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    inner = inner.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:r>{look}<w:t xml:space='preserve'>{inner}</w:t></w:r>"


def paragraph(text="", *, align="", inner=None, bold=False, numbered=None, mark=""):
    """One paragraph; `inner` replaces its runs, `numbered` is a pair of list and level."""
    number = ""
    if numbered:
        number = (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    look = number + (f'<w:jc w:val="{align}"/>' if align else "") + mark
    content = run(text, bold=bold) if inner is None else inner
    return f"<w:p><w:pPr>{look}</w:pPr>{content}</w:p>"


def cell(*paragraphs, span=1, merge=None, inner=None, bold=False):
    """One cell of one or more paragraphs; `merge` is restart or continue."""
    look = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    look += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    content = "".join(paragraph(text, bold=bold) for text in paragraphs) or paragraph()
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content if inner is None else inner}</w:tc>"


def row(*cells, before=0, look=""):
    """A row of texts and ready cells; `before` skips columns on the left."""
    skip = f'<w:gridBefore w:val="{before}"/>' if before else ""
    content = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{skip}{look}</w:trPr>{content}</w:tr>"


def heading_row(text, *, span=5):
    """A section's row: one cell over the whole width."""
    return row(cell(text, span=span))


def table(*rows, grid=5):
    """A table; rows may be tuples of texts."""
    columns = '<w:gridCol w:w="1800"/>' * grid
    content = "".join(one if isinstance(one, str) else row(*one) for one in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{content}</w:tbl>"


def text_box(*lines):
    """A text box as Word writes it: the drawing, and the same again for old programs."""
    content = "".join(paragraph(line) for line in lines)
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:drawing><wps:txbx {WPS}>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def number_list(*levels, list_id=77, style="decimal"):
    """A list for numbering.xml; each level is its pattern, such as "%1." or "%1.%2."."""
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="{list_id}">{shown}</w:abstractNum>'
    number = f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    return abstract, number


def document(*blocks, lists=()):
    """The bytes of a .docx with these blocks; python-docx brings styles and the package."""
    word = Document()
    body = word.element.body
    for block in reversed(blocks):
        body.insert(0, _parsed(block))
    if lists:
        numbering = word.part.numbering_part.element
        for abstract, number in lists:
            numbering.insert(0, _parsed(abstract))
            numbering.append(_parsed(number))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def plan(*rows, captions=CAPTIONS, above=None, below=(), lists=()):
    """A plan of one table with the usual captions and title."""
    above = (paragraph(TITLE, align="center"),) if above is None else above
    return document(*above, table(captions, *rows, grid=len(captions)), *below, lists=lists)


def _parsed(block):
    name = block[: block.index(">")]
    opened = name.rstrip("/")
    return parse_xml(block.replace(opened, f"{opened} {nsdecls('w')}", 1))


def rezipped(data, changes):
    """The same package with some members replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return stream.getvalue()


def activity(values, names=FIELDS):
    """An activity as JSON: these values, the rest empty."""
    return dict.fromkeys(FIELDS, "") | dict(zip(names, values, strict=True))


def titles(outline):
    """The activities of an outline by their titles."""
    return [one.title for one in outline.activities]


def codes(outline):
    """What an outline warns of."""
    return [warning.code for warning in outline.warnings]
