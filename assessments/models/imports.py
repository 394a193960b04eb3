"""Files of ФИС ОКО as the committee brings them: looked through first, then taken."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Committee, User
from schools.models import School


class ResultsImportQuerySet(models.QuerySet["ResultsImport"]):
    def visible_to(self, user: User) -> Self:
        """All of the committee's, whoever of the staff brought them."""
        return self.filter(committee_id=user.committee_id) if user.is_committee else self.none()

    def for_table(self) -> Self:
        return self.select_related("uploaded_by__person", "taken_by__person", "school").defer(
            "faults", "mended"
        )


class ResultsImport(models.Model):
    """One file of many schools, or a report: kept as received with all that was found in it.

    What was found belongs to the moment of `checked_at`; taking the file finds it anew.
    """

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
    def can_be_taken(self) -> bool:
        return self.taken_at is None and self.checked_at is not None and self.accepted > 0
