"""Drafts out of files of Word and Excel."""

import datetime
import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import Committee, User
from plans import permissions, rules
from plans.documents.outline import FIELDS, OutlineActivity, OutlineWarning, PlanOutline
from plans.documents.plan_files import read_plan_file
from plans.models import Activity, Plan, PlanImport, Section, Stamp
from plans.reports.file_head import file_head
from plans.reports.period import find_period
from plans.reports.working_days import Term, term_of
from plans.services import responsibility
from plans.services.editing.activities import readings_of
from plans.services.editing.numbering import keep_numbers

LONGEST_NUMBER = 20  # characters; Activity.number


class Origin(NamedTuple):
    """The file a plan came from."""

    name: str = ""
    sha256: str = ""


NO_FILE = Origin()


def read_file(*, content: bytes, name: str, today: datetime.date) -> PlanOutline:
    """What a file says, with a warning where its period had to be guessed.

    Raises:
        PlanFileError: see `plans.documents.plan_files.read_plan_file`.
        RuleViolation: file-too-large.
    """
    rules.check_file_size(len(content))
    outline = read_plan_file(content, name=name)
    period = find_period(outline, today=today)
    if not period.is_found:
        outline.warnings.append(
            OutlineWarning(
                code="period-guessed",
                message=f"Период плана в файле не назван: взят {period.first:%d.%m.%Y} – "
                f"{period.last:%d.%m.%Y}. Проверьте его.",
            )
        )
    return outline


def keep_file(*, content: bytes, name: str, by: User, today: datetime.date) -> PlanImport:
    """Keep what was understood of a file until a person has looked through it.

    It is read before the transaction: nobody waits for a lock meanwhile.

    Raises:
        NotAllowed, PlanFileError, RuleViolation: file-too-large.
    """
    permissions.check_can_edit_plans(by)
    outline = read_file(content=content, name=name, today=today)
    with transaction.atomic():
        kept = PlanImport.objects.create(
            committee_id=by.committee_id,
            original_name=shortened(name),
            sha256=hashlib.sha256(content).hexdigest(),
            outline=outline.as_json(with_source=True),
            uploaded_by=by,
        )
        record_event(action="plan-file-read", target=kept, by=by)
    return kept


@transaction.atomic
def create_draft(
    *,
    import_id: int,
    title: str,
    period_from: datetime.date,
    period_to: datetime.date,
    left_out: Collection[int],
    by: User,
    numbering: str = Plan.Numbering.BY_HAND,
) -> Plan:
    """Make the draft of a file that a person has looked through.

    Args:
        left_out: rows that do not come along, counted over all sections from 1.

    Raises:
        PlanImport.DoesNotExist, NotAllowed,
        RuleViolation: import-used, nothing-left, period-backwards.
    """
    permissions.check_can_edit_plans(by)
    imports = PlanImport.objects.visible_to(by).select_for_update(of=("self",))
    kept = imports.get(pk=import_id)
    rules.check_import_is_new(kept)
    outline = PlanOutline.from_json(kept.outline)
    outline.title = title
    rules.check_something_left(len(outline.activities), left_out)
    plan = draft_from_outline(
        outline=outline,
        committee_id=kept.committee_id,
        period_from=period_from,
        period_to=period_to,
        origin=Origin(kept.original_name, kept.sha256),
        left_out=left_out,
        numbering=numbering,
        by=by,
    )
    kept.plan = plan
    kept.save(update_fields=["plan"])
    return plan


@transaction.atomic
def import_file(
    *,
    outline: PlanOutline,
    content: bytes,
    name: str,
    committee: str,
    by: User | None,
    today: datetime.date,
) -> tuple[Plan, bool]:
    """The command line's way: the whole file becomes a draft at once.

    Returns the draft, and whether a committee had to be made for it.

    Raises:
        NotAllowed, RuleViolation: which-committee, period-backwards.
    """
    home, was_made = _committee(committee, by)
    period = find_period(outline, today=today)
    plan = draft_from_outline(
        outline=outline,
        committee_id=home.pk,
        period_from=period.first,
        period_to=period.last,
        origin=Origin(shortened(name), hashlib.sha256(content).hexdigest()),
        by=by,
    )
    return plan, was_made


def _committee(name: str, by: User | None) -> tuple[Committee, bool]:
    """The author's own, else the one so named, else the only one; a fresh database gets one."""
    if by is not None:
        return by.committee, False
    known = list(Committee.objects.order_by("pk"))
    named = [one for one in known if name in (one.name, one.short_name)] if name else known
    rules.check_one_committee(name, len(known), len(named))
    if named:
        return named[0], False
    name = name or "Комитет"
    return Committee.objects.create(name=name, short_name=name[:120]), True


@transaction.atomic
def draft_from_outline(
    *,
    outline: PlanOutline,
    committee_id: int,
    period_from: datetime.date,
    period_to: datetime.date,
    by: User | None,
    origin: Origin = NO_FILE,
    left_out: Collection[int] = (),
    numbering: str = Plan.Numbering.BY_HAND,
) -> Plan:
    """Save an outline as a draft, word for word; `by` is None for the command line.

    Raises:
        NotAllowed, RuleViolation: period-backwards.
    """
    if by is not None:
        permissions.check_can_edit_plans(by)
    rules.check_period(period_from, period_to)
    plan = Plan.objects.create(
        committee_id=committee_id,
        title=outline.title,
        period_from=period_from,
        period_to=period_to,
        numbering=numbering,
        source_name=origin.name,
        source_sha256=origin.sha256,
        created_by=by,
        **file_head(outline),
    )
    Stamp.objects.bulk_create(
        Stamp(plan=plan, position=position, kind=stamp.kind, text="\n".join(stamp.lines))
        for position, stamp in enumerate(outline.stamps, start=1)
    )
    rows = _save_rows(plan, outline, left_out, by)
    responsibility.recognise(rows, committee_id=committee_id)
    keep_numbers(plan)
    record_event(action="plan-imported", target=plan, by=by, rows=len(rows))
    return plan


def _save_rows(
    plan: Plan, outline: PlanOutline, left_out: Collection[int], by: User | None
) -> list[Activity]:
    """Sections that lose all their rows stay: a heading is a row of its own."""
    activities, number, term = [], 0, term_of(plan)
    for place, part in enumerate(outline.sections, start=1):
        section = Section.objects.create(plan=plan, position=place, title=part.title)
        for position, row in enumerate(part.activities, start=1):
            number += 1
            if number not in left_out:
                activities.append(_row(section, position, row, term, by))
    return Activity.objects.bulk_create(activities)


def _row(
    section: Section, position: int, row: OutlineActivity, term: Term, by: User | None
) -> Activity:
    texts = {name: getattr(row, name) for name in FIELDS}
    if len(row.number) > LONGEST_NUMBER:
        # Whatever stands in the column of numbers, no word of it is lost.
        texts |= {"number": "", "title": f"{row.number}\n{row.title}".strip()}
    return Activity(
        section=section,
        position=position,
        readings=readings_of(row.deadline, term),
        changed_by=by,
        **texts,
    )


def shortened(name: str) -> str:
    """A file's name as long as there is room for, its end kept."""
    path = Path(name)
    return name if len(name) <= 255 else path.stem[: 255 - len(path.suffix)] + path.suffix
