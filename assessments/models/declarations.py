"""What the head of a school says of the results of a procedure."""

import datetime
import hashlib
import json
from typing import Any, Self

from django.db import models
from django.urls import reverse

from accounts.models import Person, User
from assessments.models.procedures import Procedure
from assessments.models.results import Upload
from schools.models import School


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(school__in=School.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that nothing has overtaken."""
        return self.filter(fall__isnull=True)

    def for_table(self) -> Self:
        return self.select_related("school", "procedure", "signed_by__person", "fall__upload")


class Declaration(models.Model):
    """Confirmed in three points, or «не могу подтвердить — причина». Triggers refuse any change.

    `facts` are the uploads it speaks of: session, upload, SHA-256, participants, absent.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "подтверждено"
        UNABLE = "unable", "не подтверждено"

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("что сказано", max_length=9, choices=Kind)
    points = models.JSONField("подтверждённые пункты", default=list)
    reason = models.TextField("причина", blank=True)
    facts = models.JSONField("о каких загрузках", default=list)
    head = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Names as they were on that day: people marry and move on, a declaration stays.
    head_name = models.CharField("директор", max_length=250)
    signer_name = models.CharField("кто подписал", max_length=250)
    signer_position = models.CharField("должность подписавшего", max_length=200)
    signed_at = models.DateTimeField("когда")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField("SHA-256 содержания", max_length=64)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "заявление директора о результатах"
        verbose_name_plural = "заявления директоров о результатах"
        ordering = ["-signed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.procedure}, {self.school}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:declaration-detail", args=[self.pk])

    def content(self) -> dict[str, Any]:
        """Everything that was signed, in a shape that does not depend on the database."""
        return {
            "procedure": self.procedure_id,
            "school": self.school_id,
            "kind": self.kind,
            "points": self.points,
            "reason": self.reason,
            "facts": self.facts,
            "head": self.head_name,
            "signer": self.signer_name,
            "position": self.signer_position,
            "signed_at": self.signed_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        }

    def fingerprint(self) -> str:
        text = json.dumps(self.content(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        return self.content_sha256 == self.fingerprint()

    @property
    def is_standing(self) -> bool:
        return not hasattr(self, "fall")

    @property
    def tone(self) -> str:
        """How a chip shows what was said, while it stands."""
        return "good" if self.kind == self.Kind.CONFIRMED else "bad"


class DeclarationFall(models.Model):
    """Why a declaration says nothing any more: later results, or a later declaration."""

    declaration = models.OneToOneField(Declaration, on_delete=models.PROTECT, related_name="fall")
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("почему устарело", max_length=200)
    fell_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "отметка об устаревшем заявлении"
        verbose_name_plural = "отметки об устаревших заявлениях"
        ordering = ["-fell_at", "-pk"]

    def __str__(self) -> str:
        return self.reason
