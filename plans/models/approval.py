"""What was decided on a plan, and what was approved."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from plans.models.plans import Plan


class Approval(models.Model):
    """What a signatory decided on a plan, with remarks; a plan's way can be read from these."""

    class Decision(models.TextChoices):
        SUBMITTED = "submitted", "отправлен на согласование"
        RETURNED = "returned", "возвращён с замечаниями"
        APPROVED = "approved", "утверждён"
        COMMENTED = "commented", "замечание"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    decision = models.CharField("решение", max_length=10, choices=Decision)
    comment = models.TextField("замечания", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "решение по плану"
        verbose_name_plural = "решения по планам"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_decision_display()


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class PlanVersion(models.Model):
    """What was approved, frozen: triggers in the database refuse any change and any removal.

    `outline` is a `PlanOutline` as JSON, `pdf` the printed file, `sha256` the sum of that file.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("редакция", default=1)
    outline = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField("SHA-256 файла", max_length=64)
    order_number = models.CharField("номер приказа", max_length=40)
    order_date = models.DateField("дата приказа")
    approved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "утверждённая редакция"
        verbose_name_plural = "утверждённые редакции"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"Редакция {self.number}, приказ от {self.order_date:%d.%m.%Y} № {self.order_number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version-detail", args=[self.pk])
