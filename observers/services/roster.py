"""Decisions about the roster: who observes, by which order, and where they may not go."""

import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.audit import record_event
from accounts.errors import NotAllowed, RuleViolation
from accounts.models import Person, User
from accounts.services import PersonFacts
from observers import permissions, rules
from observers.models import Accreditation, Interest, Observer
from observers.services.sessions import recheck_marked
from schools.models import School


class ObserverFacts(NamedTuple):
    kind: str = Observer.Kind.PUBLIC
    trained_on: datetime.date | None = None
    note: str = ""


@transaction.atomic
def add_observer(
    *,
    by: User,
    facts: ObserverFacts,
    person: int | PersonFacts,
    is_namesake: bool = False,
) -> Observer:
    """Put a person on the roster: one already known, or a new one.

    Args:
        person: the id of somebody known, or who is to be written down.
        is_namesake: a new person is really somebody else with the same full name.

    Raises:
        Person.DoesNotExist: no such person in the committee of `by`.
        RuleViolation: person-exists, already-observer.
    """
    permissions.check_can_edit_roster(by)
    if isinstance(person, PersonFacts):
        known = _write_down(person, is_namesake=is_namesake, by=by)
    else:
        known = Person.objects.visible_to(by).select_for_update().get(pk=person)
    if Observer.objects.filter(person=known).exists():
        raise RuleViolation("already-observer", f"{known} уже в списке наблюдателей.")
    observer = Observer.objects.create(person=known, **facts._asdict())
    record_event(action="observer-added", target=observer, by=by)
    return observer


def _write_down(new: PersonFacts, *, is_namesake: bool, by: User) -> Person:
    """One person, never two records: the same full name is asked about first."""
    # Compared here, not in the database: SQLite folds the case of Latin letters only.
    wanted = _folded(new.last_name, new.first_name, new.patronymic)
    same = [
        each
        for each in Person.objects.visible_to(by)
        if _folded(each.last_name, each.first_name, each.patronymic) == wanted
    ]
    if same and not is_namesake:
        raise RuleViolation(
            "person-exists",
            f"{same[0].full_name} уже есть в списке людей. Выберите запись из списка или "
            "отметьте, что это однофамилец.",
        )
    if by.committee is None:
        raise NotAllowed("Учётная запись не относится ни к одному комитету.")
    person = Person.objects.create(committee=by.committee, **new._asdict())
    record_event(action="person-added", target=person, by=by)
    return person


def _folded(*names: str) -> tuple[str, ...]:
    return tuple(name.strip().casefold().replace("ё", "е") for name in names)


@transaction.atomic
def change_observer(*, observer_id: int, facts: ObserverFacts, by: User) -> Observer:
    permissions.check_can_edit_roster(by)
    observer = _lock(observer_id, by)
    observer.kind, observer.trained_on, observer.note = facts
    observer.save(update_fields=["kind", "trained_on", "note"])
    record_event(action="observer-changed", target=observer, by=by)
    return observer


@transaction.atomic
def set_observer_active(
    *, observer_id: int, is_active: bool, by: User, today: datetime.date
) -> Observer:
    """Take an observer off the board, or back on it; the record stays.

    Raises:
        RuleViolation: has-assignments.
    """
    permissions.check_can_edit_roster(by)
    observer = _lock(observer_id, by)
    if not is_active:
        rules.check_can_deactivate(observer, today=today)
    observer.is_active = is_active
    observer.save(update_fields=["is_active"])
    action = "observer-activated" if is_active else "observer-deactivated"
    record_event(action=action, target=observer, by=by)
    return observer


@transaction.atomic
def add_accreditation(
    *,
    observer_id: int,
    certificate_number: str,
    valid_from: datetime.date,
    valid_until: datetime.date,
    by: User,
) -> Accreditation:
    """
    Raises:
        RuleViolation: ends-before-start.
    """
    permissions.check_can_edit_roster(by)
    observer = _lock(observer_id, by)
    if valid_until < valid_from:
        raise RuleViolation("ends-before-start", "Последний день раньше первого. Проверьте даты.")
    accreditation = Accreditation.objects.create(
        observer=observer,
        certificate_number=certificate_number,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    record_event(
        action="accreditation-added",
        target=observer,
        by=by,
        valid_from=str(valid_from),
        valid_until=str(valid_until),
    )
    recheck_marked([observer.pk])
    return accreditation


@transaction.atomic
def add_interest(*, observer_id: int, school_id: int, kind: str, note: str, by: User) -> Interest:
    """Declare a tie to a school.

    Raises:
        School.DoesNotExist: no such school in the committee of `by`.
        RuleViolation: interest-exists.
    """
    permissions.check_can_edit_roster(by)
    observer = _lock(observer_id, by)
    school = School.objects.visible_to(by).get(pk=school_id)
    try:
        with transaction.atomic():
            interest = Interest.objects.create(
                observer=observer, school=school, kind=kind, note=note
            )
    except IntegrityError:
        raise RuleViolation("interest-exists", "Эта связь уже записана.") from None
    record_event(action="interest-added", target=observer, by=by, school=school.pk, kind=kind)
    return interest


@transaction.atomic
def remove_interest(*, interest_id: int, by: User) -> None:
    permissions.check_can_edit_roster(by)
    interest = Interest.objects.select_for_update(of=("self",)).get(
        pk=interest_id, observer__in=Observer.objects.visible_to(by)
    )
    record_event(
        action="interest-removed",
        target=interest.observer,
        by=by,
        school=interest.school_id,
        kind=interest.kind,
    )
    interest.delete()


def _lock(observer_id: int, by: User) -> Observer:
    return (
        Observer.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("person")
        .get(pk=observer_id)
    )
