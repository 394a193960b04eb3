"""Files on their way into a plan."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Committee, User
from plans.models.plans import Plan


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, user: User) -> Self:
        """Those who write plans see what was uploaded for one."""
        if not user.is_committee_editor:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class PlanImport(models.Model):
    """A file as uploaded and what was understood of it, until a person says «создать»."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField("имя файла", max_length=255)
    sha256 = models.CharField(max_length=64)
    outline = models.JSONField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = "импорт плана"
        verbose_name_plural = "импорт планов"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("plans:import-detail", args=[self.pk])
