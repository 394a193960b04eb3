"""Records of the app `accounts`."""

import datetime
import hashlib

from accounts.audit import record_event
from accounts.models import DestroyedPaper, DestructionAct, Invitation, Job, Role
from tests.accounts.hostile_files import honest_docx
from tests.factories.accounts import PersonFactory
from tests.records.estate import COMMITTEE, ESTATE, NOW, SHARED, makes


@makes("user_id", ESTATE)
def user(estate):
    return estate.deputy if estate.ripe else estate.observer_user


@makes("person_id", ESTATE)
def person(estate):
    if estate.ripe:
        return estate.observer_user.person
    return PersonFactory(committee=estate.committee, last_name=estate.named("Гость"))


@makes("token", SHARED)
def token(estate):
    return f"token-of-{estate.get('invitation_id').pk}"


@makes("invitation_id", ESTATE)
def invitation(estate):
    guest = PersonFactory(committee=estate.committee, last_name=estate.named("Гость"))
    invited = Invitation.objects.create(
        person=guest, role=Role.OBSERVER, created_by=estate.editor,
        token_sha256=f"{guest.pk}", expires_at=NOW + datetime.timedelta(days=1),
    )  # fmt: skip
    invited.token_sha256 = hashlib.sha256(f"token-of-{invited.pk}".encode()).hexdigest()
    invited.save()
    return invited


@makes("event_id", ESTATE)
def event(estate):
    return record_event(
        action="person-added", target=estate.deputy.person, by=estate.editor, text=estate.word
    )


@makes("job_id", ESTATE)
def job(estate):
    return Job.objects.create(
        kind="tests",
        unique_key=f"tests {estate.school.pk} {estate.ripe}",
        state=Job.State.DONE if estate.ripe else Job.State.RUNNING,
        result={"message": estate.named("Готово")},
        started_by=estate.deputy,
    )


@makes("destruction_id", COMMITTEE)
def destruction(estate):
    """Confirmed where everything is done, a draft where everything begins."""
    act = DestructionAct.objects.create(
        committee=estate.committee, reason=estate.named("Истечение сроков"),
        drawn_up_by=estate.editor,
    )  # fmt: skip
    DestroyedPaper.objects.create(
        act=act, kind="protocol", target_id=1_000_000 + act.pk, name=estate.named("протокол"),
        belongs_to="Школа", dated_on=NOW.date(), kept_until=NOW.date(), sha256="0" * 64, size=1,
        erased_at=NOW,
    )  # fmt: skip
    if estate.ripe:
        act.status, act.year, act.number = DestructionAct.Status.CONFIRMED, 2026, estate.school.pk
        act.decided_at, act.decided_by, act.document = NOW, estate.editor, honest_docx()
        act.save()
    return act
