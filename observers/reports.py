"""Sums and lists for pages: the board, the candidates for a session, what waits for whom."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.errors import is_allowed
from accounts.models import User
from accounts.retention import KeptKind
from accounts.waiting import WaitingItem
from assessments.followers import UncountedAct
from assessments.models import Procedure, Session, Tally, facts_of_session
from observers import permissions
from observers.models import ActScan, Assignment, Interest, ObservationAct, Observer
from observers.rules import Conflict, conflicts_of
from schools.models import Case, Post, School

GAPS_AHEAD = datetime.timedelta(days=14)
GAPS_PRESSING = datetime.timedelta(days=3)


class Candidate(NamedTuple):
    """An observer as seen from one session; no conflicts: may be sent there."""

    observer: Observer
    conflicts: list[Conflict]
    load: int  # sessions of this procedure they already have

    @property
    def with_a_reason(self) -> bool:
        """All that speaks against them may be overcome by a reason in writing."""
        return bool(self.conflicts) and all(each.is_soft for each in self.conflicts)


class Tie(NamedTuple):
    """A school where an observer does not go, and how we know."""

    school: School
    words: str
    note: str
    interest: Interest | None  # None: computed from the registry, nothing to remove here


class StaffedSession(NamedTuple):
    session: Session
    assignments: list[Assignment]

    @property
    def missing(self) -> int:
        """Empty seats; a session that is over has no use for them any more."""
        if not self.session.is_staffable:
            return 0
        return max(0, self.session.observer_seats - len(self.assignments))

    @property
    def to_replace(self) -> int:
        """Observers for whom the new day of the session does not do."""
        if not self.session.is_staffable:
            return 0
        return sum(bool(each.unfit_codes) for each in self.assignments)


class BoardDay(NamedTuple):
    held_on: datetime.date
    sessions: list[StaffedSession]

    @property
    def missing(self) -> int:
        return sum(each.missing for each in self.sessions)

    @property
    def to_replace(self) -> int:
        return sum(each.to_replace for each in self.sessions)


def with_gaps(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions that still ask for an observer, or for another one."""
    still = sessions.filter(status=Session.Status.PLANNED)
    unfit = Assignment.objects.to_replace().filter(session=OuterRef("pk"))
    return still.filter(Q(observer_seats__gt=_number_assigned()) | Q(Exists(unfit)))


def _number_assigned() -> Coalesce:
    """How many observers a session of the query has."""
    per_session = (
        Assignment.objects.standing()
        .filter(session=OuterRef("pk"))
        .order_by()
        .values("session")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(per_session, output_field=IntegerField()), 0)


def board_days(sessions: Iterable[Session]) -> list[BoardDay]:
    """Sessions in the order of their days, each with its observers; one query for all of them."""
    listed = list(sessions)
    staff = defaultdict(list)
    for assignment in Assignment.objects.standing().filter(session__in=listed).for_table():
        staff[assignment.session_id].append(assignment)
    days: dict[datetime.date, list[StaffedSession]] = {}
    for session in listed:
        days.setdefault(session.held_on, []).append(StaffedSession(session, staff[session.pk]))
    return [BoardDay(held_on, of_day) for held_on, of_day in days.items()]


def staffing(procedure: Procedure) -> tuple[int, int]:
    """(assigned, needed) observers of a procedure; a session counts at most its own seats."""
    sessions = Session.objects.filter(procedure=procedure).exclude(status=Session.Status.CANCELLED)
    staffed = sessions.order_by().values_list(_number_assigned(), "observer_seats")
    assigned = needed = 0
    for number, seats in staffed:
        assigned += min(number, seats)
        needed += seats
    return assigned, needed


def candidates(
    *, session: Session, user: User, instead_of: Assignment | None = None
) -> list[Candidate]:
    """All observers at work: first those without a conflict, the least busy of them first."""
    at_work = Observer.objects.visible_to(user).active().select_related("person")
    given_up = [instead_of.observer_id] if instead_of else []
    observers = list(at_work.exclude(pk__in=given_up))
    of_procedure = Assignment.objects.live().filter(session__procedure=session.procedure_id)
    load = Counter(of_procedure.values_list("observer_id", flat=True))
    conflicts = conflicts_of(observers, session, instead_of=instead_of)
    made = [Candidate(each, conflicts[each.pk], load[each.pk]) for each in observers]
    return sorted(made, key=lambda one: (bool(one.conflicts), one.load))


