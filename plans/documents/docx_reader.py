"""Reads a plan out of a .docx: the one function that import needs.

The table is found by its captions, not by its place; what stands above it becomes stamps, title
and preamble, what stands below it the footer. Nothing is guessed in silence: see the warnings.
"""

from pathlib import Path
from typing import BinaryIO

from plans.documents.columns import assign_fields
from plans.documents.docx_blocks import Block, layout_lines, read_blocks
from plans.documents.docx_package import open_package
from plans.documents.heading import Line, read_heading
from plans.documents.outline import PlanOutline
from plans.documents.plan_tables import (
    PlanTable,
    PlanTables,
    first_plan_table,
    no_activity_column,
)


def read_plan(source: Path | bytes | BinaryIO, *, name: str = "") -> PlanOutline:
    """Understands a plan written in Word.

    `name` is the file's name; its stem becomes the outline's name. A path names itself.

    Raises:
        PlanFileError: the file cannot be opened safely (see docx_package), no-table,
            no-activity-column, no-activities, too-many-rows, cell-too-long, nested-too-deep.
    """
    package = open_package(source)
    own_name = source.name if isinstance(source, Path) else ""
    outline = PlanOutline(name=_stem(name or own_name))
    understand(outline, read_blocks(package, outline.warnings))
    return outline


def understand(outline: PlanOutline, blocks: list[Block]) -> None:
    """Finds the plan among the blocks of a file, whatever program wrote it.

    Raises:
        PlanFileError: no-table, no-activity-column, no-activities, too-many-rows.
    """
    first = first_plan_table(blocks)
    _fill_heading(outline, blocks, first)
    PlanTables(outline, first).read(blocks[blocks.index(first.table) :])


def _stem(name: str) -> str:
    known = name.lower().endswith((".docx", ".docm", ".doc"))
    return Path(name).stem if known else name


def _fill_heading(outline: PlanOutline, blocks: list[Block], plan: PlanTable) -> None:
    assign_fields(plan.header, plan.table, outline.warnings)
    if plan.header.main("title") is None:
        raise no_activity_column([c.caption for c in plan.header.columns if c.caption])
    above: list[Line] = []
    for block in blocks[: blocks.index(plan.table)]:
        above += block if isinstance(block, list) else layout_lines(block.rows)
    above += layout_lines(plan.table.rows[: plan.header.first])
    heading = read_heading(above, outline.warnings)
    outline.stamps, outline.order = heading.stamps, heading.order
    outline.title, outline.preamble = heading.title, heading.preamble
    mains = [column for column in plan.header.columns if column.role == "main"]
    outline.columns = [column.caption for column in mains]
    outline.fields = [column.field for column in mains if column.field is not None]
