"""Who is to be reminded of what."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch

from accounts.models import Person
from plans.deadlines.due import WEEK, DueLine
from plans.models import Occurrence, Responsibility, RoleGroup
from schools.models import Post

MEMBERS = RoleGroup.Members
SCHOOL_POSTS = {MEMBERS.SCHOOL_HEADS: Post.Role.HEAD, MEMBERS.SCHOOL_DEPUTIES: Post.Role.DEPUTY}
# school and role -> people
Posts = dict[tuple[int, str], list[Person]]


def due_by_person(today: datetime.date) -> dict[Person, list[DueLine]]:
    """Lines of everybody with an address who has something due by `today` + WEEK, oldest first.

    Those who only control read of what is overdue. Many due dates take as many queries as one.
    """
    posts = _posts()
    found: dict[Person, dict[tuple[int, datetime.date], list[Occurrence]]] = defaultdict(dict)
    for occurrence in _soon(today):
        for person in _readers(occurrence, posts, today):
            key = (occurrence.activity_id, occurrence.due_on)
            found[person].setdefault(key, []).append(occurrence)
    return {person: [_line(same) for same in grouped.values()] for person, grouped in found.items()}


def _soon(today: datetime.date) -> Iterable[Occurrence]:
    groups = RoleGroup.objects.prefetch_related("people")
    answers = Responsibility.objects.select_related("person").prefetch_related(
        Prefetch("group", groups)
    )
    due = Occurrence.objects.open().filter(due_on__lte=today + WEEK)
    return (
        due.select_related("activity", "school")
        .order_by("due_on", "activity_id", "school__short_name", "pk")
        .prefetch_related(Prefetch("activity__responsibilities", answers))
    )


def _posts() -> Posts:
    posts: Posts = defaultdict(list)
    for post in (
        Post.objects.current().filter(role__in=SCHOOL_POSTS.values()).select_related("person")
    ):
        posts[post.school_id, post.role].append(post.person)
    return posts


def _readers(occurrence: Occurrence, posts: Posts, today: datetime.date) -> set[Person]:
    readers: set[Person] = set()
    for answer in occurrence.activity.responsibilities.all():
        if answer.role == Responsibility.Role.CONTROL and occurrence.due_on >= today:
            continue
        if answer.person:
            readers.add(answer.person)
        if answer.group:
            readers |= _members(answer.group, occurrence, posts)
    return {person for person in readers if person.email}


def _members(group: RoleGroup, occurrence: Occurrence, posts: Posts) -> set[Person]:
    role = SCHOOL_POSTS.get(MEMBERS(group.members))
    if role is None:
        return set(group.people.all())
    return set(posts[occurrence.school_id, role]) if occurrence.school_id else set()


def _line(same: list[Occurrence]) -> DueLine:
    first = same[0]
    return DueLine(
        due_on=first.due_on,
        number=first.activity.number,
        title=first.activity.title,
        schools=tuple(str(one.school) for one in same if one.school),
    )
