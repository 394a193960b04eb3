"""Reports of groups and the federal list: kept as printed; distributions become references."""

from collections.abc import Iterable, Sequence

from accounts.audit import record_event
from accounts.models import Committee, User
from assessments.models import FederalMark, Procedure, Reference, ReportedSample, Work
from assessments.scoring.distributions import summary_of
from assessments.services.imports.registry import SchoolRegistry, note_unknown
from assessments.services.imports.report import ImportReport
from assessments.services.imports.sessions import procedure_of_year
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes import journal_comparison
from assessments.spreadsheets.shapes.federal_list import read_list
from assessments.spreadsheets.shapes.matching import FILL_CATALOGUE
from assessments.spreadsheets.shapes.records import SampleRow, WorkMention
from assessments.spreadsheets.shapes.registry import Recognised
from assessments.spreadsheets.shapes.report_tables import ReportTable, read_samples
from assessments.spreadsheets.shapes.words import same_subject
from schools.models import School

KINDS = {
    "mark-statistics": ReportedSample.Kind.MARKS,
    "journal-comparison": ReportedSample.Kind.JOURNAL,
    "journal-comparison-2021": ReportedSample.Kind.JOURNAL,
    "score-distribution": ReportedSample.Kind.SCORES,
}
OWN_SUM = "Сумма по школам отчёта"
Level = ReportedSample.Level


class ReportImport:
    """One report of groups on its way into the database, inside a transaction."""

    def __init__(
        self,
        *,
        table: ReportTable,
        year: int,
        committees: list[Committee],
        registry: SchoolRegistry,
        findings: Findings,
        report: ImportReport,
        source: str,
        by: User | None,
    ) -> None:
        self.table, self.year, self.committees, self.registry = table, year, committees, registry
        self.findings, self.report, self.source, self.by = findings, report, source, by

    def run(self, subject: str, grade: int | None) -> None:
        by_work: dict[Work, list[tuple[WorkMention, SampleRow]]] = {}
        known: dict[WorkMention, Work | None] = {}
        for mention, sample in self._rows():
            named = mention._replace(
                subject=mention.subject or subject, grade=mention.grade or grade
            )
            if named not in known:
                known[named] = self._work(named, sample)
            work = known[named]
            if work is not None and self._fits(work, sample):
                by_work.setdefault(work, []).append((named, sample))
        self._check_any(by_work)
        if self.findings.refused:
            return
        schools = {sample.school for rows in by_work.values() for _, sample in rows}
        self.report.accepted = sum(map(len, by_work.values()))
        self.report.schools = len(schools - {None})
        self.report.work = ", ".join(map(str, by_work))
        for work, rows in by_work.items():
            for committee in self._committees_of([sample for _, sample in rows]):
                self._take(work, rows[0][0], [sample for _, sample in rows], committee)

    def _check_any(self, by_work: dict[Work, list[tuple[WorkMention, SampleRow]]]) -> None:
        if not by_work and not self.findings.refused:
            place = Place(self.table.sheet.name)
            remedy = "Проверьте, тот ли файл выбран, и загрузите его снова."
            self.findings.fault(place, "no_rows", "В отчёте нет ни одной строки.", remedy)

    def _committees_of(self, rows: list[SampleRow]) -> list[Committee]:
        """Those whose schools the report names; a report of the region alone serves everyone."""
        schools = [self.registry.find(row.school) for row in rows if row.school is not None]
        named = {school.committee_id for school in schools if school is not None}
        return [each for each in self.committees if each.pk in named] or self.committees

    def _rows(self) -> list[tuple[WorkMention, SampleRow]]:
        if self.table.shape is journal_comparison.IN_ROWS:
            rows = journal_comparison.read_rows(self.table, self.findings)
            return [(self.table.mention, row) for row in rows]
        return read_samples(self.table, self.findings)

    def _take(
        self, work: Work, mention: WorkMention, rows: list[SampleRow], committee: Committee
    ) -> None:
        procedure = procedure_of_year(committee.pk, self.year, mention.held_on, self.by)
        samples = [self._sample(procedure, work, row) for row in rows]
        unique = {sample.title: sample for sample in samples}
        ReportedSample.objects.bulk_create(
            unique.values(),
            update_conflicts=True,
            unique_fields=["procedure", "work", "kind", "title"],
            update_fields=["level", "school", "schools", "participants", "values", "source"],
        )
        record_event(
            action="report-imported",
            target=procedure,
            by=self.by,
            work=work.pk,
            shape=self.table.shape.code,
            rows=len(unique),
        )
        if self._is_of_scores:
            self._refer(procedure, work, list(unique.values()))

    @property
    def _is_of_scores(self) -> bool:
        return KINDS[self.table.shape.code] == ReportedSample.Kind.SCORES

    def _work(self, mention: WorkMention, row: SampleRow) -> Work | None:
        """The work a row is of, the base level first; None with the reason noted."""
        if mention.year not in (None, self.year):
            self.findings.fault(
                row.place,
                "other_year",
                f"Это отчёт {mention.year} года.",
                f"Загружается {self.year} год. Укажите год отчёта или возьмите другой файл.",
                str(mention.year),
            )
            return None
        works = Work.objects.of_year(self.year).filter(grade=mention.grade or 0)
        # «base» sorts after «advanced».
        for work in works.order_by("-level", "form"):
            if _is_subject(work, mention.subject):
                return work
        title = f"«{mention.subject}, {mention.grade} класс» " if mention.subject else ""
        reason = f"Работы {title}{self.year} года нет в каталоге."
        self.findings.fault(row.place, "unknown_work", reason, FILL_CATALOGUE)
        return None

    def _fits(self, work: Work, row: SampleRow) -> bool:
        if not self._is_of_scores or len(row.values) <= work.max_points + 1:
            return True
        reason = f"Баллов в строке больше, чем в работе «{work}»: в ней {work.max_points}."
        remedy = "Проверьте класс, предмет и год строки."
        self.findings.fault(row.place, "other_work", reason, remedy)
        return False

    def _sample(self, procedure: Procedure, work: Work, row: SampleRow) -> ReportedSample:
        """A school that is not in the registry is kept by name: it belongs to the region."""
        school = self.registry.find(row.school) if row.school is not None else None
        return ReportedSample(
            procedure=procedure,
            work=work,
            kind=KINDS[self.table.shape.code],
            level=row.level,
            title=(
                f"{row.title} ({row.school.login})"
                if row.school and row.school.login
                else row.title
            )[:300],
            school=school,
            schools=row.schools,
            participants=row.participants,
            values=list(row.values),
            source=self.source[:255],
        )

    def _refer(self, procedure: Procedure, work: Work, samples: Sequence[ReportedSample]) -> None:
        """The region's own row, or else all schools of the table together."""
        chosen, title = _region_of(samples)
        summary = summary_of([(each.participants, each.values) for each in chosen])
        if summary is None:
            return
        Reference.objects.update_or_create(
            procedure=procedure,
            work=work,
            defaults={
                "title": title[:200],
                "source": f"{self.table.shape.title}, {self.source}"[:300],
                "mean": summary.mean,
                "sd": summary.sd,
                "n": summary.n,
                "distribution": [round(count, 3) for count in summary.counts],
            },
        )
        record_event(action="reference-set", target=procedure, by=self.by, work=work.pk)


