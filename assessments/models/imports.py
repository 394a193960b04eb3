"""Files of ФИС ОКО as the committee brings them: looked through first, then taken."""

import datetime
from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Committee, User
from schools.models import School


class ResultsImportQuerySet(models.QuerySet["ResultsImport"]):
    def visible_to(self, user: User) -> Self:
        """All of the committee's, whoever of the staff brought them."""
        return self.filter(committee_id=user.committee_id) if user.is_committee else self.none()

    def undecided(self) -> Self:
        """Looked through, and neither taken nor dropped."""
        return self.filter(taken_at=None, checked_at__isnull=False)

    def stale(self, now: datetime.datetime) -> Self:
        """Nobody has taken, dropped or looked at them for so long."""
        long_ago = now - ResultsImport.KEPT_FOR
        return self.filter(taken_at=None, uploaded_at__lt=long_ago).exclude(
            checked_at__gte=long_ago
        )

    def for_table(self) -> Self:
        return self.select_related("uploaded_by__person", "taken_by__person", "school").defer(
            "faults", "mended"
        )


class ResultsImport(models.Model):
    """One file of many schools, or a report: kept as received with all that was found in it.

    What was found belongs to the moment of `checked_at`; taking the file finds it anew.
    """

    KEPT_FOR = datetime.timedelta(days=30)

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField("предмет", max_length=100, blank=True)
    grade = models.PositiveSmallIntegerField("класс", null=True, blank=True)
    file = models.FileField("файл", max_length=200)
    original_name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    checked_at = models.DateTimeField(null=True, blank=True)
    shape = models.CharField("вид", max_length=40, blank=True)
    title = models.CharField("что это", max_length=100, blank=True)
    works = models.TextField("работы", blank=True)
    accepted = models.PositiveIntegerField("строк", default=0)
    waiting = models.PositiveIntegerField("строк ждут исправления класса", default=0)
    schools = models.PositiveIntegerField("школ", default=0)
    sessions = models.PositiveIntegerField("классов", default=0)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField("замечаний", default=0)
    mended = models.JSONField(default=list)
    mend_count = models.PositiveIntegerField("поправлено", default=0)

    # Of a large file only, and only when somebody has asked for it.
    marked = models.FileField("файл с отметками", max_length=200, blank=True)
    cannot_be_marked = models.BooleanField("копию составить не удалось", default=False)

    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResultsImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка файла ФИС ОКО"
        verbose_name_plural = "загрузки файлов ФИС ОКО"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_at__isnull=True, taken_by__isnull=True)
                | models.Q(taken_at__isnull=False, taken_by__isnull=False),
                name="results_import_taken_at_and_taken_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("assessments:result-import-detail", args=[self.pk])

    @property
    def leaves_at(self) -> datetime.datetime:
        """When the clock clears it away, unless it is taken or looked at again."""
        return (self.checked_at or self.uploaded_at) + self.KEPT_FOR

    @property
    def can_be_taken(self) -> bool:
        return self.taken_at is None and self.checked_at is not None and self.accepted > 0
