"""Decisions about the whole catalogue: loading it from a file, copying a year."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.documents.catalogue_file import Catalogue
from assessments.documents.catalogue_table import read_catalogue_table
from assessments.documents.drafts import DraftFault, ItemDraft, WorkDraft
from assessments.documents.item_list import items_as_lines
from assessments.models import CatalogueImport, Result, Subject, Work
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


class FieldChange(NamedTuple):
    name: str
    before: str
    after: str


class WorkChange(NamedTuple):
    """What a work of the file would do to the catalogue; nothing where `fields` is empty."""

    draft: WorkDraft
    is_new: bool
    fields: list[FieldChange]


def read_table(*, data: bytes, by: User) -> Catalogue:
    """The works of a workbook with everything that is wrong with them; nothing is saved.

    Raises:
        FileRefused: the file cannot be opened.
    """
    permissions.check_can_edit_works(by)
    sheet = next(iter(read_workbook(data).sheets), None)
    rows = [(row.number, row.cells) for row in sheet.rows] if sheet else []
    catalogue = read_catalogue_table(rows, sheet.name if sheet else "")
    catalogue.faults = find_faults(catalogue)
    return catalogue


@transaction.atomic
def keep_import(*, catalogue: Catalogue, original_name: str, by: User) -> CatalogueImport:
    """Remember what was read until its uploader has looked through it."""
    permissions.check_can_edit_works(by)
    return CatalogueImport.objects.create(
        uploaded_by=by,
        original_name=original_name[:200],
        works=[dataclasses.asdict(draft) for draft in catalogue.works],
    )


def drafts_of(kept: CatalogueImport) -> list[WorkDraft]:
    return [
        WorkDraft(
            **{
                **work,
                "items": tuple(ItemDraft(**item) for item in work["items"]),
                "uppers": tuple(work["uppers"]) if work["uppers"] else None,
            }
        )
        for work in kept.works
    ]


def compare_works(drafts: Sequence[WorkDraft]) -> list[WorkChange]:
    """What each work would change in the catalogue as it is at this moment."""
    known = _known_works()
    return [_change(draft, known.get(draft.key)) for draft in drafts]


def _change(draft: WorkDraft, work: Work | None) -> WorkChange:
    if work is None:
        return WorkChange(draft, True, [])
    before, after = _in_words(draft_of(work)), _in_words(draft)
    fields = [FieldChange(name, before[name], after[name]) for name in before]
    return WorkChange(draft, False, [field for field in fields if field.before != field.after])


def _in_words(draft: WorkDraft) -> dict[str, str]:
    return {
        "Название формы": draft.form_name,
        "Максимальный балл": str(draft.max_points),
        "Шкала": ", ".join(map(str, draft.uppers)) if draft.uppers else "",
        "Минут": str(draft.minutes or ""),
        "Источник": draft.source,
        "Задания": items_as_lines(draft.items),
    }


@transaction.atomic
def confirm_import(*, import_id: int, by: User) -> LoadCounts:
    """Enter works that their uploader has looked through; all of them or none, once.

    Raises:
        RuleViolation: import-done; bad-catalogue, where the catalogue has changed meanwhile.
    """
    permissions.check_can_edit_works(by)
    kept = CatalogueImport.objects.visible_to(by).select_for_update().get(pk=import_id)
    rules.check_import_is_new(kept)
    counts = load_catalogue(catalogue=Catalogue(works=drafts_of(kept)), by=by)
    kept.created, kept.updated, kept.unchanged = counts
    kept.confirmed_at, kept.works = timezone.now(), []
    kept.save()
    record_event(action="works-imported", target=kept, by=by, **counts._asdict())
    return counts


class CopyPlan(NamedTuple):
    """What a year has to give: works that the other year lacks, and those it holds already."""

    absent: list[Work]
    present: list[Work]


def plan_copy(*, from_year: int, to_year: int) -> CopyPlan:
    """What copying would make; nothing is saved. Works stand in the order of the catalogue."""
    known = _known_works()
    lent = [(key, work) for key, work in known.items() if key[0] == from_year]
    there = {key for key, _ in lent if (to_year, *key[1:]) in known}
    return CopyPlan(
        absent=[work for key, work in lent if key not in there],
        present=[work for key, work in lent if key in there],
    )


@transaction.atomic
def copy_works(
    *, from_year: int, to_year: int, work_ids: Collection[int] | None = None, by: User
) -> LoadCounts:
    """Next year's catalogue from last year's, scales included; works that exist stay as they are.

    Args:
        work_ids: which works of the year; all of them where it is None.

    Raises:
        RuleViolation: nothing-to-copy.
    """
    permissions.check_can_edit_works(by)
    source = f"Скопировано из {from_year} года, сверьте"
    copies = [
        dataclasses.replace(draft_of(work), year=to_year, source=source)
        for work in plan_copy(from_year=from_year, to_year=to_year).absent
        if work_ids is None or work.pk in work_ids
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
