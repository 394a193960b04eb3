"""Procedures of a year and their sessions."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Committee, User
from assessments.models.kinds import FULL_NAMES, ProcedureKind
from assessments.models.works import Work
from schools.models import ClassGroup, School, schools_served_by

AUTUMN = 8  # the month from which a procedure is of the school year that begins
SESSION_FACTS = ("school", "work__subject", "class_group", "procedure")


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def visible_to(self, user: User) -> Self:
        """Dates of a procedure are no secret inside the committee's schools."""
        return self.filter(committee_id=user.committee_id)

    def current(self, today: datetime.date) -> "Procedure | None":
        """The one that is on, or the next one, or the last one."""
        ahead = self.filter(ends_on__gte=today).order_by("starts_on").first()
        return ahead or self.order_by("-ends_on").first()

    def with_results(self) -> Self:
        """At least one file of results has been taken."""
        collected = Session.objects.filter(status=Session.Status.COLLECTED)
        return self.filter(Exists(collected.filter(procedure=OuterRef("pk"))))


class Procedure(models.Model):
    """ВПР of a year, or another assessment of the committee's schools."""

    Kind = ProcedureKind

    class DrawUnit(models.TextChoices):
        """For whom a subject is drawn at random."""

        CLASS = "class", "для каждого класса отдельно"
        SCHOOL = "school", "один на все классы параллели школы"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("вид", max_length=6, choices=Kind, default=Kind.VPR)
    year = models.PositiveSmallIntegerField("год")
    # Several of one kind a year are told apart by it: «осень», «весна».
    title = models.CharField("уточнение", max_length=60, blank=True)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    results_due_on = models.DateField("результаты загружают до", null=True, blank=True)
    draw_unit = models.CharField(
        "предмет по случайному выбору", max_length=6, choices=DrawUnit, default=DrawUnit.CLASS
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "оценочная процедура"
        verbose_name_plural = "оценочные процедуры"
        ordering = ["-year", "kind", "starts_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "year", "title"], name="procedure_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="procedure_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        title = f", {self.title}" if self.title else ""
        return f"{self.get_kind_display()} {self.year}{title}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:procedure-detail", args=[self.pk])

    @property
    def full_name(self) -> str:
        return FULL_NAMES[self.kind]

    @property
    def school_year(self) -> int:
        """The classes of 2025/26 write in spring 2026; those of 2026/27 in autumn 2026."""
        return self.year if self.starts_on.month >= AUTUMN else self.year - 1


def facts_of_session(path: str) -> tuple[str, ...]:
    """What a line about a session tells, for `select_related`, seen from a record beside it.

    Args:
        path: leads from the record to its session.
    """
    return tuple(f"{path}__{fact}" for fact in SESSION_FACTS)


class SessionQuerySet(models.QuerySet["Session"]):
    """Which sessions."""

    def visible_to(self, user: User) -> Self:
        """All of the committee's schools for its staff, the own school for a deputy."""
        if user.is_committee:
            return self.filter(school__committee=user.committee_id)
        return self.filter(school__in=schools_served_by(user))

    def staffable(self) -> Self:
        return self.filter(status=Session.Status.PLANNED)

    def live(self) -> Self:
        """Not cancelled."""
        return self.exclude(status=Session.Status.CANCELLED)

    def for_table(self) -> Self:
        return self.select_related(*SESSION_FACTS)

    def awaiting_results(self, today: datetime.date) -> Self:
        return self.filter(status=Session.Status.PLANNED, held_on__lte=today)


class Session(models.Model):
    """One work written by one class of one school on one day.

    Moves: planned -> collected (results are in) -> planned (replaced); planned -> cancelled.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "ждём результаты"
        COLLECTED = "collected", "результаты загружены"
        CANCELLED = "cancelled", "отменена"

    MOVES = {
        Status.PLANNED: {Status.COLLECTED, Status.CANCELLED},
        Status.COLLECTED: {Status.PLANNED, Status.COLLECTED},
        Status.CANCELLED: {Status.PLANNED},
    }

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sessions")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="+", verbose_name="школа"
    )
    work = models.ForeignKey(Work, on_delete=models.PROTECT, verbose_name="работа")
    class_group = models.ForeignKey(
        ClassGroup, on_delete=models.PROTECT, related_name="+", verbose_name="класс"
    )
    held_on = models.DateField("дата")
    # What the calendar said when it gave the session its day; empty for a day given by hand.
    calendar_on = models.DateField("день по календарю", null=True, blank=True, editable=False)
    lesson = models.PositiveSmallIntegerField("урок", null=True, blank=True)
    starts_at = models.TimeField("начало", null=True, blank=True)
    room = models.CharField("кабинет", max_length=40, blank=True)
    observer_seats = models.PositiveSmallIntegerField("нужно наблюдателей", default=1)
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "сессия"
        verbose_name_plural = "сессии"
        ordering = ["held_on", "school__sort_key", "class_group__grade", "class_group__letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "work", "class_group"], name="session_once_per_work_and_class"
            ),
            models.UniqueConstraint(
                fields=["class_group", "held_on"],
                condition=~Q(status="cancelled"),
                name="session_one_work_a_day",
                violation_error_message="В этот день класс уже пишет другую работу.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work.subject}, {self.class_group.label}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:session-detail", args=[self.pk])

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """Nobody waits for results before the day itself."""
        if self.status == self.Status.PLANNED and self.held_on > timezone.localdate():
            return "назначена"
        return str(self.Status(self.status).label)

    @property
    def is_staffable(self) -> bool:
        return self.status == self.Status.PLANNED

    def can_become(self, status: str) -> bool:
        return status in self.MOVES[self.Status(self.status)]
