"""Scans of protocols."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Scan, ScanQuerySet, User
from assessments.models.procedures import Session


class ProtocolQuerySet(ScanQuerySet["Protocol"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))


class Protocol(Scan):
    """A scan of the session's protocol."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="protocols")

    objects = ProtocolQuerySet.as_manager()

    class Meta(Scan.Meta):
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"

    def get_absolute_url(self) -> str:
        return reverse("assessments:protocol-detail", args=[self.pk])

    @property
    def file_address(self) -> str:
        return reverse("assessments:protocol-file", args=[self.pk])

    @property
    def preview_address(self) -> str:
        return reverse("assessments:protocol-preview", args=[self.pk])

    @property
    def thumbnail_address(self) -> str:
        return reverse("assessments:protocol-thumbnail", args=[self.pk])

    @property
    def removal_address(self) -> str:
        return reverse("assessments:protocol-remove", args=[self.pk])
