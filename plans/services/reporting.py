"""«Информация об исполнении плана»: composed for a period, printed, accepted and frozen."""

import datetime
import hashlib
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.errors import RuleViolation
from accounts.models import User
from accounts.templatetags.portal import day
from plans import permissions, rules
from plans.documents.office.word import plan_as_docx
from plans.documents.pdf import PrintOptions, print_plan
from plans.documents.refusal import PrintRefused
from plans.documents.report import ReportContent, report_outline
from plans.models import ExecutionReport, Plan
from plans.reports.period_report import report_content, sum_of

DRAFT_MARK = "ПРОЕКТ"


class Papers(NamedTuple):
    pdf: bytes
    docx: bytes


@transaction.atomic
def create_report(
    *, plan_id: int, period_from: datetime.date, period_to: datetime.date, by: User
) -> ExecutionReport:
    """A draft for any period; until it is accepted it says what is true now.

    Raises:
        Plan.DoesNotExist, NotAllowed, RuleViolation: plan-not-approved, period-reversed,
            period-outside.
    """
    permissions.check_can_compose_reports(by)
    plan = Plan.objects.visible_to(by).get(pk=plan_id)
    rules.check_plan_is_approved(plan)
    rules.check_report_period(plan, period_from, period_to)
    report = ExecutionReport.objects.create(
        plan=plan, period_from=period_from, period_to=period_to, created_by=by
    )
    record_event(action="report-created", target=report, by=by, plan=plan.pk)
    return report


def content_of(report: ExecutionReport, *, today: datetime.date) -> ReportContent:
    """What was accepted; of a draft, how things stand now."""
    if report.accepted_at:
        return ReportContent.from_json(report.content)
    return report_content(
        report.plan, period_from=report.period_from, period_to=report.period_to, today=today
    )


def printed_report(report: ExecutionReport, *, today: datetime.date) -> Papers:
    """The very bytes that were accepted; a draft is printed with its mark.

    Raises:
        RuleViolation: the codes of print (too-many-rows, too-long, …).
    """
    if report.accepted_at:
        return Papers(bytes(report.pdf), bytes(report.docx))
    return _print(content_of(report, today=today), accepted=[], mark=DRAFT_MARK)


@transaction.atomic
def accept_report(
    *, report_id: int, seen: str, now: datetime.datetime, by: User
) -> ExecutionReport:
    """Freeze content and files; the database then refuses every change.

    Args:
        seen: `sum_of` the content the person had before their eyes.

    Raises:
        ExecutionReport.DoesNotExist, NotAllowed, RuleViolation: already-accepted, stale, and the
            codes of print.
    """
    permissions.check_can_decide(by)
    visible = ExecutionReport.objects.visible_to(by).select_for_update(of=("self",))
    report = visible.select_related("plan__committee").get(pk=report_id)
    rules.check_report_is_draft(report)
    today = timezone.localtime(now).date()
    content = content_of(report, today=today)
    rules.check_same_content(sum_of(content), seen)
    printed = _print(content, accepted=_stamp(by, today), created_at=now.astimezone(datetime.UTC))
    report.content, report.pdf, report.docx = content.as_json(), printed.pdf, printed.docx
    report.sha256 = hashlib.sha256(printed.pdf).hexdigest()
    report.accepted_at, report.accepted_by = now, by
    report.save(update_fields=["content", "pdf", "docx", "sha256", "accepted_at", "accepted_by"])
    record_event(action="report-accepted", target=report, by=by, sha256=report.sha256)
    return report


@transaction.atomic
def remove_report(*, report_id: int, by: User) -> None:
    """Throw a draft away.

    Raises:
        ExecutionReport.DoesNotExist, NotAllowed, RuleViolation: already-accepted.
    """
    permissions.check_can_compose_reports(by)
    visible = ExecutionReport.objects.visible_to(by).select_for_update(of=("self",))
    report = visible.get(pk=report_id)
    rules.check_report_is_draft(report)
    record_event(action="report-removed", target=report, by=by, plan=report.plan_id)
    report.delete()


def _stamp(by: User, today: datetime.date) -> list[str]:
    position = by.person.position if by.person else ""
    lines = ["ПРИНЯТО", position, by.committee.name, str(by), day(today)]
    return [line[:1].upper() + line[1:] for line in lines if line]


def _print(
    content: ReportContent,
    *,
    accepted: list[str],
    mark: str = "",
    created_at: datetime.datetime | None = None,
) -> Papers:
    outline = report_outline(content, accepted=accepted)
    try:
        pdf = print_plan(outline, options=PrintOptions(mark=mark, created_at=created_at))
    except PrintRefused as refused:
        raise RuleViolation(refused.code, str(refused)) from refused
    return Papers(pdf, plan_as_docx(outline, mark=mark))
