"""What an approved plan makes people do: due dates and their states."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import permissions, rules
from plans.deadlines import due_dates, reading_from_json
from plans.models import Activity, Occurrence, Plan, Responsibility, RoleGroup
from plans.reports.working_days import Term, term_of
from schools.models import Case, School

BY_SCHOOL = (RoleGroup.Members.SCHOOL_HEADS, RoleGroup.Members.SCHOOL_DEPUTIES)
DOING = (Responsibility.Role.LEAD, Responsibility.Role.CO_EXECUTOR)


@transaction.atomic
def refresh_occurrences(plan_id: int) -> int:
    """Make the due dates of an approved plan; may run again, what is marked stays.

    Where all heads or deputies of schools answer, each school has its own due date (the plan has
    one for all while no school is in the registry). Dates that no longer follow from the readings
    go, unless somebody has already said something about them.
    Returns how many due dates the plan has now.

    Raises:
        RuleViolation: plan-not-approved.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    rules.check_plan_is_approved(plan)
    answers = Responsibility.objects.select_related("group")
    activities = Activity.objects.live().filter(section__plan=plan)
    active = School.objects.active().filter(committee_id=plan.committee_id)
    schools: list[int | None] = list(active.values_list("pk", flat=True))
    term = term_of(plan)
    wanted = {
        key
        for activity in activities.prefetch_related(Prefetch("responsibilities", answers))
        for key in _due(activity, schools, term)
    }
    there = Occurrence.objects.filter(activity__section__plan=plan)
    known = {(one.activity_id, one.planned_on, one.school_id): one for one in there}
    untouched = [
        one.pk
        for key, one in known.items()
        if key not in wanted and one.state == Occurrence.State.PLANNED and not one.note
    ]
    Occurrence.objects.filter(pk__in=untouched).delete()
    Occurrence.objects.bulk_create(
        Occurrence(
            activity_id=activity_id,
            source=f"date:{due_on.isoformat()}",
            planned_on=due_on,
            due_on=due_on,
            school_id=school_id,
        )
        for activity_id, due_on, school_id in sorted(
            wanted - set(known), key=lambda key: (key[1], key[0], key[2] or 0)
        )
    )
    return there.all().count()  # asked anew: `there` remembers what it read above


Due = tuple[int, datetime.date, int | None]


def _due(activity: Activity, schools: list[int | None], term: Term) -> Iterator[Due]:
    each_school = any(
        answer.role in DOING and answer.group is not None and answer.group.members in BY_SCHOOL
        for answer in activity.responsibilities.all()
    )
    readings = [reading_from_json(reading) for reading in activity.readings]
    dates = due_dates(readings, *term)
    for due_on in dates:
        for school_id in (schools if each_school else []) or [None]:
            yield activity.pk, due_on, school_id


@transaction.atomic
def report_occurrence(
    *, occurrence_id: int, seen: str, state: str, note: str = "", by: User
) -> Occurrence:
    """Say how a due date stands: done, in progress, not done, not needed.

    Args:
        seen: the state the person had before their eyes.

    Raises:
        Occurrence.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: plan-not-approved, stale, no-note.
    """
    visible = Occurrence.objects.visible_to(by).select_for_update(of=("self",))
    occurrence = visible.select_related("activity__section__plan").get(pk=occurrence_id)
    permissions.check_can_report(by, occurrence.school_id)
    rules.check_plan_is_approved(occurrence.activity.section.plan)
    rules.check_same_state(occurrence, seen)
    rules.check_state_explained(state, note)
    is_done = state == Occurrence.State.DONE
    before, occurrence.state = occurrence.state, Occurrence.State(state)
    occurrence.note = note.strip()
    occurrence.done_at = timezone.now() if is_done else None
    occurrence.done_by = by if is_done else None
    occurrence.save(update_fields=["state", "note", "done_at", "done_by"])
    record_event(action="occurrence-reported", target=occurrence, by=by, before=before, after=state)
    return occurrence


@transaction.atomic
def link_case(*, activity_id: int, case_id: int, by: User) -> None:
    """Say that an activity answers a case; saying it twice changes nothing.

    Raises:
        Activity.DoesNotExist, Case.DoesNotExist: none that `by` may see.
        NotAllowed, RuleViolation: case-closed.
    """
    activity, case = _pair(activity_id, case_id, by)
    rules.check_case_is_open(case)
    if not activity.cases.filter(pk=case.pk).exists():
        activity.cases.add(case)
        record_event(action="case-activity-added", target=case, by=by, activity=activity.pk)


@transaction.atomic
def unlink_case(*, activity_id: int, case_id: int, by: User) -> None:
    """Take an activity off a case.

    Raises:
        Activity.DoesNotExist, Case.DoesNotExist, NotAllowed, RuleViolation: case-closed.
    """
    activity, case = _pair(activity_id, case_id, by)
    rules.check_case_is_open(case)
    if activity.cases.filter(pk=case.pk).exists():
        activity.cases.remove(case)
        record_event(action="case-activity-removed", target=case, by=by, activity=activity.pk)


def _pair(activity_id: int, case_id: int, by: User) -> tuple[Activity, Case]:
    permissions.check_can_edit_plans(by)
    case = Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=case_id)
    return Activity.objects.visible_to(by).get(pk=activity_id), case
