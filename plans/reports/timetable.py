"""When the activities of a plan fall due: drawn by months, and laid out on a month's days."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q
from django.urls import reverse

from accounts.models import User
from plans.deadlines import reading_from_json
from plans.models import Activity, Occurrence, Plan
from plans.reports.dated import dated
from plans.reports.working_days import working_days_of

STATE = Occurrence.State
LAST_MARK = 0.99  # a mark of the last day must not stick out
MOST_LABELS = 14  # months named above the drawing
MOST_DAYS = 6  # of a row, named at once; the others are folded
DAY = datetime.timedelta(days=1)
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
    "октябрь", "ноябрь", "декабрь",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One date of an activity, all of its schools together."""

    activity_id: int
    on: datetime.date
    planned_on: datetime.date
    tone: str
    words: str
    address: str


def entries_of(plan: Plan, user: User, today: datetime.date) -> list[Entry]:
    """Of an approved plan the dates that count; of a draft those that its readings give."""
    if plan.status == Plan.Status.APPROVED:
        return _counted(plan, user, today)
    row = plan.get_absolute_url() + "#activity-"
    days = {(key.activity_id, due.planned_on): due for key, due in dated(plan).items()}
    return sorted(
        (
            Entry(activity_id, due.on, due.planned_on, "wait", "", f"{row}{activity_id}")
            for (activity_id, _), due in days.items()
        ),
        key=lambda entry: (entry.on, entry.activity_id),
    )


def _counted(plan: Plan, user: User, today: datetime.date) -> list[Entry]:
    """One query."""
    seen = Occurrence.objects.visible_to(user).live().filter(activity__section__plan=plan)
    rows = (
        seen.order_by()
        .values("activity", "planned_on", "due_on")
        .annotate(
            one=Min("pk"),
            every=Count("pk"),
            done=Count("pk", filter=Q(state=STATE.DONE)),
            asked=Count("pk", filter=~Q(state=STATE.NOT_APPLICABLE)),
            waiting=Count("pk", filter=Q(state__in=Occurrence.OPEN)),
        )
        .order_by("due_on", "activity", "planned_on")
    )
    return [_entry(row, today) for row in rows]


def _entry(row: Mapping[str, Any], today: datetime.date) -> Entry:
    tone, words = _said(row, today)
    address = reverse("plans:occurrence-detail", args=[row["one"]])
    if row["every"] != 1:
        group = reverse("plans:activity-execution", args=[row["activity"]])
        address = f"{group}?date={row['planned_on']}"
    return Entry(
        activity_id=row["activity"],
        on=row["due_on"],
        planned_on=row["planned_on"],
        tone=tone,
        words=words,
        address=address,
    )


def _said(row: Mapping[str, Any], today: datetime.date) -> tuple[str, str]:
    count = f" {row['done']} из {row['asked']}" if row["every"] != 1 else ""
    if not row["asked"]:
        return "soft", "не требуется"
    if not row["waiting"]:
        if row["done"] == row["asked"]:
            return "good", f"исполнено{count}"
        return "bad", f"не исполнено, сделано{count}" if count else "не исполнено"
    if row["due_on"] < today:
        return "bad", f"просрочено, исполнено{count}" if count else "просрочено"
    return "wait", f"исполнено{count}" if count else "впереди"


# By months --------------------------------------------------------------------------------------


class Shape(NamedTuple):
    """A piece of a row's drawing; places and widths are «12.5%» of it."""

    x: str
    width: str = ""
    tone: str = ""


class Month(NamedTuple):
    """`year` where it begins in the drawing, empty elsewhere."""

    x: str
    label: str
    year: str


class TimelineDay(NamedTuple):
    """What falls due on one day: more than one where different dates were put off to it."""

    on: datetime.date
    entries: list[Entry]


@dataclass(frozen=True)
class TimelineRow:
    activity: Activity
    bars: list[Shape]
    marks: list[Shape]
    entries: list[Entry]

    @property
    def days(self) -> list[TimelineDay]:
        by_day = groupby(self.entries, key=lambda entry: entry.on)
        return [TimelineDay(on, list(entries)) for on, entries in by_day]

    @property
    def days_at_once(self) -> list[TimelineDay]:
        return self.days[:MOST_DAYS]

    @property
    def days_folded(self) -> list[TimelineDay]:
        return self.days[MOST_DAYS:]


@dataclass(frozen=True)
class TimelineSection:
    title: str
    rows: list[TimelineRow]


