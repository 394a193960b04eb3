"""Rows of participants become results: a class is taken whole or not at all."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from django.db.models import F

from accounts.audit import record_event
from accounts.models import User
from assessments.models import Procedure, Result, Session, Work
from assessments.scoring.scores import Scale, encode_scores, marks_for
from assessments.services import declarations, reconciliation
from assessments.services.imports.bulk import ResultRow, insert_results
from assessments.services.imports.registry import (
    SchoolRegistry,
    known_works,
    note_unknown,
    taken_over,
)
from assessments.services.imports.report import ImportReport
from assessments.services.imports.sessions import Key, SessionsOfFile, procedure_of_year
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.headings import ORDINALS, STAMP_SCHOOL, plain
from assessments.spreadsheets.shapes.binding import bind_items
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.matching import match_work
from assessments.spreadsheets.shapes.participants import Setting, read_participants
from assessments.spreadsheets.shapes.records import Participant, ReadProtocol, SchoolMention
from assessments.spreadsheets.shapes.tables import Table, stamp_pairs
from assessments.spreadsheets.shapes.words import class_letter, school_of
from assessments.spreadsheets.workbook import Workbook
from schools.models import School

CHOOSE_SCHOOL = "Назовите школу: --school edu990001."


class ProtocolImport:
    """One table of participants on its way into the database, inside a transaction."""

    def __init__(
        self,
        *,
        workbook: Workbook,
        table: Table,
        year: int,
        registry: SchoolRegistry,
        school: School | None,
        findings: Findings,
        report: ImportReport,
        sha256: str,
        by: User | None,
    ) -> None:
        self.workbook, self.table, self.year, self.registry = workbook, table, year, registry
        self.school, self.findings, self.report = school, findings, report
        self.sha256, self.by = sha256, by

    def run(self, subject: str, grade: int | None) -> None:
        known = match_work(self.table, known_works(subject, grade), self.year, self.findings)
        if known is None:
            return
        work = Work.objects.select_related("subject").get(pk=known.key)
        if work.year != self.year:
            work = taken_over(work, self.year, self.by)
            place = Place(self.table.sheet.name, self.table.heading.number)
            became = f"в каталог внесена работа «{work}» с теми же заданиями, без шкалы отметок"
            self.findings.mend(place, "work_made", became)
        self.report.work = str(work)
        setting = self._setting(work)
        bound = bind_items(self.table, known.items, self.findings)
        if setting is None or bound is None or self._lacks_columns():
            return
        found = read_participants(self.table, bound, setting, self.findings)
        self._take(found, work)

    def _lacks_columns(self) -> bool:
        """Without a column every row would be faulty: the heading alone says it."""
        return any(each not in self.table.columns for each in self.table.shape.needed)

    def _setting(self, work: Work) -> Setting | None:
        """Whose the file is. A form of one school is its own by the stamp, or as it was said."""
        if self.table.shape.many_schools:
            return Setting(grade=work.grade)
        stamped = stamp_pairs(self.workbook).get(plain(STAMP_SCHOOL), "")
        mention = school_of(stamped) if stamped else SchoolMention("", "")
        school = self.registry.find(mention) if stamped else self.school
        place = Place(self.table.sheet.name)
        if school is None:
            if stamped:
                note_unknown(mention, place, len(self.table.rows()), self.findings)
            else:
                reason = "В форме нет отметки портала: неизвестно, чья она."
                self.findings.fault(place, "no_school", reason, CHOOSE_SCHOOL)
            return None
        classes = self._class_letters(school, work)
        return Setting(SchoolMention(school.login.casefold(), str(school)), classes, work.grade)

    def _class_letters(self, school: School, work: Work) -> tuple[str, ...]:
        """From the sheet of ordinals where it names classes, else the school's own in order."""
        grades = frozenset({work.grade})
        for sheet in self.workbook.sheets:
            if plain(sheet.name) == plain(ORDINALS):
                labels = [row.cell(1) for row in sheet.rows[1:] if row.cell(1)]
                letters = [class_letter(label, grades) for label in labels]
                if letters and None not in letters:
                    return tuple(letter for letter in letters if letter is not None)
        own = school.class_groups.filter(school_year=self.year - 1, grade=work.grade)
        return tuple(own.order_by("letter").values_list("letter", flat=True))

    def _take(self, found: ReadProtocol, work: Work) -> None:
        schools = self._schools(found)
        groups: dict[Key, list[Participant]] = {}
        for one in found.participants:
            school = schools.get(one.school)
            if school is not None:
                groups.setdefault((school.pk, one.class_label), []).append(one)
        spoilt = {
            (school.pk, label)
            for mention, label in found.spoilt
            if (school := schools.get(mention)) is not None
        }
        of_committees = {school.committee_id: None for school in schools.values() if school}
        held_on = self.table.mention.held_on
        procedures = {
            each: procedure_of_year(each, self.year, held_on, self.by) for each in of_committees
        }
        known = {school.pk: school for school in schools.values() if school}
        sessions = SessionsOfFile(
            work=work, procedures=procedures, schools=known.values(), held_on=held_on
        )
        sound = {
            key: rows
            for key, rows in groups.items()
            if not {key, (key[0], None)} & spoilt and self._may_take(key, known, sessions, rows)
        }
        self._save(sound, work, sessions)
        self._record(procedures.values(), sound, work)
        self.report.waiting = len(found.participants) - self.report.accepted

    def _schools(self, found: ReadProtocol) -> dict[SchoolMention, School | None]:
        """Every school the file names; unknown ones are noted by name."""
        mentions = Counter(one.school for one in found.participants)
        mentions.update({mention: 0 for mention, _ in found.spoilt})
        schools: dict[SchoolMention, School | None] = {}
        for mention, rows in mentions.items():
            school = self.registry.find(mention)
            place = found.places.get(mention, Place(self.table.sheet.name))
            if school is None and mention != SchoolMention("", ""):
                note_unknown(mention, place, rows, self.findings)
            elif school is not None and self.school not in (None, school):
                self.findings.fault(
                    place,
                    "other_school",
                    "Это отчёт другой школы.",
                    f"Ожидаются результаты школы {self.school}. Выберите её файл.",
                    str(mention),
                )
                school = None
            schools[mention] = school
        return schools

    def _may_take(
        self,
        key: Key,
        schools: dict[int, School],
        sessions: SessionsOfFile,
        rows: list[Participant],
    ) -> bool:
        """A cancelled session takes nothing; what the school itself brought is not written over."""
        session = sessions.existing(key)
        if session is None:
            return True
        place = Place(self.table.sheet.name, rows[0].row)
        label = f"{schools[key[0]]}, {session.class_group.label}"
        if session.status == Session.Status.CANCELLED:
            reason, remedy = "Сессия отменена.", "Верните сессию на её странице и загрузите снова."
            self.findings.fault(place, "session_cancelled", f"{label}: {reason}", remedy)
            return False
        if session.uploads.current().exists():
            self.findings.fault(
                place,
                "brought_by_school",
                f"{label}: результаты уже загрузила сама школа.",
                "Если в них ошибка, школа заменит форму на странице сессии.",
            )
            return False
        return True

    def _save(
        self, groups: dict[Key, list[Participant]], work: Work, sessions: SessionsOfFile
    ) -> None:
        made = sessions.make({key: len(rows) for key, rows in groups.items()})
        ids = [session.pk for session in made.values()]
        Result.objects.filter(session__in=ids).delete()
        Session.objects.filter(pk__in=ids).update(
            status=Session.Status.COLLECTED, version=F("version") + 1
        )
        rows = [(made[key], one) for key, each in groups.items() for one in each]
        marks = self._marks(work, [one for _, one in rows])
        insert_results(
            _result(session, one, mark) for (session, one), mark in zip(rows, marks, strict=True)
        )
        reconciliation.count_results(session_ids=ids, by=self.by)
        declarations.overtake(session_ids=ids, by=self.by)
        self.report.accepted = len(rows)
        self.report.sessions = len(made)
        self.report.schools = len({school_id for school_id, _ in groups})

    def _marks(self, work: Work, rows: list[Participant]) -> list[int | None]:
        """By the scale; without one as the file states, for it is all that is known."""
        if work.uppers is None:
            return [None if one.absent else one.stated_mark for one in rows]
        scale = Scale(*work.uppers, work.max_points)
        totals = np.asarray([one.total or 0 for one in rows], np.int64)
        marks = [int(mark) for mark in marks_for(totals=totals, scale=scale)]
        column = self.table.columns.get(Column.MARK)
        for one, mark in zip(rows, marks, strict=True):
            if column is not None and one.stated_mark not in (None, mark) and not one.absent:
                place = self.table.place(one.row, column)
                became = f"по шкале работы — {mark}"
                self.findings.mend(place, "mark_by_scale", became, float(one.stated_mark or 0))
        return [None if one.absent else mark for one, mark in zip(rows, marks, strict=True)]

    def _record(
        self, procedures: Iterable[Procedure], sound: dict[Key, list[Participant]], work: Work
    ) -> None:
        if not sound:
            return
        for procedure in procedures:
            record_event(
                action="results-imported",
                target=procedure,
                by=self.by,
                work=work.pk,
                shape=self.table.shape.code,
                sha256=self.sha256,
                participants=self.report.accepted,
                sessions=self.report.sessions,
            )


def _result(session: Session, one: Participant, mark: int | None) -> ResultRow:
    return ResultRow(
        session_id=session.pk,
        code=one.code,
        variant=one.variant,
        absent=one.absent,
        scores=encode_scores(one.scores),  # type: ignore[arg-type]  # the states are texts
        total=one.total,
        mark=mark,
        journal_mark=one.journal_mark,
    )
