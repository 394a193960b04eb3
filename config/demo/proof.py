"""How the demo plan's execution was proven: documents, a later date, an accepted report."""

import datetime
import io

from django.utils import timezone
from pypdf import PdfWriter

from config.demo.city import City
from plans.models import Activity, Evidence, Occurrence, Plan
from plans.reports.period_report import sum_of
from plans.services import evidence, postponing, reporting
from plans.services.evidence import Brought

# By which documents a row is proven, by words of what the plan expects of it.
EXPECTED = {
    "протокол": Evidence.Kind.PROTOCOL,
    "справка": Evidence.Kind.REPORT,
    "акты": Evidence.Kind.ACT,
    "сайт": Evidence.Kind.LINK,
}
FORTNIGHT = datetime.timedelta(days=14)


def prove_execution(plan: Plan, city: City, today: datetime.date) -> None:
    expect_documents(plan, city)
    bring_documents(plan, city)
    put_off(plan, city, today)
    accept_information(plan, city, today)


def expect_documents(plan: Plan, city: City) -> None:
    for activity in Activity.objects.live().filter(section__plan=plan).order_by("pk"):
        kinds = [kind for word, kind in EXPECTED.items() if word in activity.result.lower()]
        if kinds:
            evidence.expect_kinds(activity_id=activity.pk, kinds=kinds, by=city.editor)


def bring_documents(plan: Plan, city: City) -> None:
    """Three schools bring what they have: one is accepted, one comes back, one waits."""
    brought = []
    for number in ("1", "3", "5"):
        deputy = city.deputies[number]
        done = Occurrence.objects.visible_to(deputy).filter(
            activity__section__plan=plan, state=Occurrence.State.DONE
        )
        first = done.order_by("due_on", "pk").first()
        if first:
            paper = Brought(
                "protocol", "Протокол совещания при директоре № 4", "", page(), "протокол.pdf"
            )
            brought.append(evidence.add_evidence(occurrence_id=first.pk, brought=paper, by=deputy))
    if len(brought) == 3:
        accepted, returned, _ = brought
        evidence.accept_evidence(evidence_id=accepted.pk, seen="given", by=city.editor)
        evidence.return_evidence(
            evidence_id=returned.pk, seen="given", remark="Нет второй страницы", by=city.editor
        )


def page() -> bytes:
    """The plainest scan: one empty page."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(stream)
    return stream.getvalue()


def put_off(plan: Plan, city: City, today: datetime.date) -> None:
    """School № 4's date is moved by agreement, school № 6 waits for an answer."""
    for number, reason in (("4", "Карантин в 4 классах"), ("6", "Болеет секретарь комиссии")):
        deputy = city.deputies[number]
        mine = Occurrence.objects.visible_to(deputy).open().filter(activity__section__plan=plan)
        ahead = mine.filter(due_on__gte=today).order_by("due_on", "pk").first()
        if ahead is None:
            continue
        asked = postponing.ask_postponement(
            occurrence_id=ahead.pk,
            due_after=ahead.due_on + FORTNIGHT,
            reason=reason,
            today=today,
            by=deputy,
        )
        if number == "4":
            postponing.agree_postponement(
                postponement_id=asked.pk, remark="Дистанционно неудобно", by=city.head
            )


def accept_information(plan: Plan, city: City, today: datetime.date) -> None:
    """What was done up to the end of last month; none while the plan is younger than that."""
    month_end = today.replace(day=1) - datetime.timedelta(days=1)
    if month_end <= plan.period_from:
        return
    report = reporting.create_report(
        plan_id=plan.pk, period_from=plan.period_from, period_to=month_end, by=city.editor
    )
    noon = datetime.datetime.combine(today, datetime.time(12), timezone.get_current_timezone())
    reporting.accept_report(
        report_id=report.pk,
        seen=sum_of(reporting.content_of(report, today=today)),
        now=noon,
        by=city.head,
    )
