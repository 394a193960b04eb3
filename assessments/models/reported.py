"""What others reported: figures of ФИС ОКО for groups, and the federal list of schools."""

from typing import Self

from django.db import models

from accounts.models import User
from assessments.models.procedures import Procedure
from assessments.models.works import Work
from schools.models import School


class ReportedSampleQuerySet(models.QuerySet["ReportedSample"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(procedure__in=Procedure.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("procedure", "work__subject", "school")


class ReportedSample(models.Model):
    """One row of a report of groups, as printed. Never mixed with what the portal counts itself.

    `values` are percents: of marks 2 to 5; of lowered, confirmed and raised marks; or of primary
    scores from 0 on.
    """

    class Kind(models.TextChoices):
        MARKS = "marks", "отметки"
        JOURNAL = "journal", "сравнение с журналом"
        SCORES = "scores", "первичные баллы"

    class Level(models.TextChoices):
        COUNTRY = "country", "вся выборка"
        REGION = "region", "регион"
        MUNICIPALITY = "municipality", "муниципалитет"
        SCHOOL = "school", "школа"

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="samples")
    work = models.ForeignKey(Work, on_delete=models.PROTECT)
    kind = models.CharField("что", max_length=8, choices=Kind)
    level = models.CharField("чьё", max_length=12, choices=Level)
    title = models.CharField("группа", max_length=300)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    schools = models.PositiveIntegerField("школ", null=True, blank=True)
    participants = models.PositiveIntegerField("участников")
    values = models.JSONField("доли, %", default=list)
    source = models.CharField("файл", max_length=255, blank=True)

    objects = ReportedSampleQuerySet.as_manager()

    class Meta:
        verbose_name = "строка отчёта ФИС ОКО"
        verbose_name_plural = "строки отчётов ФИС ОКО"
        ordering = ["procedure", "work", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "work", "kind", "title"], name="reported_sample_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.work}"


class FederalMarkQuerySet(models.QuerySet["FederalMark"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(school__in=School.objects.visible_to(user))


class FederalMark(models.Model):
    """A school on the federal list of a year. A fact of its own, not one of the portal's signs."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год")
    works = models.JSONField("работы", default=list)  # «4 РУ», as printed
    source = models.CharField("файл", max_length=255, blank=True)

    objects = FederalMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "школа федерального списка"
        verbose_name_plural = "федеральный список"
        ordering = ["-year", "school"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="federal_mark_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.year}: {', '.join(self.works)}"
