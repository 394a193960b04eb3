"""«Информация об исполнении плана»: what was reported of a period, frozen when accepted."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from plans.models.plans import Plan


class ExecutionReportQuerySet(models.QuerySet["ExecutionReport"]):
    def visible_to(self, user: User) -> Self:
        if not user.is_committee:
            return self.none()
        return self.filter(plan__in=Plan.objects.visible_to(user))


class ExecutionReport(models.Model):
    """A draft is computed anew each time it is opened; an accepted one keeps what it said.

    Once `accepted_at` is set, triggers in the database refuse change and removal.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    period_from = models.DateField("период с")
    period_to = models.DateField("по")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    pdf = models.BinaryField(default=bytes)
    docx = models.BinaryField(default=bytes)
    sha256 = models.CharField("SHA-256 файла PDF", max_length=64, blank=True)

    objects = ExecutionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "информация об исполнении"
        verbose_name_plural = "информация об исполнении"
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=models.F("period_from")),
                name="execution_report_period_ends_after_start",
                violation_error_message="Период заканчивается раньше, чем начинается.",
            ),
        ]

    def __str__(self) -> str:
        return f"Исполнение за {self.period_from:%d.%m.%Y} – {self.period_to:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("plans:report-detail", args=[self.pk])
