"""Who works at a school: appointed, and one day no longer there."""

import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import Person, User
from accounts.words import any_case
from schools import permissions, rules
from schools.models import Post, School

MOST_WORDS = 5  # of a search


class NewPerson(NamedTuple):
    """Somebody who is not in the list of people yet."""

    last_name: str
    first_name: str = ""
    patronymic: str = ""
    position: str = ""
    # Somebody has looked at the namesakes and says it is none of them.
    is_none_of_namesakes: bool = False


def find_namesakes(*, new: NewPerson, by: User) -> list[Person]:
    """People whose name may be the same: «Громов П. А.» may be «Громов Пётр Андреевич».

    Compared here and not in SQL: SQLite knows no capital letters but Latin ones.
    """
    people = Person.objects.visible_to(by)
    return [person for person in people if _may_be_same(person, new)]


def find_people(*, words: str, by: User, limit: int) -> list[Person]:
    """People with every word somewhere in their name or position, at most `limit` of them."""
    found = Person.objects.visible_to(by)
    for word in words.split()[:MOST_WORDS]:
        fields = ("last_name", "first_name", "patronymic", "position")
        found = found.filter(reduce(or_, (any_case(field, word) for field in fields)))
    return list(found[:limit])


def _may_be_same(person: Person, new: NewPerson) -> bool:
    return _plain(person.last_name) == _plain(new.last_name) and all(
        mine == theirs or ((len(mine) < 2 or len(theirs) < 2) and mine[:1] == theirs[:1])
        for mine, theirs in (
            (_plain(person.first_name), _plain(new.first_name)),
            (_plain(person.patronymic), _plain(new.patronymic)),
        )
        if mine and theirs
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").replace(".", " ").split())


@transaction.atomic
def appoint_person(
    *,
    school_id: int,
    person_id: int,
    role: str,
    subject: str = "",
    started_on: datetime.date | None = None,
    by: User,
) -> Post:
    """Somebody known begins to work at a school.

    Raises:
        NotAllowed: `by` is not a committee editor.
        RuleViolation: head-taken, post-taken.
    """
    permissions.check_can_edit_schools(by)
    person = Person.objects.visible_to(by).get(pk=person_id)
    # The row of the school is the lock under which nobody else appoints a head.
    school = School.objects.visible_to(by).select_for_update().get(pk=school_id)
    rules.check_post_is_free(school, role, person.pk)
    post = Post.objects.create(
        school=school, person=person, role=role, subject=subject, started_on=started_on
    )
    record_event(action="post-started", target=school, by=by, post=post.pk, role=role)
    return post


@transaction.atomic
def appoint_new_person(
    *,
    school_id: int,
    new: NewPerson,
    role: str,
    subject: str = "",
    started_on: datetime.date | None = None,
    by: User,
) -> Post:
    """Enter somebody into the list of people and appoint them, both or neither.

    Raises:
        NotAllowed: `by` is not a committee editor.
        RuleViolation: namesake, head-taken.
    """
    permissions.check_can_edit_schools(by)
    if not new.is_none_of_namesakes and find_namesakes(new=new, by=by):
        raise RuleViolation("namesake", "Человек с похожим именем уже есть в списке. Это он?")
    person = Person.objects.create(
        committee=by.committee,
        last_name=new.last_name,
        first_name=new.first_name,
        patronymic=new.patronymic,
        position=new.position,
    )
    record_event(action="person-added", target=person, by=by)
    return appoint_person(
        school_id=school_id,
        person_id=person.pk,
        role=role,
        subject=subject,
        started_on=started_on,
        by=by,
    )


@transaction.atomic
def end_post(*, post_id: int, ended_on: datetime.date, by: User, today: datetime.date) -> Post:
    """The work is over; what a deputy could see through it closes with it.

    Raises:
        RuleViolation: post-ended, ends-before-start, ends-in-future.
    """
    permissions.check_can_edit_schools(by)
    post = Post.objects.visible_to(by).select_for_update().get(pk=post_id)
    rules.check_can_end(post, ended_on, today)
    post.ended_on = ended_on
    post.save()
    record_event(action="post-ended", target=post.school, by=by, post=post.pk, role=post.role)
    return post
