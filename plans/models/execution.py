"""What falls due on which day."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from plans.models.plans import Activity, Plan
from schools.models import School


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def visible_to(self, user: User) -> Self:
        """All of the committee's for its staff; for a deputy what their own school has to do."""
        seen = self.filter(activity__in=Activity.objects.visible_to(user))
        if user.is_committee:
            return seen
        return seen.filter(school__in=School.objects.visible_to(user))

    def live(self) -> Self:
        """Of rows that are still in their plans."""
        return self.filter(
            activity__deleted_at__isnull=True, activity__section__deleted_at__isnull=True
        )

    def for_table(self) -> Self:
        return self.select_related("activity__section__plan", "school", "done_by__person").order_by(
            "due_on", "activity_id", "school__sort_key", "pk"
        )

    def open(self) -> Self:
        """Neither done nor dropped, in an approved plan, the row still there."""
        return self.filter(
            state__in=Occurrence.OPEN,
            activity__deleted_at__isnull=True,
            activity__section__deleted_at__isnull=True,
            activity__section__plan__status=Plan.Status.APPROVED,
        )

    def overdue(self, today: datetime.date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        return self.open().filter(due_on__gte=first, due_on__lte=last)


class Occurrence(models.Model):
    """One due date of an activity with its own state; per school where a group answers.

    Moves: planned -> in progress -> done; see MOVES. Done, not done and not applicable can be
    taken back by a mark.

    `source` says what the date comes from and never changes while the date may: «date:2026-11-30»,
    «each:2026-10» (the span), «event:7» (an EventDate), «work:41» (the
    sessions of a Work), «day:2027-04-15» (all works of a day), «schedule:12» (a ScheduleDate),
    «period». `planned_on` is the date as computed from the reading, `due_on` the
    one that counts: moved off a non-working day, or postponed by agreement.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "запланировано"
        IN_PROGRESS = "in-progress", "в работе"
        POSTPONED = "postponed", "срок перенесён"
        DONE = "done", "исполнено"
        NOT_DONE = "not-done", "не исполнено"
        NOT_APPLICABLE = "not-applicable", "не требуется"

    OPEN = (State.PLANNED, State.IN_PROGRESS, State.POSTPONED)
    # «Срок перенесён» is reached by an agreed request alone, never by a mark.
    MOVES = {
        State.PLANNED: {
            State.IN_PROGRESS,
            State.DONE,
            State.NOT_DONE,
            State.NOT_APPLICABLE,
            State.POSTPONED,
        },
        State.IN_PROGRESS: {
            State.DONE,
            State.NOT_DONE,
            State.NOT_APPLICABLE,
            State.POSTPONED,
        },
        State.POSTPONED: {
            State.IN_PROGRESS,
            State.DONE,
            State.NOT_DONE,
            State.NOT_APPLICABLE,
            State.POSTPONED,
        },
        State.DONE: {State.IN_PROGRESS},
        State.NOT_DONE: {State.IN_PROGRESS, State.DONE, State.NOT_APPLICABLE},
        State.NOT_APPLICABLE: {State.PLANNED, State.IN_PROGRESS},
    }

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="occurrences")
    source = models.CharField("откуда срок", max_length=40)
    planned_on = models.DateField("срок по плану")
    due_on = models.DateField("срок")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("состояние", max_length=16, choices=State, default=State.PLANNED)
    note = models.TextField("что сделано", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "срок исполнения"
        verbose_name_plural = "сроки исполнения"
        ordering = ["due_on", "activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "source", "school"],
                name="occurrence_once_per_source_and_school",
            ),
            models.UniqueConstraint(
                fields=["activity", "source"],
                condition=Q(school__isnull=True),
                name="occurrence_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="occurrence_done_at_and_done_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} — {self.due_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("plans:occurrence-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_moved(self) -> bool:
        """The date that counts is not the one of the plan: both are shown then."""
        return self.due_on != self.planned_on

    def can_become(self, state: str) -> bool:
        return state in self.MOVES[self.State(self.state)]
