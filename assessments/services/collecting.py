"""Decisions about having the results of a procedure together in time."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import notices, permissions
from assessments.models import CollectionReminder, Procedure, Session
from schools.models import School


class Reminded(NamedTuple):
    """What became of a request to remind."""

    sent: list[School]
    already: list[School]  # a letter went today
    unreachable: list[School]  # no address to write to
    nothing: list[School]  # they owe nothing


@transaction.atomic
def remind_schools(
    *, procedure_id: int, school_ids: Collection[int], today: datetime.date, by: User
) -> Reminded:
    """Write to schools that owe results, at most once a day to each.

    Raises:
        RuleViolation: nobody-chosen.
    """
    permissions.check_can_plan_sessions(by)
    # The lock keeps two officers who press at once from writing twice.
    procedure = Procedure.objects.visible_to(by).select_for_update().get(pk=procedure_id)
    schools = list(School.objects.visible_to(by).filter(pk__in=school_ids))
    if not schools:
        raise RuleViolation("nobody-chosen", "Отметьте школы, которым напомнить.")
    owed = _owed(procedure, schools, today)
    found = Reminded([], [], [], [])
    already = _reminded(procedure, today)
    for school in schools:
        if not owed[school.pk]:
            found.nothing.append(school)
        elif school.pk in already:
            found.already.append(school)
        else:
            letters = notices.queue_collection_reminder(procedure, school, owed[school.pk], today)
            (found.sent if letters else found.unreachable).append(school)
            if letters:
                _remember(procedure, school, letters, today, by)
    return found


def _owed(
    procedure: Procedure, schools: list[School], today: datetime.date
) -> dict[int, list[Session]]:
    awaited = Session.objects.filter(procedure=procedure, school__in=schools)
    owed: dict[int, list[Session]] = defaultdict(list)
    for session in awaited.awaiting_results(today).for_table():
        owed[session.school_id].append(session)
    return owed


def _reminded(procedure: Procedure, today: datetime.date) -> set[int]:
    sent = CollectionReminder.objects.filter(procedure=procedure, sent_on=today)
    return set(sent.values_list("school", flat=True))


def _remember(
    procedure: Procedure, school: School, letters: int, today: datetime.date, by: User
) -> None:
    CollectionReminder.objects.create(
        procedure=procedure, school=school, sent_on=today, letters=letters, sent_by=by
    )
    record_event(
        action="school-reminded", target=procedure, by=by, school=school.pk, letters=letters
    )
