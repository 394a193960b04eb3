"""A plan as the check before approval reads it, and the remarks with links to their cells."""

import datetime
from typing import NamedTuple

from django.urls import reverse

from accounts.templatetags.portal import count_of
from plans.checks import Checked, CheckedRow, Finding, Severity, findings_of
from plans.deadlines import reading_from_json
from plans.documents.order_stamp import order_in
from plans.documents.outline import FIELDS, PlanOutline
from plans.models import Activity, Plan, ReadingLink, RoleGroup
from plans.reports.directory import load_directory
from plans.reports.outline import captions_of, plan_outline
from schools.models import School

FOREMOST = 5
WAITING = ("event", "schedule")


class Remark(NamedTuple):
    """A finding where a person sees it: the row's name, and where its cell is mended."""

    finding: Finding
    row: str
    caption: str
    address: str


class RemarkGroup(NamedTuple):
    severity: Severity
    remarks: list[Remark]


class CheckReport(NamedTuple):
    """`groups` are errors, warnings and hints, each only where there are any."""

    activities: int
    groups: list[RemarkGroup]

    def count(self, severity: Severity) -> int:
        return sum(len(group.remarks) for group in self.groups if group.severity == severity)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)

    @property
    def hints(self) -> int:
        return self.count(Severity.HINT)

    @property
    def said_errors(self) -> str:
        return count_of(self.errors, "ошибка,ошибки,ошибок")

    @property
    def said_warnings(self) -> str:
        return count_of(self.warnings, "предупреждение,предупреждения,предупреждений")

    @property
    def said_hints(self) -> str:
        return count_of(self.hints, "подсказка,подсказки,подсказок")

    @property
    def foremost(self) -> list[Remark]:
        """The few that a page with other business shows."""
        return [remark for group in self.groups for remark in group.remarks][:FOREMOST]


def check_report(plan: Plan, *, today: datetime.date, may_edit: bool) -> CheckReport:
    """The same number of queries for any number of rows. Links lead to the cell where it is
    mended, or to the row where the text rests.
    """
    checked = checked_plan(plan, today=today)
    by_key = {row.key: row for row in checked.rows}
    page = plan.get_absolute_url()
    remarks = [_remark(one, by_key, checked, page, may_edit) for one in findings_of(checked)]
    groups = [
        RemarkGroup(severity, [one for one in remarks if one.finding.severity is severity])
        for severity in Severity
    ]
    return CheckReport(len(checked.rows), [group for group in groups if group.remarks])


def _remark(
    finding: Finding, rows: dict[int, CheckedRow], checked: Checked, page: str, may_edit: bool
) -> Remark:
    caption = checked.captions.get(finding.field, "") if finding.field else ""
    if finding.row is None:
        return Remark(finding, "", caption, "")
    address = f"{page}#activity-{finding.row}"
    if may_edit:
        address = reverse("plans:activity-edit", args=[finding.row])
        # `RowForm` names its cells so.
        address += f"#activity-{finding.row}-{finding.field}" if finding.field else ""
    return Remark(finding, rows[finding.row].name, caption, address)


def checked_plan(plan: Plan, *, today: datetime.date) -> Checked:
    outline = plan_outline(plan)
    sections = list(plan.sections.live().order_by("position", "pk").values_list("pk", "title"))
    places = {pk: place for place, (pk, _) in enumerate(sections)}
    ordered = Activity.objects.live().filter(section__plan=plan)
    linked = set(
        ReadingLink.objects.filter(activity__section__plan=plan).values_list(
            "activity_id", "position"
        )
    )
    return Checked(
        rows=tuple(
            _row(activity, places[activity.section_id], linked)
            for activity in ordered.order_by("section__position", "section_id", "position", "pk")
        ),
        period_from=plan.period_from,
        period_to=plan.period_to,
        approved_on=_approved_on(plan, outline, today),
        section_titles=tuple(title for _, title in sections),
        preamble=plan.preamble,
        legend=plan.legend,
        stamps=tuple(outline.stamps),
        order=outline.order,
        directory=load_directory(plan.committee_id),
        empty_groups=_empty_groups(plan.committee_id),
        captions=dict(zip(outline.fields, captions_of(outline), strict=True)),
    )


def _row(activity: Activity, section: int, linked: set[tuple[int, int]]) -> CheckedRow:
    readings = tuple(reading_from_json(reading) for reading in activity.readings)
    return CheckedRow(
        key=activity.pk,
        section=section,
        readings=readings,
        evidence_kinds=tuple(activity.evidence_kinds),
        waits_for_nothing=any(
            reading.kind in WAITING and (activity.pk, place) not in linked
            for place, reading in enumerate(readings)
        ),
        **{name: getattr(activity, name) for name in FIELDS},
    )


def _approved_on(plan: Plan, outline: PlanOutline, today: datetime.date) -> datetime.date | None:
    """The order's day, where one is named; else today, unless the plan is one of the past."""
    named = order_in(outline.stamps)
    if plan.order_date or named:
        return plan.order_date or datetime.date.fromisoformat(named.date if named else "")
    return today if plan.period_to >= today else None


def _empty_groups(committee_id: int) -> frozenset[str]:
    """Groups that nobody answers in: lists without people, schools' heads without schools."""
    listed = RoleGroup.Members.LISTED
    groups = RoleGroup.objects.filter(committee_id=committee_id)
    empty = groups.filter(members=listed, people__isnull=True).values_list("name", flat=True)
    if School.objects.active().filter(committee_id=committee_id).exists():
        return frozenset(empty)
    return frozenset(empty) | frozenset(
        groups.exclude(members=listed).values_list("name", flat=True)
    )
