"""A table of works on its way from a file into the catalogue."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User


class CatalogueImportQuerySet(models.QuerySet["CatalogueImport"]):
    def visible_to(self, user: User) -> Self:
        """Half-done work is its author's alone."""
        return self.filter(uploaded_by=user) if user.is_committee_editor else self.none()


class CatalogueImport(models.Model):
    """What was read from one file, kept until its uploader has looked and agreed.

    `works` are `WorkDraft`s of `assessments.documents.drafts`, as dictionaries.
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    original_name = models.CharField(max_length=200)
    works = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    objects = CatalogueImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка каталога работ"
        verbose_name_plural = "загрузки каталога работ"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("assessments:work-import-detail", args=[self.pk])
