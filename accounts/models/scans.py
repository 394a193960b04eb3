"""What every scan of a paper has, whatever it belongs to."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.models.people import User
from accounts.models.retention import KeptFile

S = TypeVar("S", bound="Scan")


class ScanQuerySet(models.QuerySet[S]):
    def attached(self) -> Self:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def for_page(self) -> Self:
        return self.select_related("uploaded_by__person", "destroyed_by_act")


class Scan(KeptFile):
    """One file with one page or several, stored privately, upright and without its metadata."""

    file = models.FileField("файл", max_length=200)
    preview = models.FileField("для чтения с экрана", max_length=200, blank=True)
    thumbnail = models.FileField("для списка", max_length=200, blank=True)
    original_name = models.CharField("имя файла", max_length=255)
    title = models.CharField("название", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    pages = models.PositiveSmallIntegerField("страниц", default=1)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    original_sha256 = models.CharField("SHA-256 принесённого файла", max_length=64, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removal_reason = models.CharField("почему убран", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="%(class)s_removed_at_and_removed_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.original_name

    @property
    def stored_files(self) -> list[str]:
        return [name for name in (self.file.name, self.preview.name, self.thumbnail.name) if name]

    @property
    def is_destroyed(self) -> bool:
        return self.destroyed_by_act_id is not None

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")
