"""One own and one foreign record for every argument a route can take.

A new record route with an argument not known here fails `tests/test_access.py`. Add a maker: a
function of an estate, named by the argument, that says whose eyes its record is for.
"""

import datetime
import hashlib
from collections.abc import Callable
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import Invitation, Job, Role
from assessments.models import (
    Item,
    Protocol,
    Reference,
    Result,
    Session,
    Sign,
    SignRun,
    Upload,
)
from observers.models import Interest, ObservationAct
from plans.documents.outline import OutlineActivity, OutlineSection, PlanOutline
from plans.models import (
    Approval,
    Organisation,
    Plan,
    PlanImport,
    PlanVersion,
    Responsibility,
    RoleGroup,
    Stamp,
)
from schools.models import Case, CaseEvidence, GradeSize, Post, SchoolImport
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.factories.observers import AccreditationFactory, AssignmentFactory, ObserverFactory
from tests.factories.plans import (
    ActivityFactory,
    OccurrenceFactory,
    PlanFactory,
    SectionFactory,
)
from tests.factories.schools import ClassGroupFactory, PostFactory, SchoolFactory, make_deputy

# Whose eyes a record is for, apart from nobody outside the committee:
SHARED = "shared"  # everybody's, like the catalogue of works
COMMITTEE = "committee"  # the schools and observers of the committee may see it, too
ESTATE = "estate"  # one school or one observer, and the committee's staff
AUTHOR = "author"  # whoever made it, not even their colleagues


class Maker(NamedTuple):
    make: Callable
    whose: str


MAKERS: dict[str, Maker] = {}


def makes(argument, whose):
    def remember(make):
        MAKERS[argument] = Maker(make, whose)
        return make

    return remember


class Estate:
    """A school with its people and all records around it; a foreign one has its word planted.

    A `ripe` estate is at the end of the way (approved, collected, closed), another at its start.
    """

    def __init__(self, committee, *, word="", ripe=True, like=None, is_neighbour=False):
        self.committee, self.word, self.ripe = committee, word, ripe
        self.is_neighbour = is_neighbour
        self.school = like.school if like else SchoolFactory(
            committee=committee, name=self.named("Школа"), short_name=self.named("СОШ"),
            address=self.named("улица"),
        )  # fmt: skip
        self.deputy = like.deputy if like else make_deputy(self.school, **self.person("deputy"))
        self.editor = like.editor if like else UserFactory(
            committee=committee, role=Role.EDITOR, **self.person("editor")
        )  # fmt: skip
        self.observer_user = like.observer_user if like else UserFactory(
            committee=committee, role=Role.OBSERVER, **self.person("observer")
        )  # fmt: skip
        self.observer = like.observer if like else ObserverFactory(
            person=self.observer_user.person, note=self.named("примечание")
        )  # fmt: skip
        self.records = {}

    def person(self, who):
        person = PersonFactory(
            committee=self.committee,
            last_name=self.named(who),
            position=self.named("должность"),
        )
        return {"person": person, "username": self.named(f"{who}-{self.committee.pk}")}

    def named(self, text):
        return f"{text} {self.word}".strip()

    def get(self, argument):
        if argument not in self.records:
            maker = MAKERS[argument]
            word = self.word
            if maker.whose == COMMITTEE and self.is_neighbour:
                self.word = ""  # what the whole committee may read is no secret of the neighbours
            self.records[argument] = maker.make(self)
            self.word = word
        return self.records[argument]

    def key(self, argument):
        record = self.get(argument)
        return record if isinstance(record, str) else record.pk

    def furnish(self):
        for argument in MAKERS:
            self.get(argument)
        return self


def stored(name):
    return default_storage.save(f"tests/{name}", ContentFile(b"%PDF-1.4 synthetic"))


NOW = timezone.now()
DAY = datetime.date(2026, 9, 15)

# accounts ---------------------------------------------------------------------------------------


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


# schools ----------------------------------------------------------------------------------------


@makes("school_id", ESTATE)
def school(estate):
    return estate.school


@makes("post_id", ESTATE)
def post(estate):
    teacher = PersonFactory(committee=estate.committee, last_name=estate.named("Учитель"))
    return PostFactory(school=estate.school, person=teacher, role=Post.Role.TEACHER)


@makes("grade_size_id", ESTATE)
def grade_size(estate):
    return GradeSize.objects.create(school=estate.school, grade=5 if estate.ripe else 6, pupils=77)


@makes("class_group_id", ESTATE)
def class_group(estate):
    return ClassGroupFactory(school=estate.school, letter=estate.word[:10] or "ЖЗ"[estate.ripe])


@makes("school_import_id", AUTHOR)
def school_import(estate):
    return SchoolImport.objects.create(
        uploaded_by=estate.editor, original_name=estate.named("школы") + ".csv"
    )


@makes("case_id", ESTATE)
def case(estate):
    closed = {"status": Case.Status.CLOSED, "closed_at": NOW, "closed_by": estate.editor}
    return Case.objects.create(
        school=estate.school, year=2026, title=estate.named("Завышенный средний балл"),
        explanation=estate.named("Объяснение"), decision=estate.named("Решение"),
        opened_by=estate.editor, **(closed if estate.ripe and not estate.word else {}),
    )  # fmt: skip


@makes("evidence_id", ESTATE)
def evidence(estate):
    return CaseEvidence.objects.create(
        case=estate.get("case_id"), source="committee", summary=estate.named("Основание")
    )


# assessments ------------------------------------------------------------------------------------


@makes("subject_id", SHARED)
def subject(estate):
    return SubjectFactory()


@makes("work_id", SHARED)
def work(estate):
    return WorkFactory()


@makes("item_id", SHARED)
def item(estate):
    return Item.objects.filter(work=estate.get("work_id")).first()


