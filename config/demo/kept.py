"""Scans of six years ago: two were destroyed by an act, one waits for the head's word."""

import datetime
import hashlib
import random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.files.serving import random_storage_name
from accounts.models import DestructionAct
from accounts.services import retention
from assessments.models import Protocol, Session
from config.demo.city import SEED, City
from config.demo.procedures import make_procedure, make_results_of, make_works
from config.demo.scans import photographed_sheet
from schools.models import ClassGroup, School

YEARS_AGO = 6  # the first year whose five years of keeping are over, whatever the day
SCHOOL = "3"
REASON = "Истёк срок хранения по номенклатуре дел комитета."


def destroy_old_scans(city: City, today: datetime.date) -> None:
    """Needs the periods that `bring_scans` sets."""
    session = _old_session(city, today.year - YEARS_AGO)
    for name in ("протокол.jpg", "лист с подписями.jpg"):
        _keep(city, session, name)
    act = _draw_up(city, today)
    retention.confirm_act(act_id=act.pk, now=_moment_of(today), by=city.head)
    _keep(city, session, "второй экземпляр.jpg")
    _draw_up(city, today)


def _moment_of(today: datetime.date) -> datetime.datetime:
    """Now; of another day, its noon."""
    if timezone.localdate() == today:
        return timezone.now()
    noon = datetime.time(12, tzinfo=timezone.get_current_timezone())
    return datetime.datetime.combine(today, noon)


def _old_session(city: City, year: int) -> Session:
    """One class of one school, with its results."""
    school = School.objects.get(committee=city.committee, short_name=f"Школа № {SCHOOL}")
    group = ClassGroup.objects.create(
        school=school, school_year=year - 1, grade=4, letter="А", pupils=22
    )
    procedure = make_procedure(city.committee, year)
    session = Session.objects.create(
        procedure=procedure,
        school=school,
        work=make_works(year)["RU", 4],
        class_group=group,
        held_on=procedure.starts_on + datetime.timedelta(days=1),
        lesson=2,
    )
    rng = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    make_results_of(
        [session], years_ago=YEARS_AGO, numbers={school.pk: SCHOOL}, by=city.editor, rng=rng
    )
    session.refresh_from_db()
    return session


def _keep(city: City, session: Session, name: str) -> None:
    """As clean as the portal's own scans, but without the child process that cleans each."""
    data = photographed_sheet()
    places = [
        default_storage.save(random_storage_name("protocols", "jpg"), ContentFile(data))
        for _ in range(3)
    ]
    Protocol.objects.create(
        session=session,
        original_name=name,
        title=name.partition(".")[0].capitalize(),
        file=places[0],
        preview=places[1],
        thumbnail=places[2],
        content_type="image/jpeg",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=city.editor,
    )


def _draw_up(city: City, today: datetime.date) -> DestructionAct:
    chair, member = city.head.person, city.editor.person
    if chair is None or member is None:
        raise ValueError("the demo's staff are people")
    return retention.draw_up_act(
        kinds=["protocol"],
        reason=REASON,
        chair_id=chair.pk,
        member_ids=[member.pk],
        today=today,
        by=city.editor,
    )
