"""One file in, one report out: whatever it is, all of it in one transaction."""

import hashlib

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.files.errors import FileRefused
from accounts.models import Committee, User
from assessments import permissions
from assessments.services.imports.protocols import ProtocolImport
from assessments.services.imports.registry import SchoolRegistry
from assessments.services.imports.report import ImportReport
from assessments.services.imports.reports import ReportImport, import_list
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.shapes.records import SchoolMention, sorted_findings
from assessments.spreadsheets.shapes.registry import PROTOCOLS, REPORTS, Recognised, recognise
from assessments.spreadsheets.shapes.words import school_of
from assessments.spreadsheets.workbook import Workbook, read_report
from schools.models import School


def import_file(
    *,
    data: bytes,
    filename: str,
    year: int,
    school_login: str = "",
    subject: str = "",
    grade: int | None = None,
    committee_id: int | None = None,
    dry_run: bool = False,
    by: User | None,
) -> ImportReport:
    """Read a file of ФИС ОКО, take what is sound, say what is not.

    A session is taken whole or not at all; a report of groups likewise as a whole.

    Args:
        school_login: whose form it is, where the form does not say; no other school is taken.
        subject, grade: narrow the choice of the work where headings alone do not tell.
        dry_run: find out everything and change nothing.
        by: None for the administrator at the shell, who sees every committee.

    Raises:
        NotAllowed: `by` is not a committee editor.
        RuleViolation: unknown-school.
    """
    if by is not None:
        permissions.check_can_import_results(by)
        committee_id = by.committee_id
    report, findings = ImportReport(), Findings()
    workbook = _opened(data, findings)
    recognised = recognise(workbook, findings) if workbook is not None else None
    if workbook is not None and recognised is None:
        _note_stranger(workbook, findings)
    if workbook is not None and recognised is not None:
        report.shape, report.title = recognised.code, recognised.title
        job = _Job(workbook, recognised, year, committee_id, filename, findings, report, by)
        job.sha256 = hashlib.sha256(data).hexdigest()
        with transaction.atomic():
            job.run(school_login, subject, grade)
            if dry_run:
                transaction.set_rollback(True)
    report.mended, report.refused = sorted_findings(findings)
    return report


def _opened(data: bytes, findings: Findings) -> Workbook | None:
    try:
        return read_report(data)
    except FileRefused as refusal:
        findings.fault(Place(), refusal.code, "Файл не принят.", refusal.message)
        return None


def _note_stranger(workbook: Workbook, findings: Findings) -> None:
    if not any(sheet.rows for sheet in workbook.sheets):
        findings.fault(Place(), "empty", "Книга пуста.", "Выберите файл с результатами.")
        return
    known = {shape.title: None for shape in (*PROTOCOLS, *REPORTS)}
    findings.fault(
        Place(),
        "unknown_shape",
        "По заголовкам не видно, что это за файл.",
        f"Портал читает: {'; '.join(known)}; федеральный список школ с признаками.",
    )


class _Job:
    """What one file needs to know of the portal."""

    sha256 = ""

    def __init__(
        self,
        workbook: Workbook,
        recognised: Recognised,
        year: int,
        committee_id: int | None,
        filename: str,
        findings: Findings,
        report: ImportReport,
        by: User | None,
    ) -> None:
        self.workbook, self.recognised, self.year = workbook, recognised, year
        self.filename, self.findings, self.report, self.by = filename, findings, report, by
        schools = School.objects.all()
        committees = Committee.objects.order_by("pk")
        if committee_id is not None:
            schools = schools.filter(committee_id=committee_id)
            committees = committees.filter(pk=committee_id)
        self.registry = SchoolRegistry(list(schools))
        self.committees = list(committees)

    def run(self, school_login: str, subject: str, grade: int | None) -> None:
        if self.recognised.table is not None:
            self._protocol(school_login, subject, grade)
        elif self.recognised.report is not None:
            self._report(subject, grade)
        else:
            self._list()

    def _protocol(self, school_login: str, subject: str, grade: int | None) -> None:
        if self.recognised.table is None:
            return
        ProtocolImport(
            workbook=self.workbook,
            table=self.recognised.table,
            year=self.year,
            registry=self.registry,
            school=self._school(school_login),
            findings=self.findings,
            report=self.report,
            sha256=self.sha256,
            by=self.by,
        ).run(subject, grade)

    def _report(self, subject: str, grade: int | None) -> None:
        if self.recognised.report is None:
            return
        ReportImport(
            table=self.recognised.report,
            year=self.year,
            committees=self.committees,
            registry=self.registry,
            findings=self.findings,
            report=self.report,
            source=self.filename,
            by=self.by,
        ).run(subject, grade)

    def _list(self) -> None:
        import_list(
            recognised=self.recognised,
            year=self.year,
            registry=self.registry,
            findings=self.findings,
            report=self.report,
            source=self.filename,
            committees=self.committees,
            by=self.by,
        )

    def _school(self, login: str) -> School | None:
        if not login:
            return None
        found = school_of(login)
        school = self.registry.find(found if found.login else SchoolMention("", login))
        if school is None:
            raise RuleViolation("unknown-school", f"Школы с логином «{login}» нет в реестре.")
        return school
