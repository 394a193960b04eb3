"""Works, procedures, sessions, results and the signs computed from them."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Committee, Job, User
from schools.models import ClassGroup, School


class Subject(models.Model):
    """A school subject; `code` stands in the codes of signs (RU4), `abbreviation` on screens."""

    code = models.CharField("код", max_length=6, unique=True)
    abbreviation = models.CharField("сокращение", max_length=6)
    name = models.CharField("название", max_length=80, unique=True)

    class Meta:
        verbose_name = "предмет"
        verbose_name_plural = "предметы"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """A test paper of a year: items and mark scale. No scale («шкала не загружена») is legal."""

    class Level(models.TextChoices):
        BASE = "base", "базовый"
        ADVANCED = "advanced", "углублённый"

    year = models.PositiveSmallIntegerField("год")
    grade = models.PositiveSmallIntegerField("класс")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, verbose_name="предмет")
    level = models.CharField("уровень", max_length=10, choices=Level, default=Level.BASE)
    form = models.PositiveSmallIntegerField("форма", default=1)
    max_points = models.PositiveSmallIntegerField("максимальный балл")
    upper_2 = models.PositiveSmallIntegerField("«2» до", null=True, blank=True)
    upper_3 = models.PositiveSmallIntegerField("«3» до", null=True, blank=True)
    upper_4 = models.PositiveSmallIntegerField("«4» до", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("продолжительность, мин", null=True, blank=True)
    source = models.CharField("откуда сведения", max_length=300, blank=True)

    class Meta:
        verbose_name = "работа"
        verbose_name_plural = "работы"
        ordering = ["-year", "grade", "subject__name", "level", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "grade", "subject", "level", "form"], name="work_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=11), name="work_grade_between_1_and_11"
            ),
            models.CheckConstraint(
                condition=Q(upper_2__isnull=True, upper_3__isnull=True, upper_4__isnull=True)
                | Q(
                    upper_2__isnull=False,
                    upper_3__gt=models.F("upper_2"),
                    upper_4__gt=models.F("upper_3"),
                    max_points__gt=models.F("upper_4"),
                ),
                name="work_scale_whole_and_rising",
                violation_error_message="Границы отметок заполняются все вместе и по возрастанию.",
            ),
        ]

    def __str__(self) -> str:
        level = "" if self.level == self.Level.BASE else f", {self.get_level_display()}"
        return f"{self.subject}, {self.grade} класс{level}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:work-detail", args=[self.pk])

    @property
    def label(self) -> str:
        """«РУ 4»"""
        return f"{self.subject.abbreviation}\u00a0{self.grade}"

    @property
    def has_scale(self) -> bool:
        return self.upper_2 is not None

    @property
    def uppers(self) -> tuple[int, int, int] | None:
        """Highest score of marks 2, 3 and 4."""
        if self.upper_2 is None or self.upper_3 is None or self.upper_4 is None:
            return None
        return self.upper_2, self.upper_3, self.upper_4


class Item(models.Model):
    """A task of a work, its code as printed: 1К1, 3.1, 12(1)."""

    class Level(models.TextChoices):
        BASIC = "Б", "базовый"
        RAISED = "П", "повышенный"
        HIGH = "В", "высокий"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("порядок")
    code = models.CharField("номер задания", max_length=12)
    max_points = models.PositiveSmallIntegerField("макс. балл")
    level = models.CharField("уровень", max_length=1, choices=Level, default=Level.BASIC)
    skill = models.CharField("умение", max_length=500, blank=True)

    class Meta:
        verbose_name = "задание"
        verbose_name_plural = "задания"
        ordering = ["work", "position"]
        constraints = [
            models.UniqueConstraint(fields=["work", "code"], name="item_code_once_per_work"),
            models.UniqueConstraint(fields=["work", "position"], name="item_position_once"),
            models.CheckConstraint(
                condition=Q(max_points__gte=1, max_points__lte=100), name="item_max_points_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def visible_to(self, user: User) -> Self:
        """Dates of a procedure are no secret inside the committee's schools."""
        return self.filter(committee_id=user.committee_id)


class Procedure(models.Model):
    """ВПР of a year, or another assessment of the committee's schools."""

    class Kind(models.TextChoices):
        VPR = "vpr", "ВПР"
        DIAGNOSTIC = "dkr", "ДКР"
        REGIONAL = "rdr", "РДР"
        OGE = "oge", "ОГЭ"
        EGE = "ege", "ЕГЭ"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("вид", max_length=6, choices=Kind, default=Kind.VPR)
    year = models.PositiveSmallIntegerField("год")
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    results_due_on = models.DateField("результаты загружают до", null=True, blank=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = "оценочная процедура"
        verbose_name_plural = "оценочные процедуры"
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "year"], name="procedure_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="procedure_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:procedure-detail", args=[self.pk])


class SessionQuerySet(models.QuerySet["Session"]):
    """Which sessions."""

    def visible_to(self, user: User) -> Self:
        """All of the committee's schools for its staff, the own school for a deputy."""
        return self.filter(school__in=School.objects.visible_to(user))

    def staffable(self) -> Self:
        return self.filter(status=Session.Status.PLANNED)

    def for_table(self) -> Self:
        return self.select_related("school", "work__subject", "class_group", "procedure")

    def awaiting_results(self, today: datetime.date) -> Self:
        return self.filter(status=Session.Status.PLANNED, held_on__lte=today)


