"""Subjects, works and their items."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse


class Subject(models.Model):
    """A school subject; `code` stands in the codes of signs (RU4), `abbreviation` on screens."""

    code = models.CharField("код", max_length=6, unique=True)
    abbreviation = models.CharField("сокращение", max_length=6)
    name = models.CharField("название", max_length=80, unique=True)

    class Meta:
        verbose_name = "предмет"
        verbose_name_plural = "предметы"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkQuerySet(models.QuerySet["Work"]):
    """Which works. The catalogue is one for all: nothing in it belongs to a committee."""

    def for_table(self) -> Self:
        """Counting items groups the rows and would lose their order: it is named again."""
        counted = self.select_related("subject").annotate(item_count=models.Count("items"))
        return counted.order_by("-year", "grade", "subject__name", "level", "form")

    def of_year(self, year: int) -> Self:
        return self.filter(year=year).select_related("subject")


class Work(models.Model):
    """A test paper of a year: items and mark scale. No scale («шкала не загружена») is legal."""

    class Level(models.TextChoices):
        BASE = "base", "базовый"
        ADVANCED = "advanced", "углублённый"

    year = models.PositiveSmallIntegerField("год")
    grade = models.PositiveSmallIntegerField("класс")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, verbose_name="предмет")
    level = models.CharField("уровень", max_length=10, choices=Level, default=Level.BASE)
    form = models.PositiveSmallIntegerField("форма", default=1)
    # What sets this form apart: «компьютерная», «профиль А».
    form_name = models.CharField("название формы", max_length=60, blank=True)
    max_points = models.PositiveSmallIntegerField("максимальный балл")
    upper_2 = models.PositiveSmallIntegerField("«2» до", null=True, blank=True)
    upper_3 = models.PositiveSmallIntegerField("«3» до", null=True, blank=True)
    upper_4 = models.PositiveSmallIntegerField("«4» до", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("продолжительность, мин", null=True, blank=True)
    source = models.CharField("откуда сведения", max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "работа"
        verbose_name_plural = "работы"
        ordering = ["-year", "grade", "subject__name", "level", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "grade", "subject", "level", "form"], name="work_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=11), name="work_grade_between_1_and_11"
            ),
            models.CheckConstraint(
                condition=Q(upper_2__isnull=True, upper_3__isnull=True, upper_4__isnull=True)
                | Q(
                    upper_2__isnull=False,
                    upper_3__gt=models.F("upper_2"),
                    upper_4__gt=models.F("upper_3"),
                    max_points__gt=models.F("upper_4"),
                ),
                name="work_scale_whole_and_rising",
                violation_error_message="Границы отметок заполняются все вместе и по возрастанию.",
            ),
        ]

    def __str__(self) -> str:
        level = "" if self.level == self.Level.BASE else f", {self.get_level_display()}"
        form = f", {self.form_label}" if self.form_label else ""
        return f"{self.subject}, {self.grade} класс{level}{form}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:work-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """«РУ 4»"""
        return f"{self.subject.abbreviation}\u00a0{self.grade}"

    @property
    def form_label(self) -> str:
        """«форма 2 (компьютерная)»; empty for the only form that needs no words."""
        if self.form_name:
            return f"форма {self.form} ({self.form_name})"
        return "" if self.form == 1 else f"форма {self.form}"

    @property
    def has_scale(self) -> bool:
        return self.upper_2 is not None

    @property
    def uppers(self) -> tuple[int, int, int] | None:
        """Highest score of marks 2, 3 and 4."""
        if self.upper_2 is None or self.upper_3 is None or self.upper_4 is None:
            return None
        return self.upper_2, self.upper_3, self.upper_4


class Item(models.Model):
    """A task of a work, its code as printed: 1К1, 3.1, 12(1)."""

    class Level(models.TextChoices):
        BASIC = "Б", "базовый"
        RAISED = "П", "повышенный"
        HIGH = "В", "высокий"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("порядок")
    code = models.CharField("номер задания", max_length=12)
    max_points = models.PositiveSmallIntegerField("макс. балл")
    # Empty where the source names no level.
    level = models.CharField(
        "уровень", max_length=1, choices=Level, default=Level.BASIC, blank=True
    )
    skill = models.CharField("умение", max_length=500, blank=True)

    class Meta:
        verbose_name = "задание"
        verbose_name_plural = "задания"
        ordering = ["work", "position"]
        constraints = [
            models.UniqueConstraint(fields=["work", "code"], name="item_code_once_per_work"),
            models.UniqueConstraint(fields=["work", "position"], name="item_position_once"),
            models.CheckConstraint(
                condition=Q(max_points__gte=1, max_points__lte=100), name="item_max_points_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.code
