"""When days are counted: how due dates move, quarters of the school year, days off."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import Committee, User


class PlanSettings(models.Model):
    """A committee's rules of deadlines and reminders. No row: the defaults stand."""

    class Moving(models.TextChoices):
        PRECEDING = "preceding", "на предшествующий рабочий день"
        NEXT = "next", "на следующий рабочий день"
        NONE = "none", "не переносится"

    committee = models.OneToOneField(Committee, on_delete=models.CASCADE, related_name="+")
    moving = models.CharField(
        "срок в нерабочий день переносится", max_length=10, choices=Moving, default=Moving.PRECEDING
    )
    moving_source = models.CharField(
        "основание", max_length=300, default="правило исполнительской дисциплины"
    )
    escalate_after = models.PositiveSmallIntegerField(
        "сообщать контролирующему о просрочке через, дней", default=5
    )
    horizons = models.JSONField("за сколько дней напоминать, по видам сроков", default=dict)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "настройки сроков"
        verbose_name_plural = "настройки сроков"

    def __str__(self) -> str:
        return f"Сроки: {self.committee}"


class SchoolQuarterQuerySet(models.QuerySet["SchoolQuarter"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_committee:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class SchoolQuarter(models.Model):
    """The last day of a quarter of a school year; `school_year` is the year of its September."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+")
    school_year = models.PositiveSmallIntegerField("учебный год, с сентября")
    number = models.PositiveSmallIntegerField(
        "четверть", validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    ends_on = models.DateField("последний день")

    objects = SchoolQuarterQuerySet.as_manager()

    class Meta:
        verbose_name = "учебная четверть"
        verbose_name_plural = "учебные четверти"
        ordering = ["committee", "school_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "school_year", "number"], name="school_quarter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} четверть {self.school_year}/{(self.school_year + 1) % 100:02}"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_committee:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class CalendarDay(models.Model):
    """A day on which the committee's calendar differs from the country's public holidays."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+")
    day = models.DateField("день")
    is_working = models.BooleanField("рабочий", default=False)
    name = models.CharField("почему", max_length=120, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "день календаря"
        verbose_name_plural = "дни календаря"
        ordering = ["committee", "day"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "day"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
