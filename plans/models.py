"""Plans as people approve them: what is planned, who answers, what was approved and when."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Committee, Person, User
from schools.models import Case, School


def default_columns() -> list[dict[str, str]]:
    """The captions a new plan starts with, in printed order."""
    return [
        {"field": "number", "caption": "№"},
        {"field": "title", "caption": "Мероприятие"},
        {"field": "deadline", "caption": "Сроки"},
        {"field": "responsible", "caption": "Ответственные"},
        {"field": "result", "caption": "Ожидаемый результат"},
    ]


class RoleGroup(models.Model):
    """«Руководители ОО»: printed as a group, answered by each of its members."""

    class Members(models.TextChoices):
        SCHOOL_HEADS = "school-heads", "директора всех школ"
        SCHOOL_DEPUTIES = "school-deputies", "заместители директоров всех школ"
        LISTED = "listed", "перечисленные люди"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("название", max_length=200)
    members = models.CharField("кто входит", max_length=16, choices=Members, default=Members.LISTED)
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name="люди")

    class Meta:
        verbose_name = "ролевая группа"
        verbose_name_plural = "ролевые группы"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="role_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Another body that answers for activities."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("название", max_length=300)
    email = models.EmailField("эл. почта", blank=True)

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(models.QuerySet["Plan"]):
    """Which plans."""

    def visible_to(self, user: User) -> Self:
        """All of the committee for its staff, approved ones for its schools, none for observers."""
        own = self.filter(committee_id=user.committee_id)
        if user.is_committee:
            return own
        return own.filter(status=Plan.Status.APPROVED) if user.is_deputy else self.none()

    def for_table(self) -> Self:
        live = Q(sections__deleted_at__isnull=True, sections__activities__deleted_at__isnull=True)
        counted = self.annotate(activity_count=models.Count("sections__activities", filter=live))
        return counted.order_by("-period_from", "-pk")


class Plan(models.Model):
    """A plan of activities for a period.

    Moves: draft -> on review -> approved; on review -> draft (returned with remarks). See MOVES.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "черновик"
        REVIEW = "review", "на согласовании"
        APPROVED = "approved", "утверждён"

    MOVES = {
        Status.DRAFT: {Status.REVIEW},
        Status.REVIEW: {Status.DRAFT, Status.APPROVED},
        Status.APPROVED: set(),
    }

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    title = models.TextField("название")
    period_from = models.DateField("период с")
    period_to = models.DateField("по")
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=default_columns)
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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:plan-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

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


class Responsibility(models.Model):
    """Who answers, as worded; linked to a person, group or organisation if known."""

    class Role(models.TextChoices):
        LEAD = "lead", "ответственный"
        CO_EXECUTOR = "co-executor", "соисполнитель"
        CONTROL = "control", "контроль"

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="responsibilities"
    )
    position = models.PositiveSmallIntegerField(default=1)
    role = models.CharField("роль", max_length=12, choices=Role, default=Role.LEAD)
    wording = models.CharField("как написано", max_length=300)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        RoleGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_corrected = models.BooleanField("исправлено человеком", default=False)

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, group__isnull=True)
                | Q(person__isnull=True, organisation__isnull=True)
                | Q(group__isnull=True, organisation__isnull=True),
                name="responsibility_is_one_of_person_group_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def visible_to(self, user: User) -> Self:
        """All of the committee's for its staff; for a deputy what their own school has to do."""
        seen = self.filter(activity__in=Activity.objects.visible_to(user))
        if user.is_committee:
            return seen
        return seen.filter(school__in=School.objects.visible_to(user))

    def live(self) -> Self:
        """Of rows that are still in their plans."""
        return self.filter(
            activity__deleted_at__isnull=True, activity__section__deleted_at__isnull=True
        )

    def for_table(self) -> Self:
        return self.select_related("activity__section__plan", "school", "done_by__person").order_by(
            "due_on", "activity_id", "school__short_name", "pk"
        )

    def open(self) -> Self:
        """Neither done nor dropped, in an approved plan, the row still there."""
        return self.filter(
            state__in=(Occurrence.State.PLANNED, Occurrence.State.IN_PROGRESS),
            activity__deleted_at__isnull=True,
            activity__section__deleted_at__isnull=True,
            activity__section__plan__status=Plan.Status.APPROVED,
        )

    def overdue(self, today: datetime.date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        return self.open().filter(due_on__gte=first, due_on__lte=last)


class Occurrence(models.Model):
    """One due date of an activity with its own state; per school where a group answers."""

    class State(models.TextChoices):
        PLANNED = "planned", "запланировано"
        IN_PROGRESS = "in-progress", "в работе"
        DONE = "done", "исполнено"
        NOT_DONE = "not-done", "не исполнено"
        NOT_APPLICABLE = "not-applicable", "не требуется"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="occurrences")
    due_on = models.DateField("срок")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("состояние", max_length=16, choices=State, default=State.PLANNED)
    note = models.TextField("что сделано", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "срок исполнения"
        verbose_name_plural = "сроки исполнения"
        ordering = ["due_on", "activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "due_on", "school"],
                name="occurrence_once_per_day_and_school",
            ),
            models.UniqueConstraint(
                fields=["activity", "due_on"],
                condition=Q(school__isnull=True),
                name="occurrence_once_per_day",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="occurrence_done_at_and_done_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} — {self.due_on:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.IN_PROGRESS)


class Approval(models.Model):
    """What a signatory decided on a plan, with remarks; a plan's way can be read from these."""

    class Decision(models.TextChoices):
        SUBMITTED = "submitted", "отправлен на согласование"
        RETURNED = "returned", "возвращён с замечаниями"
        APPROVED = "approved", "утверждён"
        COMMENTED = "commented", "замечание"

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
        ]

    def __str__(self) -> str:
        return f"Редакция {self.number}, приказ от {self.order_date:%d.%m.%Y} № {self.order_number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version-detail", args=[self.pk])


class Digest(models.Model):
    """That a person got their letter of a day: the key by which nobody gets it twice."""

    class Kind(models.TextChoices):
        MORNING = "morning", "утренняя сводка"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField("день")
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.MORNING)
    entries = models.PositiveSmallIntegerField("строк", default=0)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "сводка"
        verbose_name_plural = "сводки"
        ordering = ["-day", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day", "kind"], name="digest_once_per_person_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.day:%d.%m.%Y}"


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, user: User) -> Self:
        """Those who write plans see what was uploaded for one."""
        if not user.is_committee_editor:
            return self.none()
        return self.filter(committee_id=user.committee_id)


class PlanImport(models.Model):
    """A Word file as uploaded and what was understood of it, until a person says «создать»."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField("имя файла", max_length=255)
    sha256 = models.CharField(max_length=64)
    outline = models.JSONField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = "импорт плана"
        verbose_name_plural = "импорт планов"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("plans:import-detail", args=[self.pk])
