"""Plans as people write them: stamps, sections and rows."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Committee, User
from schools.models import Case


def default_columns() -> list[dict[str, str]]:
    """The captions a new plan starts with, in printed order."""
    return [
        {"field": "number", "caption": "№"},
        {"field": "title", "caption": "Мероприятие"},
        {"field": "deadline", "caption": "Сроки"},
        {"field": "responsible", "caption": "Ответственные"},
        {"field": "result", "caption": "Ожидаемый результат"},
    ]


class PlanQuerySet(models.QuerySet["Plan"]):
    """Which plans."""

    def visible_to(self, user: User) -> Self:
        """All of the committee for its staff, approved ones for its schools, none for observers."""
        own = self.filter(committee_id=user.committee_id)
        if user.is_committee:
            return own
        return own.filter(status=Plan.Status.APPROVED) if user.is_deputy else self.none()

    def templates(self) -> Self:
        """Those that new plans are made by; removed ones can be brought back."""
        return self.filter(is_template=True, removed_at__isnull=True)

    def for_table(self) -> Self:
        live = Q(sections__deleted_at__isnull=True, sections__activities__deleted_at__isnull=True)
        counted = self.annotate(activity_count=models.Count("sections__activities", filter=live))
        return counted.order_by("-period_from", "-pk")


class Plan(models.Model):
    """A plan of activities for a period.

    Moves: draft -> on review -> approved; on review -> draft (returned or withdrawn). See MOVES.
    One that `amends` another is a copy to work on: approved, its rows go into that plan, and the
    copy itself is merged.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "черновик"
        REVIEW = "review", "на согласовании"
        APPROVED = "approved", "утверждён"
        MERGED = "merged", "изменения внесены"

    class Numbering(models.TextChoices):
        THROUGH = "through", "сквозная: 1, 2, 3"
        PER_SECTION = "per-section", "заново в каждом разделе"
        DOTTED = "dotted", "с номером раздела: 1.1, 1.2"
        BY_HAND = "by-hand", "вручную"

    MOVES = {
        Status.DRAFT: {Status.REVIEW},
        Status.REVIEW: {Status.DRAFT, Status.APPROVED, Status.MERGED},
        Status.APPROVED: set(),
        Status.MERGED: set(),
    }

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    title = models.TextField("название")
    period_from = models.DateField("период с")
    period_to = models.DateField("по")
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=default_columns)
    numbering = models.CharField(
        "нумерация", max_length=12, choices=Numbering, default=Numbering.BY_HAND
    )
    is_template = models.BooleanField("образец", default=False)
    removed_at = models.DateTimeField("образец убран", null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="вносит изменения в план",
    )
    copied_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="составлен по плану",
    )
    annex = models.CharField("приложение", max_length=120, blank=True)
    preamble = models.TextField("вступление", blank=True)
    legend = models.TextField("сокращения", blank=True)
    executor = models.TextField("исполнитель, телефон", blank=True)
    order_number = models.CharField("номер приказа", max_length=40, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    source_name = models.CharField("исходный файл", max_length=255, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "план"
        verbose_name_plural = "планы"
        ordering = ["-period_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=models.F("period_from")),
                name="plan_period_ends_after_start",
                violation_error_message="Период заканчивается раньше, чем начинается.",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(status__in=("draft", "review")),
                name="plan_one_open_amendment",
                violation_error_message="Изменения в этот план уже готовятся.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:plan-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT and self.removed_at is None

    def can_become(self, status: str) -> bool:
        return status in self.MOVES[self.Status(self.status)]


class Stamp(models.Model):
    """УТВЕРЖДАЮ, СОГЛАСОВАНО, «Утверждён приказом …»: lines as printed."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "УТВЕРЖДАЮ"
        AGREED = "agreed", "СОГЛАСОВАНО"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stamps")
    position = models.PositiveSmallIntegerField("порядок", default=1)
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.APPROVED)
    text = models.TextField("строки грифа")

    class Meta:
        verbose_name = "гриф"
        verbose_name_plural = "грифы"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def live(self) -> Self:
        return self.filter(deleted_at__isnull=True)


class Section(models.Model):
    """A task or section of a plan; one with an empty title holds the rows of a plan without any."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField("порядок")
    title = models.TextField("название", blank=True)
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = "раздел"
        verbose_name_plural = "разделы"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.title or "Без раздела"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(section__plan__in=Plan.objects.visible_to(user))

    def live(self) -> Self:
        return self.filter(deleted_at__isnull=True, section__deleted_at__isnull=True)


class Activity(models.Model):
    """A row of the table. Wordings are kept verbatim, line ends included.

    `readings` is what the computer understood of `deadline` (see `plans.deadlines`): dates that it
    may remind of, never printed. A person's correction stays until the wording changes.
    `origin` is the row this one was copied from: last year's, or the one an amendment changes.
    Of a row to amend, `origin_facts` says what people had set on the origin when it was copied:
    the keys of `plans.reports.meanwhile.Facts`. Elsewhere it is empty.
    `evidence_kinds` lists values of `Evidence.Kind`.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveIntegerField("порядок")
    number = models.CharField("номер", max_length=20, blank=True)
    title = models.TextField("мероприятие", blank=True)
    deadline = models.TextField("срок (как написан)", blank=True)
    readings = models.JSONField("прочтение срока", default=list)
    readings_corrected = models.BooleanField("исправлено человеком", default=False)
    responsible = models.TextField("ответственные (как написано)", blank=True)
    result = models.TextField("ожидаемый результат", blank=True)
    evidence_kinds = models.JSONField("чем подтверждается", default=list)
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin_facts = models.JSONField("исходное мероприятие при копировании", default=dict)
    cases = models.ManyToManyField(Case, blank=True, related_name="+", verbose_name="случаи")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["section", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()[:120]
