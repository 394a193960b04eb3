"""A plan as the editor shows it: sections, rows, and what was understood of each."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from accounts.templatetags.portal import count_of
from plans.deadlines import is_understood, reading_from_json, said
from plans.documents.outline import Field
from plans.models import Activity, Plan, Responsibility, RoleGroup, Section
from plans.reports.outline import plan_fields
from plans.reports.working_days import Term, term_of
from schools.models import School

REMOVED_SHOWN = 20


@dataclass(frozen=True)
class Column:
    field: Field
    caption: str


@dataclass(frozen=True)
class Cell:
    """A text with its caption; `said` is what was understood of it, in small print."""

    field: Field
    caption: str
    text: str
    said: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class GridRow:
    """`who` are those who answer: names, or wordings of the unknown."""

    activity: Activity
    cells: list[Cell]
    who: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridSection:
    section: Section
    rows: list[GridRow]


@dataclass(frozen=True)
class Removed:
    """Something that can be brought back; `kind` is activity or section."""

    kind: str
    pk: int
    name: str
    at: datetime.datetime

    @property
    def anchor(self) -> str:
        """The id it had on the page."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True)
class PlanGrid:
    """`whole` is the grid before some of its rows were left out of sight."""

    plan: Plan
    columns: list[Column]
    sections: list[GridSection]
    removed: list[Removed] = field(default_factory=list)
    whole: "PlanGrid | None" = None

    @property
    def activity_count(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    @property
    def who(self) -> list[str]:
        """Everybody who answers for a row of the plan."""
        grid = self.whole or self
        named = {one for part in grid.sections for row in part.rows for one in row.who}
        return sorted(named, key=str.casefold)

    @property
    def section_count(self) -> int:
        return sum(1 for section in self.sections if section.section.title)

    @property
    def counted(self) -> str:
        """Of the whole plan, whatever is shown of it."""
        if self.whole:
            return self.whole.counted
        return said_count(self.section_count, self.activity_count)


def said_count(sections: int, activities: int) -> str:
    """«2 раздела, 6 мероприятий»; sections without a title do not count."""
    rows = count_of(activities, "мероприятие,мероприятия,мероприятий")
    return f"{count_of(sections, 'раздел,раздела,разделов')}, {rows}" if sections else rows


def count_plan(plan: Plan) -> str:
    """The same without reading the rows. Two queries."""
    sections = plan.sections.live().exclude(title="").count()
    return said_count(sections, Activity.objects.live().filter(section__plan=plan).count())


def grid_columns(plan: Plan) -> list[Column]:
    captions = {column["field"]: column["caption"] for column in plan.columns}
    return [Column(name, captions[name]) for name in plan_fields(plan)]


def plan_grid(plan: Plan, *, with_removed: bool = False) -> PlanGrid:
    """All that the table shows, in five queries; two more with what was removed."""
    rows = for_grid(Activity.objects.live())
    sections = plan.sections.live().order_by("position", "pk")
    columns, schools, term = grid_columns(plan), count_schools(plan), term_of(plan)
    return PlanGrid(
        plan=plan,
        columns=columns,
        sections=[
            GridSection(
                section,
                [
                    grid_row(activity, columns, schools, term)
                    for activity in section.activities.all()
                ],
            )
            for section in sections.prefetch_related(Prefetch("activities", rows))
        ],
        removed=_removed(plan) if with_removed else [],
    )


def for_grid(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Rows with all that `grid_row` looks at."""
    groups = RoleGroup.objects.annotate(people_count=Count("people"))
    answers = Responsibility.objects.select_related("person", "organisation").prefetch_related(
        Prefetch("group", groups)
    )
    return activities.order_by("position", "pk").prefetch_related(
        Prefetch("responsibilities", answers.order_by("position", "pk"))
    )


def count_schools(plan: Plan) -> int:
    return School.objects.active().filter(committee_id=plan.committee_id).count()


def grid_row(activity: Activity, columns: list[Column], schools: int, term: Term) -> GridRow:
    cells = [_cell(activity, column, schools, term) for column in columns]
    answers = activity.responsibilities.all()
    return GridRow(activity, cells, tuple(_name(answer) or answer.wording for answer in answers))


def _cell(activity: Activity, column: Column, schools: int, term: Term) -> Cell:
    text: str = getattr(activity, column.field)
    said_of, doubtful = "", False
    if column.field == "deadline" and text.strip():
        readings = [reading_from_json(reading) for reading in activity.readings]
        doubtful = not is_understood(readings)
        said_of = said(readings, *term, is_corrected=activity.readings_corrected)
    elif column.field == "responsible":
        answers = list(activity.responsibilities.all())
        said_of = said_of_answers(answers, schools)
        doubtful = any(not _name(answer) for answer in answers)
    return Cell(column.field, column.caption, text, said_of, doubtful)


def said_of_answers(answers: list[Responsibility], schools: int) -> str:
    """«Громов П. А.; Руководители ОО: 12 школ; контроль — Лебедева И. С.», the unknown last."""
    known = [_said_of(answer, schools) for answer in answers if _name(answer)]
    unknown = [answer.wording for answer in answers if not _name(answer)]
    if unknown:
        known.append(f"нет в справочнике: {', '.join(unknown)}")
    return "; ".join(known)


def _name(answer: Responsibility) -> str:
    linked = answer.person or answer.group or answer.organisation
    return str(linked) if linked else ""


def _said_of(answer: Responsibility, schools: int) -> str:
    role = "" if answer.role == Responsibility.Role.LEAD else f"{answer.get_role_display()} — "
    return f"{role}{_name(answer)}{_members(answer.group, schools)}"


def _members(group: RoleGroup | None, schools: int) -> str:
    """How many have to report, each for themselves."""
    if group is None:
        return ""
    if group.members == RoleGroup.Members.LISTED:
        count: int = getattr(group, "people_count", 0)
        return ": " + count_of(count, "человек,человека,человек")
    return ": " + count_of(schools, "школа,школы,школ")


def _removed(plan: Plan) -> list[Removed]:
    """What can be brought back, latest first; rows of a removed section come with it."""
    activities = Activity.objects.filter(
        section__plan=plan, section__deleted_at__isnull=True, deleted_at__isnull=False
    ).order_by("-deleted_at")
    sections = plan.sections.filter(deleted_at__isnull=False).order_by("-deleted_at")
    found = [_as_removed("activity", activity) for activity in activities[:REMOVED_SHOWN]]
    found += [_as_removed("section", section) for section in sections[:REMOVED_SHOWN]]
    return sorted(found, key=lambda one: one.at, reverse=True)[:REMOVED_SHOWN]


def _as_removed(kind: str, record: Activity | Section) -> Removed:
    return Removed(kind, record.pk, str(record), record.deleted_at or timezone.now())
