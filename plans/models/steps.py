"""What editors did to a draft, so that the last of it can be taken back."""

from typing import Self

from django.db import models

from accounts.models import User
from plans.models.plans import Activity, Plan

STEPS_KEPT = 40  # of one person in one plan


class EditStepQuerySet(models.QuerySet["EditStep"]):
    def visible_to(self, user: User) -> Self:
        """One's own: nobody takes back what a colleague did."""
        return self.filter(by=user, plan__committee_id=user.committee_id)


class EditStep(models.Model):
    """One thing done to rows: what they were before, and which version each has since.

    `before` has the keys of `plans.services.editing.steps.Before`. Only the newest steps of a
    person in a plan are kept: texts that nobody wants back are not hoarded.
    """

    class Action(models.TextChoices):
        CHANGED = "changed", "правка строки"
        ADDED = "added", "новая строка"
        PASTED = "pasted", "вставка строк"
        BULK = "bulk", "правка нескольких строк"
        MERGED = "merged", "перенос из файла"
        READINGS = "readings", "исправление прочтения срока"
        ANSWERS = "answers", "исправление ответственных"
        MOVED = "moved", "перенос строк"
        REMOVED = "removed", "удаление строк"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    action = models.CharField("что сделано", max_length=10, choices=Action)
    at = models.DateTimeField(auto_now_add=True)
    activities = models.ManyToManyField(Activity, related_name="+")
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = EditStepQuerySet.as_manager()

    class Meta:
        verbose_name = "шаг правки"
        verbose_name_plural = "шаги правки"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_action_display()
