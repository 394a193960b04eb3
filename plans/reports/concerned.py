"""Whom due dates that moved concern, and what to tell them."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Prefetch

from accounts.models import Person, Role
from accounts.templatetags.portal import day
from plans.models import Activity, Responsibility, RoleGroup
from schools.models import Post, School

MEMBERS = RoleGroup.Members
POSTS = {MEMBERS.SCHOOL_HEADS: Post.Role.HEAD, MEMBERS.SCHOOL_DEPUTIES: Post.Role.DEPUTY}


class Moved(NamedTuple):
    """A due date that has another day now; `before` is None for a new one, `after` for one gone."""

    activity_id: int
    school_id: int | None
    before: datetime.date | None
    after: datetime.date | None


class MovedLine(NamedTuple):
    """One line of a letter; schools of one row and day together."""

    heading: str
    before: datetime.date | None
    after: datetime.date | None
    schools: list[str]

    @property
    def words(self) -> str:
        if self.before and self.after:
            return f"было {day(self.before)}, стало {day(self.after)}"
        return f"новый срок {day(self.after)}" if self.after else f"срока {day(self.before)} нет"


def lines_by_person(moved: Sequence[Moved]) -> dict[Person, list[MovedLine]]:
    """Who does the work and has an address, with the lines of their letter. Four queries."""
    groups = RoleGroup.objects.prefetch_related("people")
    answers = Responsibility.objects.select_related("person").prefetch_related(
        Prefetch("group", groups)
    )
    wanted = {one.activity_id for one in moved}
    rows = Activity.objects.prefetch_related(Prefetch("responsibilities", answers)).in_bulk(wanted)
    schools = School.objects.in_bulk({one.school_id for one in moved if one.school_id})
    posts = _posts(schools)
    found: dict[Person, dict[tuple[object, ...], MovedLine]] = defaultdict(dict)
    for one in moved:
        row = rows[one.activity_id]
        line = MovedLine(_heading(row), one.before, one.after, [])
        for person in _doing(row, one.school_id, posts):
            key = (row.pk, one.before, one.after)
            kept = found[person].setdefault(key, line._replace(schools=[]))
            if one.school_id:
                kept.schools.append(str(schools[one.school_id]))
    return {person: list(lines.values()) for person, lines in found.items() if person.email}


def _heading(row: Activity) -> str:
    first = next((line for line in row.title.splitlines() if line.strip()), "")
    text = f"{row.number} {first}".strip()
    return text if len(text) <= 200 else text[:199].rstrip() + "…"


Posts = dict[tuple[int, str], set[Person]]


def _posts(schools: dict[int, School]) -> Posts:
    """Heads and deputies by school; «marking» are deputies with an account, who report for it."""
    posts: Posts = defaultdict(set)
    current = Post.objects.current().filter(school__in=schools, role__in=POSTS.values())
    for post in current.select_related("person__account"):
        posts[post.school_id, post.role].add(post.person)
        account = getattr(post.person, "account", None)
        if account and account.is_active and account.role == Role.DEPUTY:
            posts[post.school_id, "marking"].add(post.person)
    return posts


def _doing(row: Activity, school_id: int | None, posts: Posts) -> set[Person]:
    people: set[Person] = set()
    for answer in row.responsibilities.all():
        if answer.role == Responsibility.Role.CONTROL:
            continue
        if answer.person:
            people.add(answer.person)
        if answer.group:
            role = POSTS.get(MEMBERS(answer.group.members))
            if role is None:
                people |= set(answer.group.people.all())
            elif school_id:
                people |= posts[school_id, role]
    return people | posts[school_id, "marking"] if school_id else people
