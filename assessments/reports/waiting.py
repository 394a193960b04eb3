"""What waits for a person in this room."""

import datetime

from django.db.models import Count

from accounts.models import User
from accounts.templatetags.portal import count_of
from accounts.waiting import Tone, WaitingItem
from assessments.models import Procedure, Session

MOST_ITEMS = 10


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """Results that are due: a line a session for the school, a line a procedure for editors."""
    if user.is_deputy:
        return _sessions_of_the_school(user, today)
    return _procedures_of_the_city(user, today) if user.is_committee_editor else []


def _sessions_of_the_school(user: User, today: datetime.date) -> list[WaitingItem]:
    sessions = Session.objects.visible_to(user).awaiting_results(today).for_table()
    return [
        WaitingItem(
            title=f"Загрузить результаты: {session.work.subject}, {session.class_group.label}",
            address=session.get_absolute_url(),
            label=_label(session.procedure.results_due_on, today),
            tone=_tone(session.procedure.results_due_on, today),
            note=f"{session.procedure}, работа {session.held_on:%d.%m.%Y}",
        )
        for session in sessions[:MOST_ITEMS]
    ]


def _label(due_on: datetime.date | None, today: datetime.date) -> str:
    if due_on is None:
        return "ждём результаты"
    return f"срок был {due_on:%d.%m.%Y}" if due_on < today else f"до {due_on:%d.%m.%Y}"


def _tone(due_on: datetime.date | None, today: datetime.date) -> Tone:
    return "bad" if due_on and due_on < today else "warn"


def _procedures_of_the_city(user: User, today: datetime.date) -> list[WaitingItem]:
    late = Session.objects.visible_to(user).awaiting_results(today)
    counts = (
        late.order_by()
        .values("procedure")
        .annotate(missing=Count("pk"), schools=Count("school", distinct=True))
    )
    of_procedure = {row["procedure"]: (row["missing"], row["schools"]) for row in counts}
    procedures = Procedure.objects.visible_to(user).filter(pk__in=of_procedure)
    return [
        _procedure_item(procedure, missing, schools, today)
        for procedure in procedures
        for missing, schools in [of_procedure[procedure.pk]]
    ]


def _procedure_item(
    procedure: Procedure, missing: int, schools: int, today: datetime.date
) -> WaitingItem:
    return WaitingItem(
        title=f"Собрать результаты: {procedure}",
        address=procedure.get_absolute_url(),
        label=f"нет по {count_of(missing, 'сессии,сессиям,сессиям')}",
        tone=_tone(procedure.results_due_on, today),
        note=f"ждём от {count_of(schools, 'школы,школ,школ')}",
    )
