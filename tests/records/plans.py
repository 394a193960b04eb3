"""Records of the app `plans`."""

import hashlib

from plans.deadlines.due import WEEK
from plans.documents.outline import OutlineActivity, OutlineSection, PlanOutline
from plans.models import (
    Approval,
    CalendarDay,
    CalendarFeed,
    EditStep,
    Event,
    EventDate,
    Evidence,
    ExecutionReport,
    Organisation,
    Plan,
    PlanImport,
    PlanVersion,
    Postponement,
    Publication,
    Responsibility,
    RoleGroup,
    Schedule,
    Signatory,
    Stamp,
)
from tests.factories.plans import (
    ActivityFactory,
    OccurrenceFactory,
    PlanFactory,
    SectionFactory,
)
from tests.records.estate import AUTHOR, COMMITTEE, DAY, ESTATE, NOW, SHARED, makes, stored


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


@makes("postponement_id", ESTATE)
def postponement(estate):
    """An open request: whether it may be agreed is for the services' tests."""
    return Postponement.objects.create(
        occurrence=estate.get("occurrence_id"), due_before=DAY, due_after=DAY + WEEK,
        reason=estate.named("Не успели"), asked_by=estate.deputy,
    )  # fmt: skip


@makes("evidence_id", ESTATE)
def evidence(estate):
    return Evidence.objects.create(
        occurrence=estate.get("occurrence_id"), kind=Evidence.Kind.PROTOCOL,
        note=estate.named("Протокол"), file=stored("evidence.pdf"), size=18, sha256="0" * 64,
        original_name=estate.named("протокол") + ".pdf", content_type="application/pdf",
        added_by=estate.deputy,
    )  # fmt: skip


@makes("report_id", COMMITTEE)
def report(estate):
    return ExecutionReport.objects.create(
        plan=estate.get("plan_id"), period_from=DAY, period_to=DAY + WEEK, created_by=estate.editor
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
        approved_by=estate.editor, token=f"sheet-of-{estate.get('plan_id').pk}",
    )  # fmt: skip


@makes("version_token", SHARED)
def version_token(estate):
    """The key of a page for everybody: whoever holds the sheet holds it."""
    return estate.get("version_id").token


@makes("publication_id", SHARED)
def publication(estate):
    """Everybody reads what is published; the foreign one has been withdrawn."""
    withdrawn = {"withdrawn_at": NOW, "withdrawn_by": estate.editor} if estate.word else {}
    return Publication.objects.create(
        version=estate.get("version_id"), published_by=estate.editor, **withdrawn
    )


@makes("signatory_id", COMMITTEE)
def signatory(estate):
    return Signatory.objects.create(plan=estate.get("plan_id"), user=estate.editor)


@makes("day_id", COMMITTEE)
def calendar_day(estate):
    name = estate.named("День города")
    return CalendarDay.objects.get_or_create(
        committee=estate.committee, day=DAY, defaults={"name": name}
    )[0]


@makes("event_id", COMMITTEE)
def event(estate):
    name = estate.named(f"Приказ издан {estate.ripe}")
    return Event.objects.get_or_create(committee=estate.committee, name=name)[0]


@makes("event_date_id", COMMITTEE)
def event_date(estate):
    return EventDate.objects.get_or_create(
        event=estate.get("event_id"), on=DAY, note=estate.named("математика"),
        defaults={"recorded_by": estate.editor},
    )[0]  # fmt: skip


@makes("schedule_id", COMMITTEE)
def schedule(estate):
    name = estate.named(f"График {estate.ripe}")
    return Schedule.objects.get_or_create(committee=estate.committee, name=name)[0]


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


@makes("step_id", AUTHOR)
def edit_step(estate):
    """Done by the one editor of the committee whose word it is."""
    step = EditStep.objects.create(
        plan=estate.get("plan_id"), by=estate.editor, action="changed", before={"since": {}}
    )
    step.activities.set([])
    return step


@makes("feed_token", SHARED)
def feed_token(estate):
    """Whoever holds it may read; of each account only one stands."""
    token = f"feed-of-{estate.editor.pk}"
    CalendarFeed.objects.get_or_create(
        token_sha256=hashlib.sha256(token.encode()).hexdigest(), defaults={"user": estate.editor}
    )
    return token
