"""What was decided on a plan, and what was approved."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from plans.models.plans import Plan, Stamp


class Approval(models.Model):
    """What a signatory decided on a plan, with remarks; a plan's way can be read from these."""

    class Decision(models.TextChoices):
        SUBMITTED = "submitted", "отправлен на согласование"
        RETURNED = "returned", "возвращён с замечаниями"
        APPROVED = "approved", "утверждён"
        COMMENTED = "commented", "замечание"
        WITHDRAWN = "withdrawn", "отозван составителем"
        AGREED = "agreed", "согласован"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    decision = models.CharField("решение", max_length=10, choices=Decision)
    comment = models.TextField("замечания", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "решение по плану"
        verbose_name_plural = "решения по планам"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_decision_display()


class Signatory(models.Model):
    """Whose signature a plan needs, in order: those who agree first, then the one who approves.

    `signed_outline` is the SHA-256 of what was signed: once the text differs, it counts no more.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signatories")
    position = models.PositiveSmallIntegerField("порядок", default=1)
    kind = models.CharField("вид", max_length=10, choices=Stamp.Kind, default=Stamp.Kind.AGREED)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_outline = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "подписант"
        verbose_name_plural = "подписанты"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="signatory_once_per_plan"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(kind="approved"),
                name="signatory_one_approves",
                violation_error_message="Утверждает план один человек.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class PlanVersion(models.Model):
    """What was approved, frozen: triggers in the database refuse any change and any removal.

    `outline` is a `PlanOutline` as JSON, `pdf` the printed file, `sha256` the sum of that file.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("редакция", default=1)
    outline = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField("SHA-256 файла", max_length=64)
    token = models.CharField("ключ страницы подлинности", max_length=43, null=True)  # noqa: DJ001
    order_number = models.CharField("номер приказа", max_length=40)
    order_date = models.DateField("дата приказа")
    approved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "утверждённая редакция"
        verbose_name_plural = "утверждённые редакции"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            # With a condition, so that SQLite makes an index and does not remake the table, which
            # would lose the triggers; versions from before the page of authenticity have no token.
            models.UniqueConstraint(
                fields=["token"],
                condition=models.Q(token__isnull=False),
                name="plan_version_token_once",
            ),
        ]

    def __str__(self) -> str:
        number = f"№\u00a0{self.order_number}"
        return f"Редакция\u00a0{self.number}, приказ от {self.order_date:%d.%m.%Y} {number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version-detail", args=[self.pk])


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self) -> Self:
        """Those that anybody may read now."""
        return self.filter(withdrawn_at__isnull=True)

    def for_table(self) -> Self:
        return (
            self.select_related("version__plan__committee")
            .defer("version__pdf", "version__outline")
            .order_by("-version__plan__period_from", "version__plan__committee__name", "-pk")
        )


class Publication(models.Model):
    """That an approved version may be read by anybody, until it is withdrawn."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "публикация"
        verbose_name_plural = "публикации"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="publication_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("plans:published-plan", args=[self.pk])
