"""Which tables of a document are the plan, and what becomes of the text between them.

A plan may go on in a second table: under the same captions, under captions of its own, or under
none. Lines between two such tables name a section; tables that are no part of the plan are told.
"""

from dataclasses import dataclass

from plans.documents.columns import Header, assign_fields, find_header
from plans.documents.docx_blocks import Block
from plans.documents.docx_table import MAX_ROWS, Table
from plans.documents.docx_text import one_line
from plans.documents.heading import Line
from plans.documents.outline import OutlineWarning, PlanOutline
from plans.documents.sections import PlanRows, is_section_title
from plans.errors import PlanFileError

_MAX_HEADING_CHARACTERS = 400
_MAX_SIGNATURE_ROWS = 4


@dataclass
class PlanTable:
    """A table with its header; `headed` is false where it goes on under the header of another."""

    table: Table
    header: Header
    headed: bool = True


def first_plan_table(blocks: list[Block]) -> PlanTable:
    """The first table with the most telling header, its columns sorted out.

    Raises:
        PlanFileError: no-table, no-activity-column.
    """
    tables = [block for block in blocks if isinstance(block, Table)]
    if not tables:
        raise PlanFileError(
            "no-table",
            "В документе нет таблицы. План читается из таблицы Word; если он вставлен "
            "картинкой, перенесите его в таблицу.",
        )
    found = [PlanTable(table, header) for table in tables if (header := find_header(table))]
    strongest = max((plan.header.strength for plan in found), default=0)
    for plan in found:
        if plan.header.strength >= min(3, strongest):
            return plan
    raise no_activity_column([])


def no_activity_column(captions: list[str]) -> PlanFileError:
    seen = (
        f" Прочитаны заголовки: {', '.join(f'«{text}»' for text in captions)}." if captions else ""
    )
    return PlanFileError(
        "no-activity-column",
        f"В таблице не найден столбец с мероприятиями.{seen} Назовите столбцы в первой строке "
        "таблицы, например: «№», «Мероприятие», «Срок», «Ответственные», «Ожидаемый результат».",
    )


class PlanTables:
    """Reads the plan's table and those that go on from it into an outline."""

    def __init__(self, outline: PlanOutline, plan: PlanTable) -> None:
        self._outline = outline
        self._plan = plan
        self._current = plan
        self._rows = PlanRows(outline.warnings)
        self._waiting: list[Line] = []
        self._row_count = 0
        self._headed_by_text = False

    def read(self, blocks: list[Block]) -> None:
        """Takes the blocks from the plan's table to the end of the document.

        Raises:
            PlanFileError: too-many-rows, no-activities.
        """
        for block in blocks:
            if isinstance(block, list):
                self._waiting += block
            else:
                self._read_table(block)
        self._outline.sections = self._rows.finish(self._plan.header)
        self._outline.footer = [one_line(line.text) for line in self._waiting]
        if not self._outline.activities:
            raise PlanFileError(
                "no-activities",
                "Под заголовком таблицы нет ни одного мероприятия. Проверьте, тот ли файл выбран.",
            )
        if self._headed_by_text:
            self._name_first_section()

    def _read_table(self, table: Table) -> None:
        found = self._plan if table is self._plan.table else self._following(table)
        if found is None:
            self._keep_below(table)
            return
        self._row_count += len(table.rows)
        if self._row_count > MAX_ROWS:
            raise PlanFileError(
                "too-many-rows",
                f"В таблицах плана больше {MAX_ROWS} строк. Разделите план на части.",
            )
        if found is not self._plan:
            message = f"Таблица {table.number} продолжает план и присоединена к нему."
            self._warn("joined-table", message)
            self._open_section_between()
        self._rows.add_table(table, found.header, headed=found.headed)
        self._current = found

    def _following(self, table: Table) -> PlanTable | None:
        """Under the same captions (wherever they stand), under others, or under none."""
        header, current = find_header(table), self._current.header
        if header is not None and current.is_repeated_by(header.rows[0]):
            return PlanTable(table, current, headed=False)
        if header is not None and header.strength >= min(3, self._plan.header.strength):
            told: list[OutlineWarning] = []
            assign_fields(header, table, told)
            if header.main("title") is not None:
                self._outline.warnings += told
                return PlanTable(table, header)
        goes_on = _looks_like_rows(table, current)
        return PlanTable(table, current, headed=False) if goes_on else None

    def _keep_below(self, table: Table) -> None:
        """A few lines are signatures; more are a table of something else."""
        rows = [row for row in table.rows if not row.is_empty]
        if len(rows) > _MAX_SIGNATURE_ROWS:
            message = f"Таблица {table.number} не похожа на план, она не перенесена."
            self._warn("table-ignored", message)
            return
        for row in rows:
            text = " ".join(c.caption for c in row.cells if c.caption and not c.continued)
            self._waiting.append(Line(text))

    def _open_section_between(self) -> None:
        """What stands between two tables names a section; a lone page number does not."""
        lines = [one_line(line.text) for line in self._waiting]
        lines = [line for line in lines if not line.isdigit()]
        self._waiting = []
        if not lines:
            return
        self._headed_by_text = True
        if len(" ".join(lines)) > _MAX_HEADING_CHARACTERS:
            self._outline.preamble += lines[:-1]
            message = "Текст между таблицами перенесён в преамбулу, проверьте."
            self._warn("text-between-tables", message)
            lines = lines[-1:]
        self._rows.open_section(" ".join(lines))
        self._warn("section-from-text", f"Раздел «{lines[-1][:60]}» назван текстом над таблицей.")

    def _name_first_section(self) -> None:
        """Where later sections are named above their tables, so is the first one."""
        preamble, first = self._outline.preamble, self._outline.sections[0]
        if not first.title and preamble and is_section_title(preamble[-1]):
            first.title = preamble.pop()

    def _warn(self, code: str, message: str) -> None:
        self._outline.warnings.append(OutlineWarning(code, message))


def _looks_like_rows(table: Table, header: Header) -> bool:
    """Most of its rows have as many cells as the header has columns, three or more."""
    rows = [row for row in table.rows if not row.is_empty]
    alike = sum(len(row.cells) == len(header.columns) for row in rows)
    return len(header.columns) >= 3 and alike > 0 and alike * 2 >= len(rows)
