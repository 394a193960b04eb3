"""All shapes, in the order in which they are tried: the more telling headings first."""

from dataclasses import dataclass

from assessments.spreadsheets.findings import Findings
from assessments.spreadsheets.shapes import (
    blank_form,
    distribution,
    export_2020,
    export_2021,
    export_2022,
    federal_list,
    individual,
    journal_comparison,
    mark_statistics,
)
from assessments.spreadsheets.shapes.report_tables import ReportTable, find_report
from assessments.spreadsheets.shapes.tables import Table, find_table
from assessments.spreadsheets.workbook import Row, Sheet, Workbook

PROTOCOLS = (
    individual.SHAPE,
    export_2022.SHAPE,
    export_2021.SHAPE,
    export_2020.SHAPE,
    blank_form.SHAPE,
)
REPORTS = (
    distribution.REGIONAL,
    distribution.OF_GROUPS,
    mark_statistics.SHAPE,
    journal_comparison.IN_COLUMNS,
    journal_comparison.IN_ROWS,
)


@dataclass(frozen=True)
class Recognised:
    """What a workbook turned out to be: exactly one of the three."""

    code: str
    title: str
    table: Table | None = None
    report: ReportTable | None = None
    listed: tuple[Sheet, Row] | None = None


def recognise(workbook: Workbook, findings: Findings) -> Recognised | None:
    """By headings alone; None when no sheet has those of any shape."""
    table = find_table(workbook, PROTOCOLS, findings)
    if table is not None:
        return Recognised(table.shape.code, table.shape.title, table=table)
    listed = federal_list.find_list(workbook)
    if listed is not None:
        return Recognised(federal_list.CODE, federal_list.TITLE, listed=listed)
    report = find_report(workbook, REPORTS)
    if report is not None:
        return Recognised(report.shape.code, report.shape.title, report=report)
    return None
