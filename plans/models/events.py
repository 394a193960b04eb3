"""What relative deadlines wait for: events that happen, schedules that are kept elsewhere."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Committee, User
from assessments.models import Procedure, Session
from plans.models.plans import Activity


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_committee:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class Event(models.Model):
    """Something that happens, once or many times: «результаты получены», «приказ издан»."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("событие", max_length=200)
    note = models.TextField("пояснение", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "событие"
        verbose_name_plural = "события"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="event_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:event-detail", args=[self.pk])


class EventDateQuerySet(models.QuerySet["EventDate"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(event__in=Event.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class EventDate(models.Model):
    """That an event happened, or will, on a day. Each opens its own due dates."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="dates")
    on = models.DateField("день")
    note = models.CharField("что именно", max_length=300, blank=True)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField("почему отозвано", max_length=300, blank=True)

    objects = EventDateQuerySet.as_manager()

    class Meta:
        verbose_name = "наступившее событие"
        verbose_name_plural = "наступившие события"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "on", "note"],
                condition=Q(withdrawn_at__isnull=True, session__isnull=True),
                name="event_date_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["event", "session"],
                condition=Q(withdrawn_at__isnull=True, session__isnull=False),
                name="event_date_once_per_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} — {self.on:%d.%m.%Y}"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_committee:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class Schedule(models.Model):
    """A schedule kept elsewhere: the sessions of a procedure, or a list of dates of its own."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("график", max_length=200)
    procedure = models.ForeignKey(
        Procedure,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="даты берутся из проведений процедуры",
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = "график"
        verbose_name_plural = "графики"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="schedule_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:schedule-detail", args=[self.pk])


class ScheduleDate(models.Model):
    """A date of a schedule that is a list of its own."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="dates")
    on = models.DateField("день")
    note = models.CharField("что назначено", max_length=300, blank=True)

    class Meta:
        verbose_name = "дата графика"
        verbose_name_plural = "даты графика"
        ordering = ["schedule", "on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "on", "note"], name="schedule_date_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"


class ReadingLink(models.Model):
    """What a reading «после получения результатов», «по графику ВПР» waits for.

    `position` counts the readings of the activity from 0; a reading without a link waits.
    `wording` is the deadline it was chosen for: under another wording the link says nothing.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reading_links")
    position = models.PositiveSmallIntegerField()
    wording = models.TextField("для какого срока указано")
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    schedule = models.ForeignKey(
        Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "чего ждёт срок"
        verbose_name_plural = "чего ждут сроки"
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "position"], name="reading_link_once"),
            models.CheckConstraint(
                condition=Q(event__isnull=False, schedule__isnull=True)
                | Q(event__isnull=True, schedule__isnull=False),
                name="reading_link_is_event_or_schedule",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event or self.schedule)
