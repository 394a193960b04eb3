"""Decisions about procedures."""

import datetime

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from assessments import permissions, rules
from assessments.models import Procedure


@transaction.atomic
def save_procedure(
    *,
    procedure_id: int | None,
    version: int = 0,
    kind: str,
    year: int,
    title: str = "",
    starts_on: datetime.date,
    ends_on: datetime.date,
    results_due_on: datetime.date | None,
    by: User,
) -> Procedure:
    """Enter a procedure of the own committee or change it.

    Args:
        title: tells apart several of one kind a year: «осень».
        version: that of the procedure the person had before them; a new one has none.

    Raises:
        RuleViolation: stale, procedure-exists, ends-before-start, due-before-start,
            procedure-in-use.
    """
    permissions.check_can_plan_sessions(by)
    own = Procedure.objects.visible_to(by)
    procedure = (
        Procedure(committee=by.committee)
        if procedure_id is None
        else own.select_for_update().get(pk=procedure_id)
    )
    if procedure_id is not None:
        rules.check_procedure_is_fresh(procedure, version)
        procedure.version += 1
    if own.exclude(pk=procedure_id or 0).filter(kind=kind, year=year, title=title).exists():
        raise RuleViolation(
            "procedure-exists",
            "Такая процедура этого года уже заведена. Если она вторая за год, "
            "впишите уточнение: «осень», «весна».",
        )
    if procedure_id is not None:
        rules.check_procedure_may_become(procedure, year, starts_on, ends_on)
    rules.check_dates_in_order(starts_on, ends_on, results_due_on)
    procedure.kind, procedure.year, procedure.title = kind, year, title
    procedure.starts_on, procedure.ends_on = starts_on, ends_on
    procedure.results_due_on = results_due_on
    procedure.save()
    action = "procedure-created" if procedure_id is None else "procedure-changed"
    record_event(action=action, target=procedure, by=by, starts=str(starts_on), ends=str(ends_on))
    return procedure
