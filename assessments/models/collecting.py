"""What was done to have the results of a procedure together in time."""

from django.db import models

from accounts.models import User
from assessments.models.procedures import Procedure
from schools.models import School


class CollectionReminder(models.Model):
    """A school was asked for the results it owes; once a day, however often somebody presses."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField("день")
    letters = models.PositiveSmallIntegerField("писем", default=0)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "напоминание о результатах"
        verbose_name_plural = "напоминания о результатах"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "school", "sent_on"], name="collection_reminder_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure}, {self.school}, {self.sent_on:%d.%m.%Y}"
