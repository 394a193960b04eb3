"""Whose a file is, by what stands in it and never by its name, and what was read from it."""

from dataclasses import dataclass, replace

from accounts.files.errors import FileRefused
from accounts.models import User
from assessments.models import Procedure, Session
from assessments.services.imports.registry import known_works
from assessments.services.result_forms import parallel_of, spec_of
from assessments.spreadsheets import headings
from assessments.spreadsheets.findings import Fault, Findings, Place, ReadResults, shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.result_reader import check_results
from assessments.spreadsheets.shapes import blank_form
from assessments.spreadsheets.shapes.columns import Column
from assessments.spreadsheets.shapes.matching import match_work
from assessments.spreadsheets.shapes.tables import Table, find_table, stamp_pairs
from assessments.spreadsheets.spec import FormSpec
from assessments.spreadsheets.strangers import note_stranger
from assessments.spreadsheets.workbook import Sheet, Workbook, read_workbook
from schools.models import School

TAKE_BLANK = (
    "Скачайте чистую форму нужной работы на странице загрузки, перенесите в неё баллы и загрузите: "
    "в ней указано, чья она."
)
TAKE_OWN = "Выберите файл своей школы."
FIND_OTHER = "Откройте загрузку той процедуры и выберите файл там."


@dataclass(frozen=True)
class Part:
    """What one file holds for one session; without a session, why it is nobody's."""

    found: ReadResults
    session: Session | None = None
    spec: FormSpec | None = None


def read_file(*, data: bytes, procedure: Procedure, by: User) -> list[Part]:
    """One part for a form of the portal; one for each class in a form of ФИС ОКО.

    Never raises for a bad file: what is wrong is a fault of the only part.
    """
    try:
        workbook = read_workbook(data)
    except FileRefused as refusal:
        return [_nobodys(Place(), refusal.code, "Файл не принят.", refusal.message)]
    stamp = stamp_pairs(workbook)
    if stamp:
        return [_stamped(workbook, stamp, procedure, by)]
    return _unstamped(workbook, procedure, by)


def _nobodys(place: Place, code: str, reason: str, remedy: str, value: str = "") -> Part:
    return Part(ReadResults(refused=[Fault(place, code, value, reason, remedy)]))


def _stamped(workbook: Workbook, stamp: dict[str, str], procedure: Procedure, by: User) -> Part:
    """The session that the form was downloaded for, or the plainest reason why there is none."""
    number = stamp.get(plain(headings.STAMP_SESSION), "")
    known = Session.objects.visible_to(by).for_table()
    session = known.filter(pk=number).first() if _is_key(number) else None
    if session is not None and session.procedure_id == procedure.pk:
        spec = spec_of(session)
        return Part(check_results(workbook, spec), session, spec)
    login = stamp.get(plain(headings.STAMP_SCHOOL), "")
    year = stamp.get(plain(headings.STAMP_YEAR), "")
    if not School.objects.visible_to(by).filter(login__iexact=login).exists():
        reason = "Это форма другой школы."
        return _nobodys(Place(), "other_school", reason, TAKE_OWN, login)
    if year != str(procedure.year):
        is_last = year == str(procedure.year - 1)
        reason = "Это форма прошлого года." if is_last else f"Это форма {year} года."
        return _nobodys(Place(), "other_year", reason, TAKE_BLANK, year)
    if session is not None:
        reason = f"Это форма другой процедуры: {session.procedure}."
        return _nobodys(Place(), "other_procedure", reason, FIND_OTHER)
    return _nobodys(Place(), "no_session", "Работы, для которой скачана форма, нет.", TAKE_BLANK)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _unstamped(workbook: Workbook, procedure: Procedure, by: User) -> list[Part]:
    """The form of ФИС ОКО itself: the work by its tasks, the class by the ordinals in its rows."""
    findings = Findings()
    table = find_table(workbook, (blank_form.SHAPE,), Findings())
    if table is None:
        note_stranger(workbook, _any_spec(procedure, by), findings)
        return [Part(_with_remedy(findings.results([]), TAKE_BLANK))]
    sessions = _sessions_of_table(table, procedure, by, findings)
    if not sessions:
        return [Part(findings.results([]))]
    if len({session.school_id for session in sessions}) > 1:
        place = Place(table.sheet.name)
        return [_nobodys(place, "no_school", "В форме не указано, чьей она школы.", TAKE_BLANK)]
    return _by_class(workbook, table, sessions)


