"""Workbooks as received and results of participants."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import KeptFile, User
from assessments.models.procedures import Session, facts_of_session


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))

    def current(self) -> Self:
        """The accepted files that nothing has replaced."""
        return self.filter(state=Upload.State.ACCEPTED, replaced_by__isnull=True)

    def for_page(self) -> Self:
        return self.select_related(
            *facts_of_session("session"),
            "uploaded_by__person",
            "replaced_by",
            "replaces",
        )


class Upload(KeptFile):
    """One workbook as received, its faults, its receipt. Kept even when refused."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "принят"
        REFUSED = "refused", "не принят"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="uploads")
    file = models.FileField("файл", max_length=200)
    original_name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField("состояние", max_length=10, choices=State)
    faults = models.JSONField(default=list)
    mended = models.JSONField(default=list)
    participants = models.PositiveIntegerField("участников", default=0)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    reason = models.CharField("почему заменён прежний файл", max_length=500, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("assessments:upload-detail", args=[self.pk])

    @property
    def stored_files(self) -> list[str]:
        return [self.file.name] if self.file.name else []

    @property
    def is_current(self) -> bool:
        """Its results are the session's results."""
        return self.state == self.State.ACCEPTED and self.replaced_by_id is None


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))

    def took_part(self) -> Self:
        return self.filter(absent=False)


class Result(models.Model):
    """One participant of a session, known by code only.

    `scores` holds one byte a task in the order of the work's items: the points, or a code for
    «X» (not attempted) or «не пройд.» (not taught). See `assessments.scoring`.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="results")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="results")
    code = models.CharField("код участника", max_length=20)
    variant = models.PositiveSmallIntegerField("вариант", null=True, blank=True)
    absent = models.BooleanField("отсутствовал", default=False)
    scores = models.BinaryField(default=b"")
    total = models.PositiveSmallIntegerField("первичный балл", null=True, blank=True)
    mark = models.PositiveSmallIntegerField("отметка", null=True, blank=True)
    journal_mark = models.PositiveSmallIntegerField("отметка по журналу", null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "результат участника"
        verbose_name_plural = "результаты участников"
        ordering = ["session", "code"]
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="result_code_once_a_session"),
            models.CheckConstraint(
                condition=Q(absent=True, total__isnull=True) | Q(absent=False, total__isnull=False),
                name="result_total_unless_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.code
