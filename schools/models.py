"""Schools, the people of a school, and the register of schools that need help."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Committee, Person, User


class SchoolQuerySet(models.QuerySet["School"]):
    """Which schools."""

    def visible_to(self, user: User) -> Self:
        """All of the committee for its staff; for a deputy the school they serve; else none."""
        if user.is_committee:
            return self.filter(committee_id=user.committee_id)
        if not user.is_deputy or user.person_id is None:
            return self.none()
        posts = Post.objects.current().filter(
            school=OuterRef("pk"),
            person_id=user.person_id,
            role__in=(Post.Role.HEAD, Post.Role.DEPUTY),
        )
        return self.filter(Exists(posts))

    def active(self) -> Self:
        return self.filter(is_active=True)


class School(models.Model):
    """A registry entry."""

    class Kind(models.TextChoices):
        SECONDARY = "secondary", "СОШ"
        BASIC = "basic", "ООШ"
        LYCEUM = "lyceum", "лицей"
        GYMNASIUM = "gymnasium", "гимназия"
        OTHER = "other", "другое"

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="+", verbose_name="комитет"
    )
    login = models.CharField(
        "логин ФИС ОКО", max_length=20, unique=True, help_text="например, edu990001"
    )
    code = models.CharField("код ОО", max_length=20, blank=True)
    name = models.CharField("полное название", max_length=400)
    short_name = models.CharField("краткое название", max_length=120, blank=True)
    kind = models.CharField("вид", max_length=12, choices=Kind, default=Kind.SECONDARY)
    municipality = models.CharField("муниципалитет", max_length=200, blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    email = models.EmailField("эл. почта", blank=True)
    is_active = models.BooleanField("работает", default=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "школа"
        verbose_name_plural = "школы"
        ordering = ["short_name", "name", "pk"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("schools:school-detail", args=[self.pk])


class GradeSize(models.Model):
    """How many pupils a grade of a school has."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="grade_sizes")
    grade = models.PositiveSmallIntegerField("параллель")
    pupils = models.PositiveIntegerField("обучающихся")

    class Meta:
        verbose_name = "численность параллели"
        verbose_name_plural = "численность по параллелям"
        ordering = ["grade"]
        constraints = [
            models.UniqueConstraint(fields=["school", "grade"], name="grade_size_once_per_grade"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=11), name="grade_size_grade_between_1_and_11"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} классы: {self.pupils}"


class ClassGroup(models.Model):
    """«5А» of one school year. `school_year` is the year in which it begins."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="class_groups")
    school_year = models.PositiveSmallIntegerField("учебный год (начало)")
    grade = models.PositiveSmallIntegerField("параллель")
    letter = models.CharField("буква", max_length=10, blank=True)
    pupils = models.PositiveSmallIntegerField("обучающихся", default=0)

    class Meta:
        verbose_name = "класс"
        verbose_name_plural = "классы"
        ordering = ["school_year", "grade", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "grade", "letter"],
                name="class_group_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=11), name="class_group_grade_between_1_and_11"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"{self.grade}{self.letter}"


class PostQuerySet(models.QuerySet["Post"]):
    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)


class Post(models.Model):
    """A person's work at a school. A deputy's rights and an observer's conflicts follow from it."""

    class Role(models.TextChoices):
        HEAD = "head", "директор"
        DEPUTY = "deputy", "заместитель директора"
        TEACHER = "teacher", "учитель"
        OTHER = "other", "другое"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField("кем работает", max_length=10, choices=Role, default=Role.TEACHER)
    subject = models.CharField("предмет", max_length=80, blank=True)
    started_on = models.DateField("с", null=True, blank=True)
    ended_on = models.DateField("по", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "должность в школе"
        verbose_name_plural = "люди школ"
        ordering = ["school", "role", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "role"],
                condition=Q(ended_on__isnull=True),
                name="post_once_while_it_lasts",
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(role="head", ended_on__isnull=True),
                name="post_one_head_per_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.school}"


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
        return self.select_related("school", "curator", "curator_school").annotate(
            evidence_count=models.Count("evidence")
        )


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
    decision = models.TextField("решение и адресные рекомендации", blank=True)
    exit_condition = models.CharField("условие выхода", max_length=300, blank=True)
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

    def can_become(self, status: str) -> bool:
        return status in self.MOVES[self.Status(self.status)]


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
