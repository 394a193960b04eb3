"""A list of schools on its way from a file into the registry."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User


class SchoolImportQuerySet(models.QuerySet["SchoolImport"]):
    def visible_to(self, user: User) -> Self:
        """Half-done work is its author's alone."""
        return self.filter(uploaded_by=user) if user.is_committee_editor else self.none()


class SchoolImport(models.Model):
    """What was read from one file, kept until its uploader has looked and agreed.

    `rows` are `SchoolRow`s and `faults` are `Fault`s of `schools.spreadsheets.school_list`, as
    dictionaries.
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    original_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    ignored_columns = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    objects = SchoolImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка школ"
        verbose_name_plural = "загрузки списков школ"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("schools:import-detail", args=[self.pk])
