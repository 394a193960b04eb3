"""The registry: a school is entered and its facts are changed."""

from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.models import User
from schools import permissions, rules
from schools.models import School


class SchoolFacts(NamedTuple):
    """What is written down about a school."""

    login: str
    name: str
    short_name: str = ""
    code: str = ""
    kind: str = School.Kind.SECONDARY
    municipality: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    is_active: bool = True


@transaction.atomic
def add_school(*, facts: SchoolFacts, by: User) -> School:
    """Raises: NotAllowed; RuleViolation: bad-login, login-taken."""
    permissions.check_can_edit_schools(by)
    rules.check_login(facts.login)
    rules.check_login_is_free(facts.login, None)
    school = School.objects.create(committee=by.committee, **facts._asdict())
    record_event(action="school-added", target=school, by=by)
    return school


@transaction.atomic
def change_school(*, school_id: int, version: int, facts: SchoolFacts, by: User) -> School:
    """Raises: NotAllowed; RuleViolation: stale, bad-login, login-taken."""
    permissions.check_can_edit_schools(by)
    school = School.objects.visible_to(by).select_for_update().get(pk=school_id)
    rules.check_school_not_stale(school, version)
    rules.check_login(facts.login)
    rules.check_login_is_free(facts.login, school)
    changed = [name for name in facts._fields if getattr(facts, name) != getattr(school, name)]
    if not changed:
        return school
    for name in changed:
        setattr(school, name, getattr(facts, name))
    school.version += 1
    school.save()
    record_event(action="school-changed", target=school, by=by, fields=changed)
    return school
