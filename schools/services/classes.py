"""How many pupils a school has, by grade and by class."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from schools import permissions
from schools.followers import tell_followers
from schools.models import ClassGroup, GradeSize, School


class ClassRow(NamedTuple):
    """One class as somebody wants it to be; without an id it is a new one."""

    id: int | None
    grade: int
    letter: str
    pupils: int
    removed: bool = False


@transaction.atomic
def count_pupils(*, school_id: int, sizes: dict[int, int | None], by: User) -> None:
    """Set the number of pupils of each grade named; None takes the grade away."""
    permissions.check_can_edit_schools(by)
    school = School.objects.visible_to(by).select_for_update().get(pk=school_id)
    absent = [grade for grade, pupils in sizes.items() if pupils is None]
    GradeSize.objects.filter(school=school, grade__in=absent).delete()
    for grade, pupils in sizes.items():
        if pupils is not None:
            GradeSize.objects.update_or_create(
                school=school, grade=grade, defaults={"pupils": pupils}
            )
    record_event(action="pupils-counted", target=school, by=by)


@transaction.atomic
def save_classes(*, school_id: int, school_year: int, rows: Sequence[ClassRow], by: User) -> None:
    """Add, change and take away classes of one year, all or none.

    Raises:
        RuleViolation: class-twice, class-in-use.
    """
    permissions.check_can_edit_schools(by)
    school = School.objects.visible_to(by).select_for_update().get(pk=school_id)
    classes = {group.pk: group for group in school.class_groups.filter(school_year=school_year)}
    kept = [row for row in rows if not row.removed]
    _check_each_once(kept, classes)
    for row in rows:
        if row.removed and row.id in classes:
            _remove(classes[row.id])
    recounted = []
    for row in kept:
        group = classes.get(row.id) if row.id else None
        group = group or ClassGroup(school=school, school_year=school_year)
        if group.pk and group.pupils != row.pupils:
            recounted.append(group.pk)
        group.grade, group.letter, group.pupils = row.grade, row.letter, row.pupils
        group.save()
    tell_followers(recounted)
    record_event(action="classes-changed", target=school, by=by, school_year=school_year)


def _check_each_once(kept: Sequence[ClassRow], classes: dict[int, ClassGroup]) -> None:
    """Also against the names as they are now: two classes cannot swap letters in one go."""
    names = [(row.grade, row.letter) for row in kept]
    twice = {name for name in names if names.count(name) > 1}
    for row in kept:
        holders = {g.pk for g in classes.values() if (g.grade, g.letter) == (row.grade, row.letter)}
        if holders - {row.id}:
            twice.add((row.grade, row.letter))
    if twice:
        labels = ", ".join(sorted(f"{grade}{letter}" for grade, letter in twice))
        raise RuleViolation("class-twice", f"Класс назван дважды: {labels}.")


def _remove(group: ClassGroup) -> None:
    try:
        group.delete()
    except ProtectedError as error:
        raise RuleViolation(
            "class-in-use",
            f"Класс {group.label} участвует в процедурах, убрать его нельзя.",
        ) from error
