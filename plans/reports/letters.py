"""The letter of a day: one computation for the letter, its preview and the page «Мои сроки»."""

import datetime
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, User
from accounts.waiting import WaitingItem, waiting_for
from plans.deadlines.due import WEEK, Due, DueLine, Letter, WeekSummary, WorstLine
from plans.deadlines.horizons import Reminding
from plans.models import DecisionNotice, Digest, Occurrence, Plan, ReminderChoice
from plans.reports.due import due_of, line_of

ABOUT = ReminderChoice.About
WORST = 10


class Told(NamedTuple):
    """Something a person was told: `address` leads to it, `entries` counts the lines of a digest.

    `by_letter` is false for what stands in the portal alone.
    """

    subject: str
    at: datetime.datetime
    entries: int = 0
    address: str = ""
    by_letter: bool = True


def told_to(user: User, limit: int) -> list[Told]:
    """The letters of the days and the news of plans, newest first. Two queries."""
    digests = Digest.objects.visible_to(user).filter(kind=Digest.Kind.MORNING).order_by("-sent_at")
    notices = DecisionNotice.objects.visible_to(user).select_related("decision__plan__amends")
    told = [Told(one.subject or "Письмо дня", one.sent_at, one.entries) for one in digests[:limit]]
    told += [
        Told(
            one.subject,
            one.sent_at,
            address=_shown(one.decision.plan).get_absolute_url(),
            by_letter=one.by_letter,
        )
        for one in notices[:limit]
    ]
    return sorted(told, key=lambda one: one.at, reverse=True)[:limit]


def _shown(plan: Plan) -> Plan:
    """Amendments that were merged are read in the plan they went into."""
    return plan.amends if plan.status == Plan.Status.MERGED and plan.amends else plan


def choice_of(person: Person) -> ReminderChoice:
    """What this person has chosen, or what stands for those who have not. One query."""
    return ReminderChoice.objects.filter(person=person).first() or usual_choice(person)


def usual_choice(person: Person) -> ReminderChoice:
    return ReminderChoice(person=person, hour=settings.DIGEST_HOUR, kinds=list(ABOUT.values))


def letter_of(person: Person, reminding: Reminding) -> Letter:
    """Everything this person could be told of on this day, whatever they have chosen."""
    due = due_of(person, reminding)
    return make_letter(due, waiting_of(account_of(person), reminding.today), reminding.today)


def account_of(person: Person) -> User | None:
    """An account that is closed has no business in the portal."""
    account: User | None = getattr(person, "account", None)
    return account if account and account.is_active else None


def waiting_of(account: User | None, today: datetime.date) -> list[WaitingItem]:
    """What waits in every room, without due dates: those the letter tells of by itself."""
    if account is None:
        return []
    return [item for item in waiting_for(account, today) if not item.is_due_date]


def make_letter(
    due: Due,
    waiting: Iterable[WaitingItem],
    today: datetime.date,
    summary: WeekSummary | None = None,
) -> Letter:
    return Letter(
        day=today,
        overdue=_between(due.own, datetime.date.min, today - datetime.timedelta(days=1)),
        today=_between(due.own, today, today),
        week=_between(due.own, today + datetime.timedelta(days=1), today + WEEK),
        later=_between(due.own, today + WEEK + datetime.timedelta(days=1), datetime.date.max),
        control=due.control,
        waiting=tuple(waiting),
        summary=summary,
    )


def _between(
    lines: Iterable[DueLine], first: datetime.date, last: datetime.date
) -> tuple[DueLine, ...]:
    return tuple(line for line in lines if first <= line.due_on <= last)


def only_chosen(letter: Letter, kinds: Collection[str]) -> Letter:
    """The letter without what its reader does not want to hear of."""
    return letter._replace(
        overdue=letter.overdue if ABOUT.OVERDUE in kinds else (),
        today=letter.today if ABOUT.TODAY in kinds else (),
        week=letter.week if ABOUT.AHEAD in kinds else (),
        later=letter.later if ABOUT.AHEAD in kinds else (),
        control=letter.control if ABOUT.CONTROL in kinds else (),
        waiting=letter.waiting if ABOUT.WAITING in kinds else (),
        summary=letter.summary if ABOUT.WEEKLY in kinds else None,
    )


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def week_summary(committee_id: int, today: datetime.date) -> WeekSummary:
    """The committee's week in figures, and the ten rows that are overdue longest. Four queries."""
    monday = monday_of(today)
    of_committee = Occurrence.objects.filter(activity__section__plan__committee_id=committee_id)
    done = of_committee.live().filter(
        state=Occurrence.State.DONE,
        done_at__gte=_midnight(monday - WEEK),
        done_at__lt=_midnight(monday),
    )
    overdue = of_committee.overdue(today)
    return WeekSummary(
        overdue=overdue.count(),
        done=done.count(),
        ahead=of_committee.due_between(today, monday + WEEK - datetime.timedelta(days=1)).count(),
        worst=tuple(_worst(overdue, today)),
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _worst(overdue: QuerySet[Occurrence], today: datetime.date) -> Iterable[WorstLine]:
    """Schools late with the same row are one line; of equal days, more schools come first."""
    rows: dict[tuple[int, datetime.date], list[Occurrence]] = {}
    for one in overdue.select_related("activity", "school").order_by("due_on", "pk"):
        rows.setdefault((one.activity_id, one.due_on), []).append(one)
    by_weight = sorted(rows.values(), key=lambda same: (same[0].due_on, -len(same)))
    for same in by_weight[:WORST]:
        first = same[0]
        who = " ".join(first.activity.responsible.split())[:120]
        yield WorstLine(line_of(same), (today - first.due_on).days, who)
