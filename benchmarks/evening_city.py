"""The region of the evening: its schools before it begins, and what is there after it.

Runs in the portal's own environment (`python -m benchmarks.evening_city`), apart from those who
visit: `prepare` writes the plan of the evening into the folder, `verify` looks for every receipt
in the database and in the storage.
"""

import datetime
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Committee, Person, Role, User
from assessments.models import Procedure, Session, Upload, Work
from assessments.services.result_forms import spec_of
from benchmarks.workbooks import rows_of_one_class
from schools.models import ClassGroup, Post, School
from tests.assessments.workbooks import filled
from tests.factories.accounts import PASSWORD
from tests.factories.assessments import SubjectFactory, WorkFactory

OF_COMMITTEE = 30  # schools
GRADES, SUBJECTS = (4, 5, 6, 7), (("RU", "РУ", "Русский язык"), ("MA", "МА", "Математика"))
FILES = len(GRADES) * len(SUBJECTS)  # of a school
PUPILS = 25
DOORS = 4  # how many may be signing in at one moment
WATCHERS = 10  # editors who have the board open, each of another committee


def prepare(folder: Path, *, schools: int, uploads: int, arrivals: int) -> None:
    """`uploads` files are made, for as many schools as are needed; `arrivals` deputies sign in."""
    deputies = make_region(schools)
    senders = deputies[: math.ceil(uploads / FILES)]
    plan = {
        "deputies": [sender(user, folder) for user in senders],
        "arrivals": [user.username for user in deputies[len(senders) :][:arrivals]],
        "watchers": [watcher(user) for user in editors()],
        "doors": DOORS,
        "password": PASSWORD,
    }
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a region that has lived for a while has statistics


def make_region(count: int) -> list[User]:
    """The deputies, one a school; every school has a class of each grade and two works for it."""
    password = make_password(PASSWORD)
    committees = Committee.objects.bulk_create(
        Committee(name=f"Комитет округа {n}", short_name=f"Округ {n}", instrumental="комитета")
        for n in range(math.ceil(count / OF_COMMITTEE))
    )
    schools = School.objects.bulk_create(
        School(
            committee=committees[n // OF_COMMITTEE],
            login=f"edu99{n:04d}",
            name=f"Средняя школа № {n + 1}",
            short_name=f"СОШ № {n + 1}",
        )
        for n in range(count)
    )
    deputies = accounts_of(committees, schools, password)
    make_sessions(committees, schools)
    return deputies


def accounts_of(committees: list[Committee], schools: list[School], password: str) -> list[User]:
    """A deputy for each school and an editor for each committee."""
    people = Person.objects.bulk_create(
        Person(committee_id=school.committee_id, last_name=f"Заместителева{n}", first_name="Анна")
        for n, school in enumerate(schools)
    )
    Post.objects.bulk_create(
        Post(school=school, person=person, role=Post.Role.DEPUTY)
        for school, person in zip(schools, people, strict=True)
    )
    deputies = User.objects.bulk_create(
        User(
            username=f"deputy{n}", password=password, role=Role.DEPUTY,
            committee_id=person.committee_id, person=person,
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    User.objects.bulk_create(
        User(username=f"editor{each.pk}", password=password, role=Role.EDITOR, committee=each)
        for each in committees
    )
    return deputies


def make_sessions(committees: list[Committee], schools: list[School]) -> None:
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    procedures = Procedure.objects.bulk_create(
        Procedure(
            committee=each, kind=Procedure.Kind.VPR, year=today.year, starts_on=yesterday,
            ends_on=today, results_due_on=today + datetime.timedelta(days=1),
        )
        for each in committees
    )  # fmt: skip
    of_committee = {each.committee_id: each for each in procedures}
    groups = ClassGroup.objects.bulk_create(
        ClassGroup(
            school=school, school_year=today.year - 1, grade=grade, letter="А", pupils=PUPILS
        )
        for school in schools
        for grade in GRADES
    )
    works = works_of(today.year)
    Session.objects.bulk_create(
        Session(
            procedure=of_committee[group.school.committee_id], school=group.school, work=work,
            class_group=group, held_on=held_on,
        )
        for group in groups
        for work, held_on in zip(works[group.grade], (yesterday, today), strict=True)
    )  # fmt: skip


def works_of(year: int) -> dict[int, list[Work]]:
    subjects = [
        SubjectFactory(code=code, abbreviation=short, name=name) for code, short, name in SUBJECTS
    ]
    return {
        grade: [WorkFactory(year=year, grade=grade, subject=subject) for subject in subjects]
        for grade in GRADES
    }


def sender(user: User, folder: Path) -> dict[str, Any]:
    """A deputy who has signed in earlier, with the forms that the school has filled."""
    sessions = Session.objects.visible_to(user).for_table().order_by("pk")
    return {
        "session": cookie_of(user),
        "procedure": sessions[0].procedure_id,
        "files": [filled_form(session, folder) for session in sessions],
    }


def filled_form(session: Session, folder: Path) -> dict[str, str]:
    data = filled(rows_of_one_class(PUPILS, session), spec_of(session))
    path = folder / f"form-{session.pk}.xlsx"
    path.write_bytes(data)
    return {"path": str(path), "sha256": hashlib.sha256(data).hexdigest()}


def editors() -> list[User]:
    return list(User.objects.filter(role=Role.EDITOR).order_by("pk")[:WATCHERS])


def watcher(user: User) -> dict[str, Any]:
    procedure = Procedure.objects.get(committee_id=user.committee_id)
    return {"session": cookie_of(user), "procedure": procedure.pk}


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def verify(folder: Path) -> None:
    """How many receipts there are, and how many of them nothing stands behind."""
    receipts = json.loads((folder / "receipts.json").read_text(encoding="utf-8"))
    lost = [sha256 for sha256 in receipts if not stands_behind(sha256)]
    print(json.dumps({"receipts": len(receipts), "lost": lost}))


def stands_behind(sha256: str) -> bool:
    """The very file, and the results of all its participants."""
    upload = Upload.objects.current().filter(sha256=sha256).first()
    if upload is None:
        return False
    with upload.file.open() as file:
        same = hashlib.sha256(file.read()).hexdigest() == sha256
    return same and upload.results.count() == upload.participants == PUPILS


if __name__ == "__main__":
    what, where, *numbers = sys.argv[1:]
    if what == "prepare":
        count, files, newcomers = map(int, numbers)
        prepare(Path(where), schools=count, uploads=files, arrivals=newcomers)
    else:
        verify(Path(where))
