"""What was shown as proof that something was done, and requests to do it later."""

import secrets
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import KeptFile, User
from plans.models.execution import Occurrence


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """A random name: what people call their files is kept in the row, not on the disk."""
    return f"evidence/{secrets.token_hex(16)}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(occurrence__in=Occurrence.objects.visible_to(user))

    def current(self) -> Self:
        """The newest version of each that its author has not taken back."""
        return self.filter(replaced_by__isnull=True, withdrawn_at__isnull=True)


class Evidence(KeptFile):
    """A file or a link; a newer version replaces an older one, which stays readable.

    So does one that its author withdrew before it was accepted; it proves nothing any more.
    """

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", "протокол"
        ORDER = "order", "приказ"
        REPORT = "report", "справка"
        ACT = "act", "акт"
        LINK = "link", "ссылка"
        PHOTO = "photo", "фото"

    class State(models.TextChoices):
        GIVEN = "given", "на проверке"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "возвращено"

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField("вид", max_length=10, choices=Kind)
    note = models.CharField("название, номер и дата документа", max_length=300, blank=True)
    url = models.URLField("ссылка", max_length=500, blank=True)
    file = models.FileField("файл", upload_to=evidence_path, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    number = models.PositiveSmallIntegerField("версия", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.GIVEN)
    remark = models.TextField("замечание", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("отозвано", null=True, blank=True)
    withdrawn_why = models.TextField("почему отозвано", blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        ordering = ["occurrence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="evidence_is_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(state="accepted"),
                name="evidence_accepted_is_not_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.original_name or self.url

    @property
    def stored_files(self) -> list[str]:
        return [self.file.name] if self.file.name else []


class PostponementQuerySet(models.QuerySet["Postponement"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(occurrence__in=Occurrence.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(decision=Postponement.Decision.ASKED)


class Postponement(models.Model):
    """A request to move a due date: why, to which day, and who agreed."""

    class Decision(models.TextChoices):
        ASKED = "asked", "ждёт решения"
        AGREED = "agreed", "согласован"
        REFUSED = "refused", "отклонён"

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="postponements"
    )
    due_before = models.DateField("прежний срок")
    due_after = models.DateField("новый срок")
    reason = models.TextField("причина")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("решение", max_length=10, choices=Decision, default=Decision.ASKED)
    remark = models.TextField("пояснение к решению", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = "перенос срока"
        verbose_name_plural = "переносы сроков"
        ordering = ["occurrence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence"],
                condition=Q(decision="asked"),
                name="postponement_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_before:%d.%m.%Y} → {self.due_after:%d.%m.%Y}"
