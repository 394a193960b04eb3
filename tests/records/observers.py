"""Records of the app `observers`."""

import datetime

from observers.models import ActScan, Interest, ObservationAct
from tests.factories.assessments import (
    SessionFactory,
)
from tests.factories.observers import AccreditationFactory, AssignmentFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory
from tests.records.estate import ESTATE, makes, stored


@makes("observer_id", ESTATE)
def observer(estate):
    return estate.observer


@makes("accreditation_id", ESTATE)
def accreditation(estate):
    return AccreditationFactory(observer=estate.observer, certificate_number=estate.named("Н-1"))


@makes("interest_id", ESTATE)
def interest(estate):
    elsewhere = SchoolFactory(committee=estate.committee, short_name=estate.named("Лицей"))
    return Interest.objects.create(observer=estate.observer, school=elsewhere, kind="child")


@makes("assignment_id", ESTATE)
def assignment(estate):
    return AssignmentFactory(
        session=estate.get("session_id"), observer=estate.observer, assigned_by=estate.editor
    )


@makes("act_id", ESTATE)
def act(estate):
    """An assignment at its start has no act yet: there this is the act of another session."""
    assigned = estate.get("assignment_id")
    if not estate.ripe:
        assigned = AssignmentFactory(
            session=SessionFactory(
                class_group=ClassGroupFactory(school=estate.school),
                procedure=estate.get("procedure_id"),
            ),
            observer=estate.observer,
            assigned_by=estate.editor,
        )
    return ObservationAct.objects.create(
        assignment=assigned, started_at=datetime.time(9), ended_at=datetime.time(10),
        participants=25, no_violations=False, remarks=estate.named("Замечание"),
    )  # fmt: skip


@makes("act_scan_id", ESTATE)
def act_scan(estate):
    return ActScan.objects.create(
        act=estate.get("act_id"), file=stored("act.pdf"), preview=stored("page.jpg"),
        thumbnail=stored("small.jpg"), size=18, sha256="0" * 64, uploaded_by=estate.editor,
        original_name=estate.named("акт") + ".pdf", content_type="application/pdf",
    )  # fmt: skip
