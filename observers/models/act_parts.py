"""What belongs to an act: the checklist and its answers, scans of the paper, later numbers."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import Scan, ScanQuerySet, User
from observers.models.observing import ObservationAct


class ChecklistItem(models.Model):
    """A line of the observer's checklist; each committee keeps its own wording."""

    code = models.SlugField("код", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("порядок")
    text = models.CharField("что проверяют", max_length=300)
    is_active = models.BooleanField("в ходу", default=True)

    class Meta:
        verbose_name = "пункт листа наблюдения"
        verbose_name_plural = "лист наблюдения"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class ActMark(models.Model):
    """One line of the checklist as answered."""

    act = models.ForeignKey(ObservationAct, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    is_kept = models.BooleanField("соблюдено")
    comment = models.CharField("пояснение", max_length=300, blank=True)

    class Meta:
        verbose_name = "ответ листа наблюдения"
        verbose_name_plural = "ответы листа наблюдения"
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint(fields=["act", "item"], name="act_mark_once_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {'да' if self.is_kept else 'нет'}"


class ActSupplement(models.Model):
    """A number that an act lacks for the reconciliation, or had wrong; the act stays as it is."""

    act = models.ForeignKey(ObservationAct, on_delete=models.PROTECT, related_name="supplements")
    participants = models.PositiveSmallIntegerField("участников в аудитории")
    reason = models.CharField("почему дополнено", max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "дополнение к акту"
        verbose_name_plural = "дополнения к актам"
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.participants}: {self.reason}"


class ActScanQuerySet(ScanQuerySet["ActScan"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(act__in=ObservationAct.objects.visible_to(user))


class ActScan(Scan):
    """A scan of the act on paper, or of what hangs on it."""

    act = models.ForeignKey(ObservationAct, on_delete=models.PROTECT, related_name="scans")

    objects = ActScanQuerySet.as_manager()

    class Meta(Scan.Meta):
        verbose_name = "скан акта наблюдения"
        verbose_name_plural = "сканы актов наблюдения"

    def get_absolute_url(self) -> str:
        return reverse("observers:act-scan-detail", args=[self.pk])

    @property
    def file_address(self) -> str:
        return reverse("observers:act-scan-file", args=[self.pk])

    @property
    def preview_address(self) -> str:
        return reverse("observers:act-scan-preview", args=[self.pk])

    @property
    def thumbnail_address(self) -> str:
        return reverse("observers:act-scan-thumbnail", args=[self.pk])

    @property
    def removal_address(self) -> str:
        return reverse("observers:act-scan-remove", args=[self.pk])
