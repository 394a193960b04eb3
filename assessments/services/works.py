"""Decisions about one work of the catalogue."""

import hashlib

from django.db import transaction
from django.db.models import Q

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.documents.drafts import ItemDraft, WorkDraft, faults_of
from assessments.models import Item, Result, Subject, Work

STALE = (
    "Пока вы правили, работу изменил кто-то другой. Откройте её в новой вкладке, сверьте "
    "и сохраните ещё раз: введённое вами осталось в форме."
)


@transaction.atomic
def save_work(*, work_id: int | None, draft: WorkDraft, seen: str | None = None, by: User) -> Work:
    """Enter a work or change it; with another scale the marks are given anew.

    Args:
        seen: the fingerprint of the work as the editor had it before their eyes; None where
            nobody looked.

    Raises:
        RuleViolation: stale, work-faulty, work-exists, work-in-use, unknown-subject.
    """
    permissions.check_can_edit_works(by)
    work = Work() if work_id is None else Work.objects.select_for_update().get(pk=work_id)
    if seen is not None and work_id is not None and seen != fingerprint_of(work):
        raise RuleViolation("stale", STALE)
    faults = faults_of(draft, "работа")
    if faults:
        raise RuleViolation("work-faulty", " ".join(fault.problem for fault in faults))
    subject = Subject.objects.filter(code=draft.subject_code).first()
    if subject is None:
        raise RuleViolation("unknown-subject", f"Предмета с кодом «{draft.subject_code}» нет.")
    _check_only_one(draft, work_id)
    if work_id is not None:
        key = (draft.year, draft.grade, subject.pk, draft.level, draft.form)
        rules.check_key_may_change(work, key)
        rules.check_items_may_change(work, codes_and_maxima(draft))
    write_work(work=work, draft=draft, subject=subject, by=by)
    return work


def write_work(*, work: Work, draft: WorkDraft, subject: Subject, by: User | None) -> bool:
    """Bring a record to its draft, inside the transaction of a decision; True if it differed."""
    is_new = work.pk is None
    before = None if is_new else draft_of(work)
    if before == draft:
        return False
    work.year, work.grade, work.subject = draft.year, draft.grade, subject
    work.level, work.form, work.form_name = draft.level, draft.form, draft.form_name
    work.max_points, work.minutes, work.source = draft.max_points, draft.minutes, draft.source
    work.upper_2, work.upper_3, work.upper_4 = draft.uppers or (None, None, None)
    work.save()
    if before is None or before.items != draft.items:
        work.items.all().delete()
        Item.objects.bulk_create(
            Item(
                work=work,
                position=position,
                code=item.code,
                max_points=item.max_points,
                level=item.level,
                skill=item.skill,
            )
            for position, item in enumerate(draft.items, start=1)
        )
    if before is not None and before.uppers != draft.uppers:
        _give_marks_anew(work)
    action = "work-created" if is_new else "work-changed"
    scale = list(draft.uppers) if draft.uppers else None
    record_event(action=action, target=work, by=by, max_points=work.max_points, scale=scale)
    return True


def draft_of(work: Work) -> WorkDraft:
    """A work as a draft, for forms, comparison and copies."""
    return WorkDraft(
        year=work.year,
        grade=work.grade,
        subject_code=work.subject.code,
        items=tuple(
            ItemDraft(item.code, item.max_points, item.level, item.skill)
            for item in work.items.all()
        ),
        max_points=work.max_points,
        uppers=work.uppers,
        level=work.level,
        form=work.form,
        form_name=work.form_name,
        minutes=work.minutes,
        source=work.source,
    )


def fingerprint_of(work: Work) -> str:
    """Changes with anything a form of the work shows."""
    return hashlib.sha256(repr(draft_of(work)).encode()).hexdigest()


def codes_and_maxima(draft: WorkDraft) -> list[tuple[str, int]]:
    return [(item.code, item.max_points) for item in draft.items]


def _check_only_one(draft: WorkDraft, work_id: int | None) -> None:
    same = Work.objects.exclude(pk=work_id or 0).filter(
        year=draft.year,
        grade=draft.grade,
        subject__code=draft.subject_code,
        level=draft.level,
        form=draft.form,
    )
    if same.exists():
        raise RuleViolation("work-exists", f"Такая работа уже есть в каталоге: {same[0]}.")


def _give_marks_anew(work: Work) -> None:
    """A scale that came late, or was put right, gives marks to the results already there."""
    results = Result.objects.took_part().filter(session__work=work)
    if work.uppers is None:
        results.update(mark=None)
        return
    two, three, four = work.uppers
    reaches = {
        2: Q(total__lte=two),
        3: Q(total__gt=two, total__lte=three),
        4: Q(total__gt=three, total__lte=four),
        5: Q(total__gt=four),
    }
    for mark, reach in reaches.items():
        results.filter(reach).update(mark=mark)
