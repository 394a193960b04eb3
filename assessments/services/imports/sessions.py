"""Procedures, classes and sessions that a file of many schools brings along."""

import datetime
from collections.abc import Iterable, Iterator

from accounts.audit import record_event
from accounts.models import User
from accounts.words import natural_key
from assessments.models import Procedure, Session, Work
from schools.models import ClassGroup, School

# Source: план-график ВПР 2025 (11.04–16.05) and 2026 (20.04–20.05); other years are not known
# to the portal, so the whole spring is taken and can be narrowed by hand.
KNOWN_TIMES = {2025: ((4, 11), (5, 16)), 2026: ((4, 20), (5, 20))}
SPRING = ((3, 1), (5, 31))

Key = tuple[int, str]  # school id, letter of the class


def procedure_of_year(
    committee_id: int, year: int, held_on: datetime.date | None, by: User | None
) -> Procedure:
    """The ВПР of the committee that year, locked; made when absent."""
    own = {"committee_id": committee_id, "kind": Procedure.Kind.VPR, "year": year}
    procedure = Procedure.objects.select_for_update().filter(**own).first()
    if procedure is not None:
        return procedure
    start, end = (datetime.date(year, month, day) for month, day in KNOWN_TIMES.get(year, SPRING))
    if held_on is not None and held_on.year == year:
        start, end = min(start, held_on), max(end, held_on)
    # Another file of the same year may have made it this very moment.
    procedure, is_new = Procedure.objects.select_for_update().get_or_create(
        **own, defaults={"starts_on": start, "ends_on": end}
    )
    if not is_new:
        return procedure
    record_event(
        action="procedure-created", target=procedure, by=by, starts=str(start), ends=str(end)
    )
    return procedure


class SessionsOfFile:
    """The session of each class a file names; what is absent is made."""

    def __init__(
        self,
        *,
        work: Work,
        procedures: dict[int, Procedure],
        schools: Iterable[School],
        held_on: datetime.date | None,
    ) -> None:
        self.work, self.procedures, self.held_on = work, procedures, held_on
        self.schools = {school.pk: school for school in schools}
        # Locked: nobody gives one of these classes a work of the same day meanwhile.
        groups = list(
            ClassGroup.objects.select_for_update()
            .filter(school__in=self.schools, school_year=work.year - 1, grade=work.grade)
            .order_by("pk")
        )
        self.groups = {(each.school_id, natural_key(each.letter)): each for each in groups}
        live = Session.objects.filter(class_group__in=groups)
        self.sessions: dict[int, Session] = {}
        self.busy: set[tuple[int, datetime.date]] = set()
        ids = {procedure.pk for procedure in procedures.values()}
        for session in live.select_related("class_group"):
            if session.procedure_id in ids and session.work_id == work.pk:
                self.sessions[session.class_group_id] = session
            if session.status != Session.Status.CANCELLED:
                self.busy.add((session.class_group_id, session.held_on))

    def group_of(self, key: Key) -> ClassGroup | None:
        """A file that names no letter means the only class of the parallel, if it is one."""
        school_id, letter = key
        exact = self.groups.get((school_id, natural_key(letter)))
        if exact is not None or letter:
            return exact
        own = [group for (owner, _), group in self.groups.items() if owner == school_id]
        return own[0] if len(own) == 1 else None

    def existing(self, key: Key) -> Session | None:
        group = self.group_of(key)
        return self.sessions.get(group.pk) if group is not None else None

    def make(self, pupils: dict[Key, int]) -> dict[Key, Session]:
        """Sessions for classes that have none; classes too. `pupils` counts each class."""
        absent = [key for key in pupils if self.group_of(key) is None]
        made = ClassGroup.objects.bulk_create(
            ClassGroup(
                school_id=school_id,
                school_year=self.work.year - 1,
                grade=self.work.grade,
                letter=letter,
                pupils=pupils[school_id, letter],
            )
            for school_id, letter in absent
        )
        self.groups |= {(each.school_id, natural_key(each.letter)): each for each in made}
        groups = {group.pk: group for key in pupils if (group := self.group_of(key)) is not None}
        fresh = {pk: self._session(each) for pk, each in groups.items() if pk not in self.sessions}
        Session.objects.bulk_create(fresh.values())
        self.sessions |= fresh
        return {key: session for key in pupils if (session := self.existing(key)) is not None}

    def _session(self, group: ClassGroup) -> Session:
        school = self.schools[group.school_id]
        procedure = self.procedures[school.committee_id]
        held_on = next(day for day in self._days(procedure) if (group.pk, day) not in self.busy)
        self.busy.add((group.pk, held_on))
        return Session(
            procedure=procedure,
            school=school,
            work=self.work,
            class_group=group,
            held_on=held_on,
            observer_seats=0,  # the work has been written already
        )

    def _days(self, procedure: Procedure) -> Iterator[datetime.date]:
        """The day the file names, then every day but Sundays, beyond the end if need be."""
        if self.held_on and procedure.starts_on <= self.held_on <= procedure.ends_on:
            yield self.held_on
        day = procedure.starts_on
        while True:
            if day.isoweekday() != 7:
                yield day
            day += datetime.timedelta(days=1)
