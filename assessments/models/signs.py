"""Reference samples, computations and the signs they found."""

from typing import Self

from django.db import models

from accounts.models import Job, User
from assessments.models.procedures import Procedure
from assessments.models.works import Work
from schools.models import School


class Reference(models.Model):
    """A reference sample for one work: the region or a control group, from its reports."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="references")
    work = models.ForeignKey(Work, on_delete=models.PROTECT)
    title = models.CharField("выборка", max_length=200)
    source = models.CharField("откуда сведения", max_length=300, blank=True)
    mean = models.FloatField("средний балл")
    sd = models.FloatField("стандартное отклонение")
    n = models.PositiveIntegerField("участников")
    distribution = models.JSONField(default=list)

    class Meta:
        verbose_name = "референтная выборка"
        verbose_name_plural = "референтные выборки"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "work"], name="reference_once_per_work"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.work}"


class SignRunQuerySet(models.QuerySet["SignRun"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(procedure__in=Procedure.objects.visible_to(user))

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def latest_of(self, procedure: Procedure) -> "SignRun | None":
        return self.finished().filter(procedure=procedure).order_by("-pk").first()

    def for_reading(self) -> Self:
        return self.select_related("procedure", "started_by__person")


class SignRun(models.Model):
    """One computation over a whole procedure. Older ones stay: what was shown can be explained."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sign_runs")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    method = models.CharField("методика", max_length=40)
    thresholds = models.JSONField(default=dict)
    participants = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    marked_schools = models.PositiveIntegerField(default=0)
    objectivity_index = models.FloatField("индекс объективности", null=True)
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SignRunQuerySet.as_manager()

    class Meta:
        verbose_name = "расчёт признаков"
        verbose_name_plural = "расчёты признаков"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.procedure}, {self.created_at:%d.%m.%Y %H:%M}"


class SignQuerySet(models.QuerySet["Sign"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(school__in=School.objects.visible_to(user))

    def flagged(self) -> Self:
        """By the formula alone, however few the participants."""
        return self.filter(flagged=True)

    def worth_a_look(self) -> Self:
        """Those that fired where there are enough participants to say so."""
        return self.flagged().exclude(evidence=Sign.Evidence.TOO_FEW)

    def for_reading(self) -> Self:
        """With all that wording needs."""
        return self.select_related("school", "work__subject", "run__procedure")


class Sign(models.Model):
    """A value worth a look, with all that is needed to explain it. Never proof of anything."""

    class Kind(models.TextChoices):
        INFLATED_MEAN = "HI", "завышенный средний балл"
        MARKS_MISMATCH = "MIS", "несоответствие школьным отметкам"
        SHARP_RISE = "UP", "резкий рост от 4 к 5 классу"
        SHARP_FALL = "DOWN", "резкий спад от 4 к 5 классу"

    class Layer(models.TextChoices):
        OFFICIAL_2019 = "official-2019", "методика 2019 года"
        FEDERAL_LIST = "federal-list", "федеральный список"
        ROBUST = "robust", "проверка портала"

    class Evidence(models.TextChoices):
        TOO_FEW = "too-few", "недостаточно данных"
        VERY_LIMITED = "very-limited", "данных очень мало"
        APPROXIMATE = "approximate", "судить можно приблизительно"
        INFORMATIVE = "informative", "данных достаточно"

    run = models.ForeignKey(SignRun, on_delete=models.CASCADE, related_name="signs")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField("признак", max_length=6, choices=Kind)
    code = models.CharField("код", max_length=12)
    layer = models.CharField("слой", max_length=16, choices=Layer, default=Layer.OFFICIAL_2019)
    value = models.FloatField("значение", null=True)
    corrected_value = models.FloatField("с поправкой на совпадения", null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    reference_lower = models.FloatField(null=True)
    reference_upper = models.FloatField(null=True)
    n = models.PositiveIntegerField("участников")
    n_reference = models.PositiveIntegerField(null=True)
    flagged = models.BooleanField("сработал", null=True)
    evidence = models.CharField("достаточность", max_length=14, choices=Evidence)
    inputs = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)

    objects = SignQuerySet.as_manager()

    class Meta:
        verbose_name = "признак"
        verbose_name_plural = "признаки"
        ordering = ["school__sort_key", "code"]
        constraints = [
            models.UniqueConstraint(fields=["run", "school", "code"], name="sign_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.code}"