def _with_remedy(found: ReadResults, remedy: str) -> ReadResults:
    return replace(found, refused=[replace(fault, remedy=remedy) for fault in found.refused])


def _any_spec(procedure: Procedure, by: User) -> FormSpec:
    """What a stranger's file is compared with when no session is meant: the school and the year."""
    school = School.objects.visible_to(by).first() if by.is_deputy else None
    return FormSpec(
        work_title="",
        year=procedure.year,
        subject="",
        grade=0,
        items=(),
        school_name=str(school or ""),
        school_login=school.login if school else "",
        session_id=0,
    )


def _sessions_of_table(
    table: Table, procedure: Procedure, by: User, findings: Findings
) -> list[Session]:
    """Live sessions of the work that the tasks in the headings belong to."""
    own = (
        Session.objects.visible_to(by)
        .for_table()
        .filter(procedure=procedure)
        .exclude(status=Session.Status.CANCELLED)
    )
    written = set(own.order_by().values_list("work", flat=True))
    known = known_works()
    ours = [work for work in known if work.key in written]
    # The whole catalogue only tells a form of last year from one that nobody knows.
    noted = Findings()
    work = match_work(table, ours, procedure.year, noted)
    if work is None and not any(fault.code == "ambiguous_work" for fault in noted.refused):
        noted = Findings()
        work = match_work(table, known, procedure.year, noted)
    for fault in noted.refused:
        findings.fault(fault.place, fault.code, fault.reason, TAKE_BLANK)
    if work is None:
        return []
    sessions = list(own.filter(work=work.key).order_by("class_group__letter"))
    if not sessions:
        reason = f"Работу «{work.title}» ваша школа в этой процедуре не пишет."
        findings.fault(Place(table.sheet.name), "no_session", reason, TAKE_BLANK)
    return sessions


def _by_class(workbook: Workbook, table: Table, sessions: list[Session]) -> list[Part]:
    """Rows go to the session of their class; those without a class to the first, to be refused."""
    if len(sessions) == 1:
        spec = spec_of(sessions[0])
        return [Part(check_results(workbook, spec), sessions[0], spec)]
    labels = parallel_of(sessions[0].class_group)
    ordinals = {labels.index(each.class_group.label) + 1: each for each in sessions}
    column = table.columns.get(Column.ORDINAL)
    of_row = {
        row.number: _ordinal(shown(row.cell(column)), labels) if column is not None else 0
        for row in table.rows()
    }
    met = {ordinal for ordinal in of_row.values() if ordinal in ordinals}
    first = min(met, default=min(ordinals))
    parts = []
    for ordinal in sorted(met | {first}):
        drop = {
            number for number, each in of_row.items() if (each if each in met else first) != ordinal
        }
        spec = spec_of(ordinals[ordinal])
        rest = _without_rows(workbook, table.sheet, drop)
        parts.append(Part(check_results(rest, spec), ordinals[ordinal], spec))
    return parts


def _ordinal(text: str, labels: tuple[str, ...]) -> int:
    """«2», «5Б» or «Б» is the second class; 0 when it cannot be told."""
    words = plain(text)
    if words.isdecimal():
        return int(words[:3])
    full = [plain(label) for label in labels]
    bare = [label.lstrip("0123456789") for label in full]
    return next((names.index(words) + 1 for names in (full, bare) if words in names), 0)


def _without_rows(workbook: Workbook, sheet: Sheet, numbers: set[int]) -> Workbook:
    rows = [row for row in sheet.rows if row.number not in numbers]
    return Workbook(
        [replace(each, rows=rows) if each is sheet else each for each in workbook.sheets]
    )