def ties_of(observer: Observer) -> list[Tie]:
    """Declared ties, and those that the registry and the cases show."""
    declared = [
        Tie(each.school, each.get_kind_display(), each.note, each)
        for each in observer.interests.select_related("school")
    ]
    posts = Post.objects.filter(person=observer.person_id).select_related("school")
    cases = Case.objects.open().filter(curator=observer.person_id).select_related("school")
    computed = [Tie(post.school, _words_of_post(post), "", None) for post in posts]
    computed += [Tie(case.school, "куратор школы", str(case.title), None) for case in cases]
    return [*computed, *declared]


def _words_of_post(post: Post) -> str:
    if post.ended_on:
        return f"работал(а) до {post.ended_on:%d.%m.%Y}: {post.get_role_display()}"
    return f"работает: {post.get_role_display()}"


# «Сегодня» ---------------------------------------------------------------------------------------


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    if user.is_committee_editor:
        return _gaps(user, today)
    if user.is_observer:
        return [*_missing_acts(user, today), *_upcoming(user, today)]
    return []


def _gaps(user: User, today: datetime.date) -> list[WaitingItem]:
    """Empty seats of the next two weeks, a line for each procedure."""
    soon = Session.objects.visible_to(user).filter(held_on__range=(today, today + GAPS_AHEAD))
    by_procedure: dict[Procedure, list[StaffedSession]] = defaultdict(list)
    open_ = with_gaps(soon).select_related("procedure").order_by("held_on", "pk")
    for day in board_days(open_):
        for staffed in day.sessions:
            by_procedure[staffed.session.procedure].append(staffed)
    return [_gap_item(procedure, staffed, today) for procedure, staffed in by_procedure.items()]


def _gap_item(
    procedure: Procedure, sessions: Sequence[StaffedSession], today: datetime.date
) -> WaitingItem:
    missing = sum(each.missing for each in sessions)
    to_replace = sum(each.to_replace for each in sessions)
    wanted = ((missing, "мест"), (to_replace, "замен"))
    first = sessions[0].session.held_on
    board = reverse("observers:board", kwargs={"procedure_id": procedure.pk})
    return WaitingItem(
        title=f"{procedure}: не хватает наблюдателей",
        address=f"{board}?only_gaps=on",
        label=", ".join(f"{what}: {number}" for number, what in wanted if number),
        tone="bad" if first - today <= GAPS_PRESSING else "warn",
        note=f"ближайшая сессия {first:%d.%m.%Y}",
    )


def _missing_acts(user: User, today: datetime.date) -> list[WaitingItem]:
    waiting = Assignment.objects.visible_to(user).awaiting_act(today).for_table()
    return [
        WaitingItem(
            title=f"Акт наблюдения: {each.session.school}, {each.session.class_group.label}",
            address=reverse("observers:act-create", kwargs={"assignment_id": each.pk}),
            label="нужен сегодня" if each.session.held_on == today else "ждём акт",
            tone="wait" if each.session.held_on == today else "warn",
            note=f"{each.session.work.subject}, {each.session.held_on:%d.%m.%Y}",
        )
        for each in waiting
    ]


def _upcoming(user: User, today: datetime.date) -> list[WaitingItem]:
    """Today's assignment already waits for its act; here are the later ones."""
    ahead = Assignment.objects.visible_to(user).upcoming(today).exclude(session__held_on=today)
    return [
        WaitingItem(
            title=f"Наблюдение: {each.session.school}, {each.session.class_group.label}",
            address=reverse("observers:assignment-list"),
            label=f"{each.session.held_on:%d.%m.%Y}",
            note=str(each.session.work.subject),
        )
        for each in ahead.for_table()
    ]


def compared_number(act: ObservationAct) -> int | None:
    """What of this act is compared with the protocol and the file."""
    own = Tally.objects.filter(source=Tally.Source.ACT, reference=act.pk)
    return own.values_list("present", flat=True).first()


def uncounted_acts(session: Session, user: User) -> list[UncountedAct]:
    """Of a session, for those who may read acts; named by the setting UNCOUNTED_ACTS."""
    visible = ObservationAct.objects.visible_to(user).filter(assignment__session=session)
    acts = visible.uncounted().select_related("assignment__observer").order_by("pk")
    return [
        UncountedAct(
            address=f"{act.get_absolute_url()}#numbers",
            may_supplement=is_allowed(permissions.check_can_supplement_act, user, act),
        )
        for act in acts
    ]


def _act_of(scan: ActScan) -> str:
    session = scan.act.assignment.session
    return f"{session.school}, {session}"


# Named by the setting KEPT_KINDS.
KEPT_ACT_SCANS = KeptKind(
    code="act-scan",
    title="Сканы актов наблюдения",
    model=ActScan,
    committee="act__assignment__session__school__committee",
    day=F("act__assignment__session__held_on"),
    related=facts_of_session("act__assignment__session"),
    belongs_to=_act_of,
)
