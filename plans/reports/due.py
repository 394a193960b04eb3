"""Who is to be reminded of what."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person, Role
from plans.deadlines import reading_from_json
from plans.deadlines.due import Due, DueLine
from plans.deadlines.horizons import Reminding, kind_of
from plans.models import Occurrence, Responsibility, RoleGroup
from schools.models import Post

MEMBERS = RoleGroup.Members
SCHOOL_POSTS = {MEMBERS.SCHOOL_HEADS: Post.Role.HEAD, MEMBERS.SCHOOL_DEPUTIES: Post.Role.DEPUTY}
# How far a calendar of one's own looks back and ahead.
FEED_BEFORE = datetime.timedelta(days=60)
FEED_AFTER = datetime.timedelta(days=400)

Grouped = dict[tuple[int, datetime.date], list[Occurrence]]


class SchoolPeople(NamedTuple):
    """School and role → people; `marking` are those who may mark what their school has done."""

    posts: dict[tuple[int, str], set[Person]]
    marking: dict[int, set[Person]]


def due_by_person(committee_id: int, reminding: Reminding) -> dict[Person, Due]:
    """What everybody of a committee is to be told of on this day, oldest first.

    Overdue dates are told to those who can act, and to those who control only when they have been
    overdue for the committee's `escalate_after` days. Many dates take as many queries as few.
    """
    return _sorted_out(_open(committee_id), _school_people(committee_id), reminding)


def due_of(person: Person, reminding: Reminding) -> Due:
    """The same for one person."""
    own = _concerning(_open(person.committee_id), person)
    found = _sorted_out(own, _school_people(person.committee_id), reminding)
    return found.get(person, Due())


def dates_of(person: Person, today: datetime.date) -> list[DueLine]:
    """Everything one person has yet to do, however far ahead: for their own calendar."""
    own = _concerning(_open(person.committee_id), person)
    near = own.filter(due_on__gte=today - FEED_BEFORE, due_on__lte=today + FEED_AFTER)
    people = _school_people(person.committee_id)
    grouped: Grouped = {}
    for occurrence in near:
        if person in _readers(occurrence, people)[0]:
            _add(grouped, occurrence)
    return [line_of(same) for same in grouped.values()]


def _sorted_out(
    due: QuerySet[Occurrence], people: SchoolPeople, reminding: Reminding
) -> dict[Person, Due]:
    own: dict[Person, Grouped] = defaultdict(dict)
    controlled: dict[Person, Grouped] = defaultdict(dict)
    for occurrence in due.filter(due_on__lt=reminding.farthest):
        readings = [reading_from_json(one) for one in occurrence.activity.readings]
        if not reminding.tells_of(occurrence.due_on, kind_of(occurrence.source, readings)):
            continue
        doing, controlling = _readers(occurrence, people)
        for person in doing:
            _add(own[person], occurrence)
        if reminding.is_escalated(occurrence.due_on):
            for person in controlling - doing:
                _add(controlled[person], occurrence)
    return {
        person: Due(_lines(own.get(person, {})), _lines(controlled.get(person, {})))
        for person in own.keys() | controlled.keys()
    }


def _open(committee_id: int) -> QuerySet[Occurrence]:
    groups = RoleGroup.objects.prefetch_related("people")
    answers = Responsibility.objects.select_related("person").prefetch_related(
        Prefetch("group", groups)
    )
    of_committee = Occurrence.objects.open().filter(
        activity__section__plan__committee_id=committee_id
    )
    return (
        of_committee.select_related("activity", "school")
        .order_by("due_on", "activity_id", "school__sort_key", "pk")
        .prefetch_related(Prefetch("activity__responsibilities", answers))
    )


def _concerning(due: QuerySet[Occurrence], person: Person) -> QuerySet[Occurrence]:
    """Those that may be this person's; `_readers` decides."""
    named = Responsibility.objects.filter(Q(person=person) | Q(group__people=person))
    schools = Post.objects.current().filter(person=person)
    return due.filter(
        Q(activity__in=named.values("activity")) | Q(school__in=schools.values("school"))
    )


def _school_people(committee_id: int) -> SchoolPeople:
    """One query."""
    posts: dict[tuple[int, str], set[Person]] = defaultdict(set)
    marking: dict[int, set[Person]] = defaultdict(set)
    current = Post.objects.current().filter(
        school__committee_id=committee_id, role__in=SCHOOL_POSTS.values()
    )
    for post in current.select_related("person__account"):
        posts[post.school_id, post.role].add(post.person)
        account = getattr(post.person, "account", None)
        if account and account.is_active and account.role == Role.DEPUTY:
            marking[post.school_id].add(post.person)
    return SchoolPeople(posts, marking)


def _readers(occurrence: Occurrence, people: SchoolPeople) -> tuple[set[Person], set[Person]]:
    """Who does it and who controls it; of a school's own date, also who may mark it done."""
    doing: set[Person] = set()
    controlling: set[Person] = set()
    for answer in occurrence.activity.responsibilities.all():
        those = controlling if answer.role == Responsibility.Role.CONTROL else doing
        if answer.person:
            those.add(answer.person)
        if answer.group:
            those |= _members(answer.group, occurrence, people)
    if occurrence.school_id:
        doing |= people.marking[occurrence.school_id]
    return doing, controlling


def _members(group: RoleGroup, occurrence: Occurrence, people: SchoolPeople) -> set[Person]:
    role = SCHOOL_POSTS.get(MEMBERS(group.members))
    if role is None:
        return set(group.people.all())
    return people.posts[occurrence.school_id, role] if occurrence.school_id else set()


def _add(grouped: Grouped, occurrence: Occurrence) -> None:
    grouped.setdefault((occurrence.activity_id, occurrence.due_on), []).append(occurrence)


def _lines(grouped: Grouped) -> tuple[DueLine, ...]:
    return tuple(line_of(same) for same in grouped.values())


def line_of(rows: Sequence[Occurrence]) -> DueLine:
    """Schools of one activity and day are one line."""
    first = rows[0]
    return DueLine(
        due_on=first.due_on,
        number=first.activity.number,
        title=first.activity.title,
        schools=tuple(str(one.school) for one in rows if one.school),
        first=first.pk,
    )
