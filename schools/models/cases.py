"""The register of schools that need help."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, User
from schools.models.schools import School


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases."""

    def visible_to(self, user: User) -> Self:
        """The committee sees all of its own, a deputy those of their school."""
        return self.filter(school__in=School.objects.visible_to(user))

    def open(self) -> Self:
        return self.exclude(status=Case.Status.CLOSED)

    def awaiting_explanation(self) -> Self:
        return self.filter(status=Case.Status.OPENED, explained_at__isnull=True)

    def overdue(self, today: datetime.date) -> Self:
        return self.awaiting_explanation().filter(explanation_due_on__lt=today)

    def for_table(self) -> Self:
        """Grouping drops the order of the model, so it is said again."""
        with_names = self.select_related("school", "curator", "curator_school")
        return with_names.annotate(evidence_count=models.Count("evidence")).order_by(
            "-opened_at", "-pk"
        )

    def awaiting_decision(self) -> Self:
        return self.filter(status=Case.Status.EXPLAINED)


class Case(models.Model):
    """One school's way from a sign to an exit: signs are to be looked into, not proof.

    Moves: opened -> explained -> helped | watched -> closed; any open state -> closed. See MOVES.
    """

    class Status(models.TextChoices):
        OPENED = "opened", "ждём объяснения"
        EXPLAINED = "explained", "объяснение получено"
        HELPED = "helped", "идёт помощь"
        WATCHED = "watched", "наблюдаем"
        CLOSED = "closed", "закрыт"

    MOVES = {
        Status.OPENED: {Status.EXPLAINED, Status.HELPED, Status.WATCHED, Status.CLOSED},
        Status.EXPLAINED: {Status.HELPED, Status.WATCHED, Status.CLOSED},
        Status.HELPED: {Status.WATCHED, Status.CLOSED},
        Status.WATCHED: {Status.HELPED, Status.CLOSED},
        Status.CLOSED: set(),
    }

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", "признак объяснён"
        IMPROVED = "improved", "признаков больше нет"
        MISTAKE = "mistake", "открыт по ошибке"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    year = models.PositiveSmallIntegerField("год результатов")
    title = models.CharField("о чём случай", max_length=300)
    status = models.CharField("состояние", max_length=12, choices=Status, default=Status.OPENED)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    curator = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="куратор",
    )
    curator_school = models.ForeignKey(
        School,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="школа-куратор",
    )
    explanation_due_on = models.DateField("объяснение ждём до", null=True, blank=True)
    explanation = models.TextField("объяснение школы", blank=True)
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # The latest of `decisions`, so that lists need not look for it.
    decision = models.TextField("решение и адресные рекомендации", blank=True)
    exit_condition = models.CharField("условие выхода", max_length=300, blank=True)
    conclusion = models.TextField("чем закончился", blank=True)
    outcome = models.CharField("итог", max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "случай"
        verbose_name_plural = "реестр группы риска"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=~Q(status="closed"),
                name="case_one_open_per_school",
                violation_error_message="У школы уже есть открытый случай.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="case_closed_at_and_closed_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("schools:case-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status != self.Status.CLOSED

    @property
    def has_curator(self) -> bool:
        return self.curator_id is not None or self.curator_school_id is not None

    @property
    def awaits_explanation(self) -> bool:
        return self.status == self.Status.OPENED and self.explained_at is None

    def is_overdue(self, today: datetime.date) -> bool:
        due_on = self.explanation_due_on
        return self.awaits_explanation and due_on is not None and due_on < today

    def can_become(self, status: str) -> bool:
        return status in self.MOVES[self.Status(self.status)]


class CaseDecision(models.Model):
    """One decision about a case; a later one stands beside it, never over it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    status = models.CharField("что дальше", max_length=12, choices=Case.Status)
    text = models.TextField("решение и адресные рекомендации")
    exit_condition = models.CharField("условие выхода", max_length=300, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "решение по случаю"
        verbose_name_plural = "решения по случаям"
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return self.text


class CaseEvidence(models.Model):
    """What the case rests on. `reference` is a stable name like `assessments.sign:12`."""

    class Source(models.TextChoices):
        SIGN = "sign", "признак портала"
        FEDERAL_LIST = "federal-list", "федеральный список"
        OBSERVER = "observer", "акт наблюдателя"
        COMMITTEE = "committee", "решение комитета"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    source = models.CharField("источник", max_length=20, choices=Source)
    reference = models.CharField(max_length=120, blank=True)
    summary = models.CharField("суть", max_length=500)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "основание"
        verbose_name_plural = "основания"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reference"],
                condition=~Q(reference=""),
                name="case_evidence_once_per_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.summary
