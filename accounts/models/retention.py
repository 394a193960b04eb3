"""How long a committee keeps files, and the acts by which they are destroyed."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models.people import Committee, User


class RetentionPeriod(models.Model):
    """For how many years a committee keeps one kind of files. Without a row: for ever."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("вид документов", max_length=20)
    years = models.PositiveSmallIntegerField("срок хранения, лет")
    source = models.CharField("чем установлен", max_length=300)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "срок хранения"
        verbose_name_plural = "сроки хранения"
        ordering = ["committee", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind"], name="retention_once_per_kind"),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=75), name="retention_from_1_to_75_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years}"

    def is_over_for(self, day: datetime.date, *, today: datetime.date) -> bool:
        return self.ends_on(day) <= today

    def ends_on(self, day: datetime.date) -> datetime.date:
        """The first day on which a document of `day` may be destroyed.

        Years are counted from 1 January of the year after the one in which the work with the
        document ended: приказ Росархива от 20.12.2019 № 237, «Инструкция по применению Перечня
        типовых управленческих архивных документов».
        """
        return datetime.date(day.year + 1 + self.years, 1, 1)

    def over_before(self, today: datetime.date) -> datetime.date:
        """Documents of days before this one are due: the other side of `ends_on`."""
        return datetime.date(today.year - self.years, 1, 1)


class DestructionActQuerySet(models.QuerySet["DestructionAct"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(committee_id=user.committee_id) if user.is_committee else self.none()

    def with_files_left(self) -> Self:
        """Confirmed, and yet a file of theirs may still be there."""
        return self.filter(
            status=DestructionAct.Status.CONFIRMED, papers__erased_at__isnull=True
        ).distinct()


class DestructionAct(models.Model):
    """«Акт об уничтожении». Moves: draft -> confirmed | withdrawn; then nothing changes it."""

    class Status(models.TextChoices):
        DRAFT = "draft", "проект"
        CONFIRMED = "confirmed", "утверждён"
        WITHDRAWN = "withdrawn", "отозван"

    MOVES = {
        Status.DRAFT: {Status.CONFIRMED, Status.WITHDRAWN},
        Status.CONFIRMED: set(),
        Status.WITHDRAWN: set(),
    }

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.DRAFT)
    reason = models.TextField("основание")
    # Names as they were on that day, the chair first: people move on, an act stays.
    commission = models.JSONField("комиссия", default=list)
    drawn_up_at = models.DateTimeField("составлен", auto_now_add=True)
    drawn_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("год", null=True, blank=True)
    number = models.PositiveIntegerField("номер", null=True, blank=True)
    decided_at = models.DateTimeField("утверждён или отозван", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The act as it was confirmed, and its SHA-256.
    document = models.BinaryField("акт", default=b"")
    document_sha256 = models.CharField("SHA-256 акта", max_length=64, blank=True)

    objects = DestructionActQuerySet.as_manager()

    class Meta:
        verbose_name = "акт об уничтожении"
        verbose_name_plural = "акты об уничтожении"
        ordering = ["-drawn_up_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "number"], name="destruction_number_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", number__isnull=False, year__isnull=False)
                | (~Q(status="confirmed") & Q(number__isnull=True, year__isnull=True)),
                name="destruction_numbered_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="draft") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="destruction_decided_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        if self.number is None or self.decided_at is None:
            return f"Акт об уничтожении, составлен {timezone.localdate(self.drawn_up_at):%d.%m.%Y}"
        day = timezone.localdate(self.decided_at)
        return f"Акт об уничтожении №\u00a0{self.number} от {day:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:destruction-detail", args=[self.pk])


class DestroyedPaperQuerySet(models.QuerySet["DestroyedPaper"]):
    def live(self) -> Self:
        """Of drafts and confirmed acts."""
        return self.filter(is_live=True)

    def left(self) -> Self:
        """Of confirmed acts, with files that nobody has erased yet."""
        return self.filter(act__status=DestructionAct.Status.CONFIRMED, erased_at__isnull=True)


class DestroyedPaper(models.Model):
    """A line of an act: one document, as it was when the act was drawn up."""

    act = models.ForeignKey(DestructionAct, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("вид", max_length=20)
    target_id = models.PositiveBigIntegerField()
    name = models.CharField("документ", max_length=255)
    belongs_to = models.CharField("к чему относится", max_length=500)
    dated_on = models.DateField("дата документа")
    kept_until = models.DateField("срок хранения истёк")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("размер, байт")
    # Names in the private store: the record itself may be asked no more.
    files = models.JSONField(default=list)
    is_live = models.BooleanField(default=True)
    was_missing = models.BooleanField("файла не было в хранилище", default=False)
    erased_at = models.DateTimeField("файл стёрт", null=True, blank=True)

    objects = DestroyedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "документ акта об уничтожении"
        verbose_name_plural = "документы актов об уничтожении"
        ordering = ["kind", "dated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_id"],
                condition=Q(is_live=True),
                name="destroyed_paper_in_one_live_act",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptFile(models.Model):
    """A record with files that are kept for a period. The record outlives its files."""

    destroyed_by_act = models.ForeignKey(
        DestructionAct, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def stored_files(self) -> list[str]:
        """The names of its files in the private store."""
        raise NotImplementedError
