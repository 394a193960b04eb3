"""Who may observe where: one rule, one function, one code.

Sources. Municipal plans ask for «предотвращение конфликта интересов» and for its absence as a
condition, without saying what it is. What counts as a conflict here is therefore the portal's
proposal: a committee may switch such a rule off by its code (setting OBSERVER_RULES_OFF). Rules
without which the records contradict themselves are the portal's own order and always hold.

Some reasons are weighty but not absolute (SOFT): somebody may still be sent, with a reason in
writing that stays on the assignment. Working at the school and having a child there are never
overcome, nor is anything that is a matter of order.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from django.conf import settings

from accounts.errors import RuleViolation
from assessments.models import Session
from observers.models import Accreditation, Assignment, Interest, Observer
from schools.models import Case, Post

ORDER = "порядок портала"
PROPOSAL = "предложение (настраивается)"
# How long after leaving a school a person is not sent there. Proposal: no norm was found.
COOLING = datetime.timedelta(days=3 * 365)
# What an editor may overcome with a reason in writing. Proposal, like the rules themselves.
SOFT = frozenset({"worked-there", "relative-there", "curator-there", "busy-that-day"})


class Circumstances(NamedTuple):
    """All that the rules look at, for one observer and one session."""

    observer: Observer
    session: Session
    accreditations: Sequence[Accreditation]
    posts: Sequence[Post]  # at the school of the session, past ones too
    ties: Sequence[Interest]  # declared, to that school
    is_curator: bool  # of an open case of that school
    that_day: Sequence[Assignment]
    seats_taken: int

    def has_tie(self, kind: str) -> bool:
        return any(tie.kind == kind for tie in self.ties)


class Conflict(NamedTuple):
    """Why this observer does not go to this session."""

    code: str
    message: str
    source: str

    @property
    def is_proposal(self) -> bool:
        return self.source == PROPOSAL

    @property
    def is_soft(self) -> bool:
        """May be overcome with a reason in writing."""
        return self.code in SOFT


Row = TypeVar("Row")
Check = Callable[[Circumstances], None]


def check_same_committee(known: Circumstances) -> None:
    """An observer goes to schools of their own committee."""
    if known.observer.person.committee_id != known.session.school.committee_id:
        raise RuleViolation("same-committee", "Школа относится к другому комитету.")


def check_session_not_finished(known: Circumstances) -> None:
    """Observers go to planned sessions only."""
    if not known.session.is_staffable:
        state = known.session.get_status_display()
        raise RuleViolation(
            "session-finished", f"Сессия в состоянии «{state}», наблюдателя назначать поздно."
        )


def check_active(known: Circumstances) -> None:
    if not known.observer.is_active:
        raise RuleViolation("inactive", "Наблюдатель больше не работает.")


def check_not_assigned_yet(known: Circumstances) -> None:
    if any(each.session_id == known.session.pk for each in known.that_day):
        raise RuleViolation("already-assigned", "Наблюдатель уже назначен на эту сессию.")


def check_accredited(known: Circumstances) -> None:
    """Accreditation covers the day of the session, first and last day included."""
    day = known.session.held_on
    if not any(each.valid_from <= day <= each.valid_until for each in known.accreditations):
        raise RuleViolation("not-accredited", f"На {day:%d.%m.%Y} нет действующей аккредитации.")


def check_works_elsewhere(known: Circumstances) -> None:
    """Nobody observes where they work; the registry of schools knows, nothing is declared."""
    for post in known.posts:
        if post.ended_on is None or post.ended_on >= known.session.held_on:
            raise RuleViolation("works-there", f"Работает в этой школе: {post.get_role_display()}.")


def check_left_long_ago(known: Circumstances) -> None:
    """Nor where they worked: declared, or by the registry in the last three years."""
    recently = [
        post.ended_on
        for post in known.posts
        if post.ended_on
        and known.session.held_on - COOLING <= post.ended_on < known.session.held_on
    ]
    if recently:
        left_on = max(recently)
        raise RuleViolation("worked-there", f"Работал(а) в этой школе до {left_on:%d.%m.%Y}.")
    if known.has_tie(Interest.Kind.FORMER_POST):
        raise RuleViolation("worked-there", "Раньше работал(а) в этой школе.")


def check_no_child(known: Circumstances) -> None:
    if known.has_tie(Interest.Kind.CHILD):
        raise RuleViolation("child-there", "В этой школе учится ребёнок наблюдателя.")


def check_no_relative(known: Circumstances) -> None:
    if known.has_tie(Interest.Kind.RELATIVE):
        raise RuleViolation("relative-there", "В этой школе работает родственник наблюдателя.")


def check_not_curator(known: Circumstances) -> None:
    """Who helps a school out of the risk group does not observe it: declared, or by its case."""
    if known.is_curator or known.has_tie(Interest.Kind.CURATOR):
        raise RuleViolation("curator-there", "Наблюдатель — куратор этой школы.")


def check_free_that_day(known: Circumstances) -> None:
    """One observer, one session a day; two at the same hour are never to be had."""
    elsewhere = [each for each in known.that_day if each.session_id != known.session.pk]
    begins = known.session.starts_at
    if begins and any(each.session.starts_at == begins for each in elsewhere):
        raise RuleViolation(
            "busy-that-hour",
            f"{known.session.held_on:%d.%m.%Y} в {begins:%H:%M} уже на другой сессии.",
        )
    if elsewhere:
        school = elsewhere[0].session.school
        raise RuleViolation(
            "busy-that-day", f"{known.session.held_on:%d.%m.%Y} уже назначен(а): {school}."
        )


def check_seat_left(known: Circumstances) -> None:
    """No more observers than the session asks for."""
    if known.seats_taken >= known.session.observer_seats:
        raise RuleViolation(
            "no-seat", f"На сессии уже есть наблюдатели: {known.seats_taken}, мест больше нет."
        )


# In the order in which reasons are given; the first one is the service's refusal.
RULES: tuple[tuple[Check, str], ...] = (
    (check_same_committee, ORDER),
    (check_session_not_finished, ORDER),
    (check_active, ORDER),
    (check_not_assigned_yet, ORDER),
    (check_accredited, PROPOSAL),
    (check_works_elsewhere, PROPOSAL),
    (check_left_long_ago, PROPOSAL),
    (check_no_child, PROPOSAL),
    (check_no_relative, PROPOSAL),
    (check_not_curator, PROPOSAL),
    (check_free_that_day, ORDER),
    (check_seat_left, ORDER),
)


def check_can_observe(
    observer: Observer, session: Session, *, in_spite_because: str = ""
) -> list[Conflict]:
    """Every rule an assignment must satisfy; the first one broken is reported.

    Args:
        in_spite_because: the reason in writing for which soft conflicts are overcome.

    Returns:
        What was overcome; empty for an assignment that needed no reason.
    """
    found = conflicts(observer, session)
    for conflict in found:
        if not (conflict.is_soft and in_spite_because.strip()):
            raise RuleViolation(conflict.code, conflict.message)
    return found


def conflicts(observer: Observer, session: Session) -> list[Conflict]:
    """All reasons at once, for people who choose."""
    return conflicts_of([observer], session)[observer.pk]


def conflicts_of(
    observers: Sequence[Observer], session: Session, *, instead_of: Assignment | None = None
) -> dict[int, list[Conflict]]:
    """{observer id: reasons}, in a number of queries that does not grow with the observers.

    Args:
        observers: with their person loaded.
        instead_of: an assignment that would be given up; its seat counts as free.
    """
    return {
        known.observer.pk: list(_broken(known)) for known in _gather(observers, session, instead_of)
    }


def _broken(known: Circumstances) -> Iterable[Conflict]:
    for check, source in RULES:
        try:
            check(known)
        except RuleViolation as violation:
            if source == ORDER or violation.code not in settings.OBSERVER_RULES_OFF:
                yield Conflict(violation.code, str(violation), source)


def _gather(
    observers: Sequence[Observer], session: Session, instead_of: Assignment | None
) -> Iterable[Circumstances]:
    people = [observer.person_id for observer in observers]
    accreditations = _by("observer_id", Accreditation.objects.filter(observer__in=observers))
    posts = _by("person_id", Post.objects.filter(school=session.school_id, person__in=people))
    ties = _by(
        "observer_id", Interest.objects.filter(school=session.school_id, observer__in=observers)
    )
    curators = set(
        Case.objects.open().filter(school=session.school_id).values_list("curator_id", flat=True)
    )
    others = Assignment.objects.exclude(pk__in=[instead_of.pk] if instead_of else [])
    that_day = others.on_day(session.held_on).filter(observer__in=observers)
    assigned = _by("observer_id", that_day.select_related("session__school"))
    taken = others.standing().filter(session=session).count()
    for observer in observers:
        yield Circumstances(
            observer=observer,
            session=session,
            accreditations=accreditations[observer.pk],
            posts=posts[observer.person_id],
            ties=ties[observer.pk],
            is_curator=observer.person_id in curators,
            that_day=assigned[observer.pk],
            seats_taken=taken,
        )


def _by(name: str, rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
