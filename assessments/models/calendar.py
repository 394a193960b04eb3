"""The calendar of a procedure, and the subjects that a draw has given to classes."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import User
from assessments.models.procedures import Procedure, Session
from assessments.models.works import Work
from schools.models import ClassGroup, School


class CalendarRowQuerySet(models.QuerySet["CalendarRow"]):
    def for_table(self) -> Self:
        return self.select_related("work__subject").order_by(
            "work__grade", "held_on", "draw_group", "work__subject__name", "work__level",
            "work__form",
        )  # fmt: skip


class CalendarRow(models.Model):
    """When a work of a procedure is written: the window of a school, and the day unless moved.

    Rows of one grade with the same `draw_group` are one sitting: which of them a class writes is
    drawn at random a week before.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="calendar")
    work = models.ForeignKey(
        Work, on_delete=models.PROTECT, related_name="+", verbose_name="работа"
    )
    first_on = models.DateField("окно с")
    last_on = models.DateField("окно по")
    held_on = models.DateField("день")
    lesson = models.PositiveSmallIntegerField("урок", null=True, blank=True)
    starts_at = models.TimeField("начало", null=True, blank=True)
    draw_group = models.CharField("группа случайного выбора", max_length=40, blank=True)

    objects = CalendarRowQuerySet.as_manager()

    class Meta:
        verbose_name = "строка календаря"
        verbose_name_plural = "календарь процедуры"
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "work"], name="calendar_row_once_per_work"
            ),
            models.CheckConstraint(
                condition=Q(held_on__gte=F("first_on"), held_on__lte=F("last_on")),
                name="calendar_day_inside_its_window",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work}, {self.first_on:%d.%m.%Y}–{self.last_on:%d.%m.%Y}"


class SubjectDraw(models.Model):
    """A draw that has taken place: once for a group of works of a grade, whoever started it.

    `seed` and `works` ({"id", "label"} in the order of the draw) are enough to repeat it.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="draws")
    grade = models.PositiveSmallIntegerField("класс")
    draw_group = models.CharField("группа", max_length=40)
    unit = models.CharField(max_length=6, choices=Procedure.DrawUnit)
    seed = models.CharField(max_length=64)
    works = models.JSONField()
    drawn_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "жеребьёвка предметов"
        verbose_name_plural = "жеребьёвки предметов"
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "grade", "draw_group"], name="subjects_drawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_group}, {self.grade} класс"

    @property
    def work_ids(self) -> list[int]:
        """In the order in which the draw counted them."""
        return [work["id"] for work in self.works]


class DrawnWorkQuerySet(models.QuerySet["DrawnWork"]):
    def visible_to(self, user: User) -> Self:
        """A deputy learns of the own school only."""
        return self.filter(school__in=School.objects.visible_to(user))

    def untold(self, today: datetime.date) -> Self:
        """Of which the school has had no letter, while the work is ahead or has no day yet."""
        rows = self.filter(told_at=None, draw__procedure__ends_on__gte=today).for_table()
        return rows.filter(Q(held_on=None) | Q(held_on__gte=today))

    def for_table(self) -> Self:
        """With the day of the session; none where the class had no free day left."""
        # By subject: a school may have taken another level or form of the work since.
        sessions = Session.objects.filter(
            procedure=OuterRef("draw__procedure"),
            class_group=OuterRef("class_group"),
            work__subject=OuterRef("work__subject"),
        )
        rows = self.select_related("draw", "school", "class_group", "work__subject").annotate(
            session_id=Subquery(sessions.values("pk")[:1]),
            held_on=Subquery(sessions.values("held_on")[:1]),
        )
        return rows.order_by("draw", "school__sort_key", "class_group__letter")


class DrawnWork(models.Model):
    """What one class has drawn."""

    held_on: datetime.date | None  # of `for_table()`
    draw = models.ForeignKey(SubjectDraw, on_delete=models.PROTECT, related_name="drawn")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    class_group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("когда")
    told_at = models.DateTimeField("когда школе написали", null=True, blank=True)

    objects = DrawnWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "выпавшая работа"
        verbose_name_plural = "выпавшие работы"
        ordering = ["draw", "school", "class_group"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "class_group"], name="class_draws_once"),
        ]

    def __str__(self) -> str:
        return f"{self.class_group.label}: {self.work.subject}"
