"""Decisions about the whole catalogue: loading it from a file, copying a year."""

import dataclasses
from collections import Counter
from typing import NamedTuple

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.documents.catalogue_file import Catalogue
from assessments.documents.catalogue_table import read_catalogue_table
from assessments.documents.drafts import DraftFault, WorkDraft
from assessments.models import Result, Subject, Work
from assessments.services.works import codes_and_maxima, draft_of, write_work
from assessments.spreadsheets.workbook import read_workbook

Key = tuple[int, int, str, str, int]


class LoadCounts(NamedTuple):
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_catalogue(*, catalogue: Catalogue, by: User | None) -> LoadCounts:
    """Enter all works of a file, or none. Repeatable; never removes. `by` is None for a command.

    Raises:
        RuleViolation: bad-catalogue; the message lists every fault on its own line.
    """
    if by is not None:
        permissions.check_can_edit_works(by)
    known = _known_works()
    faults = _faults_beside(catalogue, known)
    if faults:
        raise RuleViolation("bad-catalogue", "\n".join(map(str, faults)))
    for subject in catalogue.subjects:
        Subject.objects.update_or_create(
            code=subject.code, defaults={"abbreviation": subject.abbreviation, "name": subject.name}
        )
    subjects = {subject.code: subject for subject in Subject.objects.all()}
    outcomes: Counter[str] = Counter()
    for draft in catalogue.works:
        work = known.get(draft.key)
        differed = write_work(
            work=work or Work(), draft=draft, subject=subjects[draft.subject_code], by=by
        )
        outcomes["created" if work is None else "updated" if differed else "unchanged"] += 1
    return LoadCounts(outcomes["created"], outcomes["updated"], outcomes["unchanged"])


def find_faults(catalogue: Catalogue) -> list[DraftFault]:
    """Faults of the file itself, and those that show only beside what the portal already holds."""
    return _faults_beside(catalogue, _known_works())


def import_catalogue_table(*, data: bytes, by: User) -> tuple[LoadCounts | None, list[DraftFault]]:
    """Enter the works of a workbook, or say everything that is wrong with it.

    Raises:
        FileRefused: the file cannot be opened.
    """
    permissions.check_can_edit_works(by)
    sheet = next(iter(read_workbook(data).sheets), None)
    rows = [(row.number, row.cells) for row in sheet.rows] if sheet else []
    catalogue = read_catalogue_table(rows, sheet.name if sheet else "")
    faults = find_faults(catalogue)
    if faults:
        return None, faults
    return load_catalogue(catalogue=catalogue, by=by), []


@transaction.atomic
def copy_works(*, from_year: int, to_year: int, by: User) -> LoadCounts:
    """Next year's catalogue from last year's, scales included; works that exist stay as they are.

    Raises:
        RuleViolation: nothing-to-copy.
    """
    permissions.check_can_edit_works(by)
    known = _known_works()
    copies = [
        dataclasses.replace(
            draft_of(work), year=to_year, source=f"Скопировано из {from_year} года, сверьте"
        )
        for key, work in known.items()
        if key[0] == from_year and (to_year, *key[1:]) not in known
    ]
    if not copies:
        raise RuleViolation("nothing-to-copy", f"Копировать из {from_year} года нечего.")
    return load_catalogue(catalogue=Catalogue(works=copies), by=by)


def _known_works() -> dict[Key, Work]:
    works = Work.objects.select_related("subject").prefetch_related("items")
    return {draft_of(work).key: work for work in works}


def _faults_beside(catalogue: Catalogue, known: dict[Key, Work]) -> list[DraftFault]:
    faults = list(catalogue.faults)
    codes = {subject.code for subject in catalogue.subjects}
    codes.update(Subject.objects.values_list("code", flat=True))
    times = Counter(draft.key for draft in catalogue.works)
    used = set(Result.objects.values_list("session__work_id", flat=True).distinct().order_by())
    for draft in catalogue.works:
        where = f"{draft.subject_code} {draft.grade}, {draft.year}"
        if draft.subject_code not in codes:
            problem = f"Предмета с кодом «{draft.subject_code}» нет."
            faults.append(DraftFault(where, problem, f"Коды: {', '.join(sorted(codes))}."))
        if times[draft.key] > 1:
            faults.append(DraftFault(where, "Работа повторяется.", "Оставьте одну."))
        work = known.get(draft.key)
        if work is not None and work.pk in used:
            faults += _in_use(work, draft, where)
    return list(dict.fromkeys(faults))


def _in_use(work: Work, draft: WorkDraft, where: str) -> list[DraftFault]:
    try:
        rules.check_items_may_change(work, codes_and_maxima(draft))
    except RuleViolation as violation:
        return [DraftFault(where, str(violation), "Уберите работу из файла.")]
    return []
