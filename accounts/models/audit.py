"""What was decided."""

from typing import Self

from django.db import models

from accounts.models.people import Committee, User


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target: models.Model) -> Self:
        """The life story of one record, newest first."""
        return self.filter(
            target_type=target._meta.label_lower, target_id=target.pk
        ).select_related("by__person")

    def visible_to(self, user: User) -> Self:
        if not user.is_administrator:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class AuditEvent(models.Model):
    """Who decided what, when, on which record. Append-only: triggers refuse change and removal."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    details = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "запись журнала решений"
        verbose_name_plural = "журнал решений"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"