def _region_of(samples: Sequence[ReportedSample]) -> tuple[list[ReportedSample], str]:
    for level in (Level.REGION, Level.COUNTRY):
        found = [each for each in samples if each.level == level]
        if found:
            return found[:1], found[0].title
    of_schools = [each for each in samples if each.level == Level.SCHOOL]
    if of_schools:
        return of_schools, f"{OWN_SUM} ({len(of_schools)})"
    return [each for each in samples if each.level == Level.MUNICIPALITY], OWN_SUM


def _is_subject(work: Work, words: str) -> bool:
    names = (work.subject.abbreviation, work.subject.code)
    return same_subject(words, work.subject.name) or plain(words) in map(plain, names)


def import_list(
    *,
    recognised: Recognised,
    year: int,
    registry: SchoolRegistry,
    findings: Findings,
    report: ImportReport,
    source: str,
    committees: Iterable[Committee],
    by: User | None,
) -> None:
    """The schools of the list that are ours; the others of the region are only counted."""
    if recognised.listed is None:
        return
    listed = read_list(*recognised.listed, findings)
    ours: list[tuple[School, tuple[str, ...]]] = []
    for entry in listed:
        if entry.year not in (None, year):
            continue
        school = registry.find(entry.school)
        if school is None:
            note_unknown(entry.school, entry.place, 1, findings)
        else:
            ours.append((school, entry.works))
    _note_other_years(listed, year, findings)
    FederalMark.objects.filter(year=year, school__committee__in=committees).delete()
    FederalMark.objects.bulk_create(
        FederalMark(school=school, year=year, works=list(works), source=source[:255])
        for school, works in dict(ours).items()
    )
    report.accepted = report.schools = len(dict(ours))
    for committee in committees:
        record_event(
            action="federal-list-imported", target=committee, by=by, year=year, schools=len(ours)
        )


def _note_other_years(listed: Sequence, year: int, findings: Findings) -> None:
    others = [entry for entry in listed if entry.year not in (None, year)]
    if not others:
        return
    if len(others) == len(listed):
        findings.fault(
            others[0].place,
            "other_year",
            f"Это список {others[0].year} года.",
            f"Загружается {year} год. Укажите год списка.",
            str(others[0].year),
        )
    else:
        note = f"строк других лет пропущено: {len(others)}"
        findings.mend(others[0].place, "other_years", note)
