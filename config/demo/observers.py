"""Observers, their ties to schools, where they went last year and where they go next."""

import datetime
import random

from accounts.models import Person, Role, User
from assessments.models import Session
from config.demo.names import People
from config.demo.schools import DemoSchool
from observers.models import (
    Accreditation,
    ActMark,
    Assignment,
    ChecklistItem,
    Interest,
    ObservationAct,
    Observer,
)
from schools.models import Post


def make_observers(
    people: People, schools: list[DemoSchool], until: datetime.date
) -> list[Observer]:
    """Eighteen observers: nine with a tie to a school, two who teach at one, the others free."""
    roster = [
        _observer(people.another(position="наблюдатель", mail=f"observer{n + 1}"), until, n)
        for n in range(16)
    ]
    roster += [_observer(made.teacher, until, n) for n, made in enumerate(schools[2:4], start=16)]
    for n, observer in enumerate(roster[:9]):
        Interest.objects.create(
            observer=observer,
            school=schools[n].school,
            kind=Interest.Kind.CHILD if n % 2 else Interest.Kind.RELATIVE,
        )
    return roster


def _observer(person: Person, until: datetime.date, number: int) -> Observer:
    kinds = list(Observer.Kind)
    observer = Observer.objects.create(
        person=person, kind=kinds[number % len(kinds)], trained_on=until.replace(month=3, day=10)
    )
    Accreditation.objects.create(
        observer=observer,
        certificate_number=f"СО-{101 + number}",
        valid_from=until.replace(year=until.year - 2, month=9, day=1),
        valid_until=until,
    )
    return observer


def fit(observer: Observer, session: Session, ties: set[tuple[int, int]]) -> bool:
    return (observer.pk, session.school_id) not in ties


def assign(
    observers: list[Observer], sessions: list[Session], by: User, rng: random.Random
) -> list[Assignment]:
    """Send observers to some of the sessions: nobody where they have a tie, nobody twice a day."""
    ties = set(Interest.objects.values_list("observer_id", "school_id"))
    by_person = {observer.person_id: observer.pk for observer in observers}
    ties |= {
        (by_person[person], school)
        for person, school in Post.objects.filter(person__in=by_person).values_list(
            "person_id", "school_id"
        )
    }
    busy: set[tuple[int, datetime.date]] = set()
    made = []
    for session in rng.sample(sessions, k=len(sessions) // 3):
        free = [
            observer
            for observer in observers
            if fit(observer, session, ties) and (observer.pk, session.held_on) not in busy
        ]
        if free:
            chosen = rng.choice(free)
            busy.add((chosen.pk, session.held_on))
            made.append(Assignment(session=session, observer=chosen, assigned_by=by))
    return Assignment.objects.bulk_create(made)


def write_acts(assignments: list[Assignment], rng: random.Random) -> None:
    """Acts on what was seen; one in five has a remark."""
    items = list(ChecklistItem.objects.filter(is_active=True))
    for assignment in assignments:
        clean = rng.random() < 0.8
        act = ObservationAct.objects.create(
            assignment=assignment,
            started_at=datetime.time(8, 40),
            ended_at=datetime.time(10, 15),
            participants=max(1, assignment.session.class_group.pupils - rng.randint(0, 3)),
            no_violations=clean,
            remarks="" if clean else "Инструктаж начался на десять минут позже.",
        )
        broken = None if clean or not items else rng.choice(items)
        ActMark.objects.bulk_create(
            ActMark(act=act, item=item, is_kept=item != broken) for item in items
        )


def give_account(observer: Observer, username: str, password: str) -> User:
    return User.objects.create(
        username=username,
        password=password,
        role=Role.OBSERVER,
        committee=observer.person.committee,
        person=observer.person,
    )
