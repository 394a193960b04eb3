"""What happened in the demo city: computed signs, approved plans, a case under way.

Everything here goes through the same services as in life.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from assessments.models import SignRun
from assessments.services.signs import compute_now, open_case_on_signs
from config.demo.brought import bring_files
from config.demo.city import City, build_city
from config.demo.declared import ask_for_replacement, declare_results, send_files
from config.demo.kept import destroy_old_scans
from config.demo.plan import period_of, plan_outline_of
from config.demo.proof import prove_execution
from config.demo.reminders import choose_reminders
from config.demo.scans import bring_scans
from config.demo.templates import make_templates
from config.demo.waits import link_deadlines, record_events
from plans.models import Activity, Occurrence, Organisation, Plan, RoleGroup
from plans.services import approval, execution, marking, publication
from plans.services.imports import draft_from_outline
from schools.models import Case, School
from schools.services import cases

DONE = "Сделано, подтверждение у секретаря."


@transaction.atomic
def tell_story(*, today: datetime.date) -> City:
    """The city with its history up to `today`; all of it or nothing."""
    city = build_city(today=today)
    make_groups(city)
    choose_reminders(city)
    runs = [
        compute_now(procedure_id=procedure.pk, by=city.editor) for procedure in city.procedures[:-1]
    ]
    collected = city.procedures[-2]
    declare_results(city, collected)
    ask_for_replacement(city, collected, today)
    send_files(city, collected)
    bring_files(city, collected)
    year = today.year if today.month >= 9 else today.year - 1
    plan = make_plan(city, year)
    link_deadlines(plan, by=city.editor)
    approve(plan, city, order="214")
    record_events(plan, by=city.editor, today=today)
    report_execution(city, today)
    prove_execution(plan, city, today)
    make_plan(city, year + 1)
    bring_scans(city)
    destroy_old_scans(city, today)
    make_templates(committee=city.committee, school_year=year, by=city.editor)
    run_case(city, runs, today)
    return city


def make_groups(city: City) -> None:
    """Whom a plan means by «Руководители ОО»."""
    groups = {
        "Руководители ОО": RoleGroup.Members.SCHOOL_HEADS,
        "Заместители директоров": RoleGroup.Members.SCHOOL_DEPUTIES,
    }
    for name, members in groups.items():
        RoleGroup.objects.create(committee=city.committee, name=name, members=members)
    Organisation.objects.create(
        committee=city.committee,
        name="Методический центр «Опора»",
        email="opora@svetloozersk.example",
    )


def make_plan(city: City, school_year: int) -> Plan:
    """A draft of the committee's plan for the school year."""
    head, editor = city.head.person, city.editor.person
    if head is None or editor is None:
        raise ValueError("the demo's staff are people")
    first, last = period_of(school_year)
    return draft_from_outline(
        outline=plan_outline_of(school_year, committee=city.committee, head=head, editor=editor),
        committee_id=city.committee.pk,
        period_from=first,
        period_to=last,
        by=city.editor,
    )


def approve(plan: Plan, city: City, *, order: str) -> None:
    plan = approval.submit_plan(
        plan_id=plan.pk,
        version=plan.version,
        comment="Сроки согласованы со школами.",
        by=city.editor,
    )
    version = approval.approve_plan(
        plan_id=plan.pk,
        version=plan.version,
        order_number=order,
        order_date=plan.period_from - datetime.timedelta(days=4),
        by=city.head,
    )
    publication.publish_version(version_id=version.pk, by=city.head)


def report_execution(city: City, today: datetime.date) -> None:
    """What is past is mostly done: every fourth school is late, the committee itself is not."""
    past = Occurrence.objects.filter(due_on__lt=today).order_by("due_on", "school_id", "pk")
    for number, occurrence in enumerate(past):
        if occurrence.school_id and number % 4 == 3:
            continue
        marking.report_occurrence(
            occurrence_id=occurrence.pk,
            seen=occurrence.state,
            state=Occurrence.State.DONE,
            note=DONE,
            by=city.editor,
        )


def run_case(city: City, runs: list[SignRun], today: datetime.date) -> None:
    """School № 8 was looked at last year and is over it; school № 2 is being helped now."""
    then = min(runs[0].procedure.ends_on + datetime.timedelta(days=10), today)
    _close(city, _open(city, runs[0], "8", then), opened_on=then, today=today)
    case = _open(city, runs[1], "2", today)
    case = cases.explain_case(
        case_id=case.pk,
        version=case.version,
        text="Четвёртые классы готовились по общей программе лицея, но работы проверяли сами "
        "учителя классов. Просим посмотреть работы вместе с нами.",
        by=city.deputies["2"],
    )
    case = cases.appoint_curator(
        case_id=case.pk,
        version=case.version,
        curator_id=city.editor.person_id,
        curator_school_id=School.objects.get(short_name="Лицей № 1").pk,
        by=city.editor,
    )
    cases.decide_case(
        case_id=case.pk,
        version=case.version,
        status=Case.Status.HELPED,
        decision="Работы 4 классов проверит муниципальная комиссия; весной в каждом классе "
        "будет независимый наблюдатель.",
        exit_condition="В следующем году признаков по математике нет",
        by=city.editor,
    )
    answer = Activity.objects.filter(title__startswith="Проверка работ").order_by("pk").first()
    if answer:
        execution.link_case(activity_id=answer.pk, case_id=case.pk, by=city.editor)


def _open(city: City, run: SignRun, number: str, today: datetime.date) -> Case:
    school = School.objects.get(committee=city.committee, short_name=f"Школа № {number}")
    return open_case_on_signs(run_id=run.pk, school_id=school.pk, today=today, by=city.editor)


def _close(city: City, case: Case, *, opened_on: datetime.date, today: datetime.date) -> None:
    """Over after half a year. The clock of the services shows today: the days are set back here."""
    cases.close_case(
        case_id=case.pk,
        version=case.version,
        outcome=Case.Outcome.IMPROVED,
        conclusion="Работы перепроверены, учителя прошли обучение; в этом году признака нет.",
        by=city.editor,
    )
    noon = datetime.time(12, tzinfo=timezone.get_current_timezone())
    opened_at = datetime.datetime.combine(opened_on, noon)
    closed_on = min(opened_on + datetime.timedelta(days=180), today)
    Case.objects.filter(pk=case.pk).update(
        opened_at=opened_at, closed_at=datetime.datetime.combine(closed_on, noon)
    )
    case.evidence.update(added_at=opened_at)