class Session(models.Model):
    """One work written by one class of one school on one day.

    Moves: planned -> collected (results are in) -> planned (replaced); planned -> cancelled.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "ждём результаты"
        COLLECTED = "collected", "результаты загружены"
        CANCELLED = "cancelled", "отменена"

    MOVES = {
        Status.PLANNED: {Status.COLLECTED, Status.CANCELLED},
        Status.COLLECTED: {Status.PLANNED, Status.COLLECTED},
        Status.CANCELLED: {Status.PLANNED},
    }

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="sessions")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="+", verbose_name="школа"
    )
    work = models.ForeignKey(Work, on_delete=models.PROTECT, verbose_name="работа")
    class_group = models.ForeignKey(
        ClassGroup, on_delete=models.PROTECT, related_name="+", verbose_name="класс"
    )
    held_on = models.DateField("дата")
    starts_at = models.TimeField("начало", null=True, blank=True)
    room = models.CharField("кабинет", max_length=40, blank=True)
    observer_seats = models.PositiveSmallIntegerField("нужно наблюдателей", default=1)
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "сессия"
        verbose_name_plural = "сессии"
        ordering = ["held_on", "school__short_name", "class_group__grade", "class_group__letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "work", "class_group"], name="session_once_per_work_and_class"
            ),
            models.UniqueConstraint(
                fields=["class_group", "held_on"],
                condition=~Q(status="cancelled"),
                name="session_one_work_a_day",
                violation_error_message="В этот день класс уже пишет другую работу.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work.subject}, {self.class_group.label}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:session-detail", args=[self.pk])

    @property
    def is_staffable(self) -> bool:
        return self.status == self.Status.PLANNED

    def can_become(self, status: str) -> bool:
        return status in self.MOVES[self.Status(self.status)]


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))

    def current(self) -> Self:
        """The accepted files that nothing has replaced."""
        return self.filter(state=Upload.State.ACCEPTED, replaced_by__isnull=True)


class Upload(models.Model):
    """One workbook as received, its faults, its receipt. Kept even when refused."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "принят"
        REFUSED = "refused", "не принят"

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="uploads")
    file = models.FileField("файл", max_length=200)
    original_name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField("состояние", max_length=10, choices=State)
    faults = models.JSONField(default=list)
    mended = models.JSONField(default=list)
    participants = models.PositiveIntegerField("участников", default=0)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.original_name


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))

    def took_part(self) -> Self:
        return self.filter(absent=False)


class Result(models.Model):
    """One participant of a session, known by code only.

    `scores` holds one byte a task in the order of the work's items: the points, or a code for
    «X» (not attempted) or «не пройд.» (not taught). See `assessments.scoring`.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="results")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="results")
    code = models.CharField("код участника", max_length=20)
    variant = models.PositiveSmallIntegerField("вариант", null=True, blank=True)
    absent = models.BooleanField("отсутствовал", default=False)
    scores = models.BinaryField(default=b"")
    total = models.PositiveSmallIntegerField("первичный балл", null=True, blank=True)
    mark = models.PositiveSmallIntegerField("отметка", null=True, blank=True)
    journal_mark = models.PositiveSmallIntegerField("отметка по журналу", null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "результат участника"
        verbose_name_plural = "результаты участников"
        ordering = ["session", "code"]
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="result_code_once_a_session"),
            models.CheckConstraint(
                condition=Q(absent=True, total__isnull=True) | Q(absent=False, total__isnull=False),
                name="result_total_unless_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))


class Protocol(models.Model):
    """A scan of the session's protocol, stored privately."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="protocols")
    file = models.FileField("файл", max_length=200)
    original_name = models.CharField("имя файла", max_length=255)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.original_name


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

    def latest_of(self, procedure: Procedure) -> "SignRun | None":
        return self.filter(procedure=procedure, finished_at__isnull=False).order_by("-pk").first()


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
        return self.filter(flagged=True)


class Sign(models.Model):
    """A value worth a look, with all that is needed to explain it. Never proof of anything."""

    class Kind(models.TextChoices):
        INFLATED_MEAN = "HI", "завышенный средний балл"
        MARKS_MISMATCH = "MIS", "несоответствие школьным отметкам"
        SHARP_RISE = "UP", "резкий рост от 4 к 5 классу"
        SHARP_FALL = "DOWN", "резкий спад от 4 к 5 классу"

    class Layer(models.TextChoices):
        OFFICIAL_2019 = "official-2019", "официальный 2019"
        FEDERAL_LIST = "federal-list", "федеральный список"
        ROBUST = "robust", "наш"

    class Evidence(models.TextChoices):
        TOO_FEW = "too-few", "недостаточно данных"
        VERY_LIMITED = "very-limited", "очень ограниченно"
        APPROXIMATE = "approximate", "приблизительно"
        INFORMATIVE = "informative", "информативно"

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
        ordering = ["school__short_name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["run", "school", "code"], name="sign_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.code}"