@makes("procedure_id", COMMITTEE)
def procedure(estate):
    return ProcedureFactory(committee=estate.committee)


@makes("session_id", ESTATE)
def session(estate):
    return SessionFactory(
        class_group=estate.get("class_group_id"),
        work=estate.get("work_id"),
        procedure=estate.get("procedure_id"),
        room=estate.named("кабинет"),
        status=Session.Status.COLLECTED if estate.ripe else Session.Status.PLANNED,
    )


@makes("upload_id", ESTATE)
def upload(estate):
    return Upload.objects.create(
        session=estate.get("session_id"), file=stored("form.xlsx"), size=18, sha256="0" * 64,
        original_name=estate.named("форма") + ".xlsx", uploaded_by=estate.deputy,
        state=Upload.State.ACCEPTED if estate.ripe else Upload.State.REFUSED,
        participants=1 if estate.ripe else 0,
    )  # fmt: skip


@makes("result_id", ESTATE)
def result(estate):
    return Result.objects.create(
        session=estate.get("session_id"), upload=estate.get("upload_id"), scores=bytes(10),
        code=(estate.word or f"5000{estate.ripe:d}")[:20], variant=1, total=0, mark=2,
    )  # fmt: skip


@makes("protocol_id", ESTATE)
def protocol(estate):
    return Protocol.objects.create(
        session=estate.get("session_id"), file=stored("protocol.pdf"), size=18, sha256="0" * 64,
        original_name=estate.named("протокол") + ".pdf", content_type="application/pdf",
        uploaded_by=estate.deputy,
    )  # fmt: skip


@makes("reference_id", COMMITTEE)
def reference(estate):
    return Reference.objects.get_or_create(
        procedure=estate.get("procedure_id"), work=estate.get("work_id"),
        defaults={"title": estate.named("Область"), "mean": 11.5, "sd": 4.0, "n": 900},
    )[0]  # fmt: skip


@makes("run_id", COMMITTEE)
def run(estate):
    return SignRun.objects.create(
        procedure=estate.get("procedure_id"), method="official-2019", started_by=estate.editor,
        participants=100, schools=2, marked_schools=1, objectivity_index=50.0, finished_at=NOW,
    )  # fmt: skip


@makes("sign_id", ESTATE)
def sign(estate):
    return Sign.objects.create(
        run=estate.get("run_id"), school=estate.school, work=estate.get("work_id"), kind="HI",
        code="HI_MA5", value=15.5, lower=14.0, upper=17.0, reference_lower=11.0,
        reference_upper=12.0, n=25, n_reference=900, flagged=True, evidence="informative",
        warnings=[estate.word] if estate.word else [],
    )  # fmt: skip


# observers --------------------------------------------------------------------------------------


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


# plans ------------------------------------------------------------------------------------------


@makes("plan_id", COMMITTEE)
def plan(estate):
    return PlanFactory(
        committee=estate.committee, title=estate.named("План"), preamble=estate.named("Цель"),
        executor=estate.named("Исполнитель"), source_name=estate.named("план") + ".docx",
        status=Plan.Status.APPROVED if estate.ripe else Plan.Status.DRAFT,
    )  # fmt: skip


@makes("stamp_id", COMMITTEE)
def stamp(estate):
    return Stamp.objects.create(plan=estate.get("plan_id"), text=estate.named("УТВЕРЖДАЮ"))


@makes("section_id", COMMITTEE)
def section(estate):
    return SectionFactory(plan=estate.get("plan_id"), title=estate.named("Задача 1"))


@makes("activity_id", COMMITTEE)
def activity(estate):
    return ActivityFactory(
        section=estate.get("section_id"), title=estate.named("Совещание"),
        responsible=estate.named("Руководители"), result=estate.named("Протокол"),
    )  # fmt: skip


@makes("responsibility_id", COMMITTEE)
def responsibility(estate):
    return Responsibility.objects.create(
        activity=estate.get("activity_id"), wording=estate.named("Руководители")
    )


@makes("occurrence_id", ESTATE)
def occurrence(estate):
    return OccurrenceFactory(
        activity=estate.get("activity_id"),
        planned_on=DAY,
        school=estate.school,
        note=estate.named("сделано"),
    )


@makes("approval_id", COMMITTEE)
def approval(estate):
    return Approval.objects.create(
        plan=estate.get("plan_id"), decision="commented", comment=estate.named("Уточнить"),
        by=estate.editor,
    )  # fmt: skip


def outline_of(estate):
    activity = OutlineActivity(number="1", title=estate.named("Совещание"), deadline="май")
    sections = [OutlineSection(title=estate.named("Задача 1"), activities=[activity])]
    return PlanOutline(title=estate.named("План"), sections=sections).as_json()


@makes("version_id", COMMITTEE)
def version(estate):
    return PlanVersion.objects.create(
        plan=estate.get("plan_id"), outline=outline_of(estate), pdf=b"%PDF-1.4 synthetic",
        sha256="0" * 64, order_number=estate.named("12"), order_date=DAY,
        approved_by=estate.editor,
    )  # fmt: skip


@makes("group_id", COMMITTEE)
def group(estate):
    name = estate.named(f"Руководители {estate.ripe}")
    return RoleGroup.objects.get_or_create(committee=estate.committee, name=name)[0]


@makes("organisation_id", COMMITTEE)
def organisation(estate):
    name = estate.named(f"Центр {estate.ripe}")
    return Organisation.objects.get_or_create(committee=estate.committee, name=name)[0]


@makes("import_id", COMMITTEE)
def plan_import(estate):
    return PlanImport.objects.create(
        committee=estate.committee, original_name=estate.named("план") + ".docx",
        sha256="0" * 64, outline=outline_of(estate), uploaded_by=estate.editor,
    )  # fmt: skip
