"""Files on their way to become results, and requests to replace results after the deadline."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.models.procedures import Procedure, Session, facts_of_session
from assessments.models.results import Upload
from schools.models import schools_served_by


class UploadDraftQuerySet(models.QuerySet["UploadDraft"]):
    def visible_to(self, user: User) -> Self:
        """Half-done work is its author's alone."""
        return self.filter(uploaded_by=user)

    def unconfirmed(self) -> Self:
        return self.filter(upload__isnull=True)

    def for_table(self) -> Self:
        return self.select_related(
            "procedure",
            *facts_of_session("session"),
            "upload",
        ).defer("rows")


class UploadDraft(models.Model):
    """One class's results as read from a file, kept until the person has looked and agreed.

    `rows` are `findings.ParticipantRow`s as lists. Results exist only after the confirmation:
    then `upload` is set and `rows` are emptied.
    """

    class State(models.TextChoices):
        READY = "ready", "не подтверждено"
        FAULTY = "faulty", "есть замечания"
        UNKNOWN = "unknown", "не та книга"

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    state = models.CharField("состояние", max_length=8, choices=State)
    file = models.FileField("файл", max_length=200)
    original_name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    spec_sha256 = models.CharField("отпечаток формы", max_length=64, blank=True)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    mended = models.JSONField(default=list)
    present = models.PositiveIntegerField("участников", default=0)
    absent = models.PositiveIntegerField("отсутствовали", default=0)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    upload = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = UploadDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "файл на проверке"
        verbose_name_plural = "файлы на проверке"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "session"],
                condition=Q(upload__isnull=True, session__isnull=False),
                name="draft_once_per_author_and_session",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("assessments:draft-detail", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        """Nothing in it is refused, and nobody has confirmed it yet."""
        return self.state == self.State.READY and self.upload_id is None


class ReplacementRequestQuerySet(models.QuerySet["ReplacementRequest"]):
    def visible_to(self, user: User) -> Self:
        if user.is_committee:
            return self.filter(session__school__committee=user.committee_id)
        return self.filter(session__school__in=schools_served_by(user))

    def open(self) -> Self:
        return self.filter(state=ReplacementRequest.State.ASKED)

    def granted(self, today: datetime.date) -> Self:
        """Leave that still holds."""
        return self.filter(state=ReplacementRequest.State.GRANTED, granted_until__gte=today)

    def for_table(self) -> Self:
        return self.select_related(
            *facts_of_session("session"),
            "asked_by__person",
            "decided_by__person",
        )


class ReplacementRequest(models.Model):
    """A school asks to replace results after the deadline; the committee says until when, or no.

    Moves: asked -> granted | declined.
    """

    class State(models.TextChoices):
        ASKED = "asked", "ждёт решения"
        GRANTED = "granted", "замена разрешена"
        DECLINED = "declined", "в замене отказано"

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="replacement_requests"
    )
    state = models.CharField("состояние", max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField("почему нужна замена", max_length=500)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_until = models.DateField("заменить до", null=True, blank=True)
    answer = models.CharField("ответ комитета", max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReplacementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "запрос на замену результатов"
        verbose_name_plural = "запросы на замену результатов"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="asked"), name="replacement_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, state="asked")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="replacement_decided_at_and_decided_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", granted_until__isnull=False)
                | Q(granted_until__isnull=True),
                name="replacement_granted_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Замена результатов: {self.session}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:replacement-detail", args=[self.pk])
