"""The whole demo city, the same every time for the same day."""

import datetime
import random
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.models import Committee, Person, Role, User
from assessments.models import Procedure
from config.demo import PASSWORD
from config.demo import observers as demo_observers
from config.demo import procedures as demo_procedures
from config.demo.names import People
from config.demo.numbers import record_numbers
from config.demo.schools import DemoSchool, make_schools

SEED = 20_260_901


@dataclass(frozen=True)
class City:
    """What the makers of plans and cases go on from."""

    committee: Committee
    head: User
    editor: User
    deputies: dict[str, User]
    procedures: list[Procedure]
    participants: int


def year_of_last_results(today: datetime.date) -> int:
    """Spring results are in by June; before that last year's are the newest."""
    return today.year if today.month >= 6 else today.year - 1


def build_city(*, today: datetime.date, password: str = PASSWORD) -> City:
    """Make people, schools, two procedures with results, one ahead, observers. About 6,000 results.

    Needs the catalogue of works (`load_works`). Everything hangs on `today` and one seed.
    """
    rng = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    committee = Committee.objects.create(
        name="Комитет по образованию города Светлоозёрска",
        short_name="Комитет по образованию г. Светлоозёрска",
        instrumental="комитета по образованию города Светлоозёрска",
        region_code="99",
    )
    people = People(committee, rng)
    # One password for all, so one hash: hashing is slow on purpose.
    password = make_password(password)
    staff = _make_staff(committee, people, password)
    last = year_of_last_results(today)
    schools = make_schools(committee, people, rng, (last - 2, last - 1, last))
    deputies = {
        str(number): _account(f"deputy{number}", made.deputy, Role.DEPUTY, committee, password)
        for number, made in enumerate(schools, start=1)
    }
    procedures, participants = _make_procedures(committee, schools, last, staff["editor"], rng)
    _send_observers(people, schools, procedures, staff, password, rng)
    record_numbers(procedures[1], schools)
    return City(
        committee=committee,
        head=staff["head"],
        editor=staff["editor"],
        deputies=deputies,
        procedures=procedures,
        participants=participants,
    )


def _account(username: str, person: Person, role: str, committee: Committee, password: str) -> User:
    return User.objects.create(
        username=username,
        email=person.email,
        password=password,
        role=role,
        committee=committee,
        person=person,
    )


def _make_staff(committee: Committee, people: People, password: str) -> dict[str, User]:
    posts = {
        "head": ("председатель комитета", Role.HEAD),
        "editor": ("главный специалист", Role.EDITOR),
        "admin": ("системный администратор", Role.ADMINISTRATOR),
    }
    return {
        name: _account(
            name, people.another(position=position, mail=name), role, committee, password
        )
        for name, (position, role) in posts.items()
    }


def _make_procedures(
    committee: Committee, schools: list[DemoSchool], last: int, by: User, rng: random.Random
) -> tuple[list[Procedure], int]:
    """The year before last, last year and the coming one; only of the first two results are in."""
    numbers = {made.school.pk: str(number) for number, made in enumerate(schools, start=1)}
    procedures, participants = [], 0
    for year in (last - 1, last, last + 1):
        procedure = demo_procedures.make_procedure(committee, year)
        works = demo_procedures.make_works(year)
        sessions = demo_procedures.make_sessions(procedure, schools, works)
        if year <= last:
            participants += demo_procedures.make_results_of(
                sessions, years_ago=last - year, numbers=numbers, by=by, rng=rng
            )
        else:
            demo_procedures.make_calendar(procedure, works)
        procedures.append(procedure)
    return procedures, participants


def _send_observers(
    people: People,
    schools: list[DemoSchool],
    procedures: list[Procedure],
    staff: dict[str, User],
    password: str,
    rng: random.Random,
) -> None:
    until = datetime.date(procedures[-1].year, 8, 31)
    roster = demo_observers.make_observers(people, schools, until)
    demo_observers.give_account(roster[0], "observer", password)
    for procedure in procedures[1:]:
        sessions = list(procedure.sessions.select_related("class_group", "school").order_by("pk"))
        sent = demo_observers.assign(roster, sessions, staff["editor"], rng)
        if procedure.year < procedures[-1].year:
            demo_observers.write_acts(sent, rng)
