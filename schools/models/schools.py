"""Schools and the people of a school."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.models import Committee, Person, User
from accounts.words import natural_key

SORT_KEY_LENGTH = 500


class SchoolQuerySet(models.QuerySet["School"]):
    """Which schools."""

    def visible_to(self, user: User) -> Self:
        """All of the committee for its staff; for a deputy the school they serve; else none."""
        if user.is_committee:
            return self.filter(committee_id=user.committee_id)
        return self.filter(pk__in=schools_served_by(user))

    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_table(self) -> Self:
        """With the head's name and the number of pupils, in one query."""
        heads = Post.objects.current().filter(school=OuterRef("pk"), role=Post.Role.HEAD)
        sizes = GradeSize.objects.filter(school=OuterRef("pk")).order_by().values("school")
        blank = Value(" ")
        name = Concat("person__last_name", blank, "person__first_name", blank, "person__patronymic")
        return self.annotate(
            head_name=Subquery(heads.values_list(name)[:1]),
            pupils=Subquery(sizes.annotate(total=Sum("pupils")).values("total")),
        )


def schools_served_by(user: User) -> list[int]:
    """Ids of the schools that a deputy serves, asked once for each account object.

    An account is loaded anew for every request. The question is asked apart: nested into each
    question about sessions it made PostgreSQL plan ten times longer than it took to answer.
    """
    if not user.is_deputy or user.person_id is None:
        return []
    if user.served_school_ids is None:
        posts = Post.objects.current().filter(
            person_id=user.person_id, role__in=(Post.Role.HEAD, Post.Role.DEPUTY)
        )
        served = posts.order_by("school").values_list("school", flat=True).distinct()
        user.served_school_ids = list(served)
    return user.served_school_ids


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
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = models.CharField(
        max_length=SORT_KEY_LENGTH, default="", editable=False, db_index=True
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = "школа"
        verbose_name_plural = "школы"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        """As it is read: «№» and its number stay on one line."""
        return (self.short_name or self.name).replace("№ ", "№\N{NO-BREAK SPACE}")

    def save(self, **options: Any) -> None:
        """The key of sorting follows the name, whoever saves: a form, a service, an import."""
        self.sort_key = natural_key(self.short_name or self.name)[:SORT_KEY_LENGTH]
        fields = options.get("update_fields")
        if fields and {"name", "short_name"} & set(fields):
            options["update_fields"] = {*fields, "sort_key"}
        super().save(**options)

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
    """Which posts."""

    def visible_to(self, user: User) -> Self:
        return self.filter(school__in=School.objects.visible_to(user))

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