@dataclass(frozen=True)
class Timeline:
    months: list[Month]
    today_x: str
    sections: list[TimelineSection]


class Scale:
    """Days as places in the drawing, 0 to 1."""

    def __init__(self, first: datetime.date, last: datetime.date) -> None:
        self.first, self.days = first, (last - first).days + 1

    def at(self, day: datetime.date) -> float:
        return min(max((day - self.first).days, 0), self.days) / self.days


def percent(share: float) -> str:
    """As SVG reads it: a point, whatever the language."""
    return f"{100 * share:.2f}%"


def timeline(plan: Plan, user: User, today: datetime.date) -> Timeline:
    """Every row of the plan with its dates. Three queries for an approved plan."""
    entries = entries_of(plan, user, today)
    first = min([plan.period_from, *(entry.on for entry in entries)]).replace(day=1)
    last = max([plan.period_to, *(entry.on for entry in entries)])
    scale = Scale(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]))
    by_row: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_row[entry.activity_id].append(entry)
    rows = Activity.objects.live().filter(section__plan=plan).select_related("section")
    if not user.is_committee:  # a school reads what it has to do
        rows = rows.filter(pk__in=by_row)
    under: dict[str, list[TimelineRow]] = {}
    for row in rows.order_by("section__position", "section_id", "position", "pk"):
        under.setdefault(row.section.title, []).append(_row(row, by_row[row.pk], plan, scale))
    return Timeline(
        months=_months(scale),
        today_x=percent(scale.at(today)) if first <= today <= last else "",
        sections=[TimelineSection(title, made) for title, made in under.items()],
    )


def _row(activity: Activity, entries: list[Entry], plan: Plan, scale: Scale) -> TimelineRow:
    marks = [Shape(percent(min(scale.at(one.on), LAST_MARK)), tone=one.tone) for one in entries]
    return TimelineRow(activity, _bars(activity, plan, scale), marks, entries)


def _bars(activity: Activity, plan: Plan, scale: Scale) -> list[Shape]:
    """What lasts: «февраль – март», «в течение года»."""
    bars = []
    for reading in map(reading_from_json, activity.readings):
        if reading.kind not in ("within", "throughout"):
            continue
        start, end = reading.start or plan.period_from, reading.end or plan.period_to
        x = scale.at(start)
        bars.append(Shape(percent(x), percent(max(scale.at(end + DAY) - x, 0))))
    return bars


def _months(scale: Scale) -> list[Month]:
    """The first days of months; of a long plan only every so many are named."""
    day, starts = scale.first, []
    while (day - scale.first).days < scale.days:
        starts.append(day)
        day = (day + 31 * DAY).replace(day=1)
    step = ceil(len(starts) / MOST_LABELS)
    return [
        Month(
            percent(scale.at(start)),
            MONTHS[start.month - 1][:3] if at % step == 0 else "",
            str(start.year) if start.month == 1 or at == 0 else "",
        )
        for at, start in enumerate(starts)
    ]


# On the days of a month -------------------------------------------------------------------------


@dataclass(frozen=True)
class CalendarEntry:
    entry: Entry
    activity: Activity


@dataclass(frozen=True)
class CalendarCell:
    day: datetime.date
    is_of_month: bool
    is_working: bool
    entries: list[CalendarEntry]


@dataclass(frozen=True)
class MonthPage:
    first: datetime.date
    title: str
    before: str
    after: str
    weeks: list[list[CalendarCell]]
    count: int


def month_page(plan: Plan, user: User, first: datetime.date, today: datetime.date) -> MonthPage:
    """One month of a plan. Three queries for an approved plan."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    entries = [
        one for one in entries_of(plan, user, today) if weeks[0][0] <= one.on <= weeks[-1][-1]
    ]
    activities = Activity.objects.in_bulk({entry.activity_id for entry in entries})
    on: dict[datetime.date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        on[entry.on].append(CalendarEntry(entry, activities[entry.activity_id]))
    working = working_days_of(plan.committee_id, weeks[0][0], weeks[-1][-1])
    return MonthPage(
        first=first,
        title=f"{MONTHS[first.month - 1].capitalize()} {first.year}",
        before=f"{first - DAY:%Y-%m}",
        after=f"{first + 31 * DAY:%Y-%m}",
        weeks=[
            [
                CalendarCell(day, day.month == first.month, working.is_working(day), on[day])
                for day in week
            ]
            for week in weeks
        ],
        count=sum(len(on[day]) for week in weeks for day in week if day.month == first.month),
    )
