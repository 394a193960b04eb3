"""Observers: who they are, where they may not go, where they went and what they saw there."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Person, User
from assessments.models import Session, Tally, facts_of_session
from schools.models import School


class ObserverQuerySet(models.QuerySet["Observer"]):
    def visible_to(self, user: User) -> Self:
        """The committee sees its roster; an observer sees themself."""
        if user.is_committee:
            return self.filter(person__committee_id=user.committee_id)
        if user.is_observer and user.person_id:
            return self.filter(person_id=user.person_id)
        return self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def accredited_on(self, day: datetime.date) -> Self:
        """First and last day included."""
        valid = Accreditation.objects.filter(
            observer=OuterRef("pk"), valid_from__lte=day, valid_until__gte=day
        )
        return self.filter(Exists(valid))

    def free_on(self, day: datetime.date) -> Self:
        return self.filter(~Exists(Assignment.objects.on_day(day).filter(observer=OuterRef("pk"))))

    def for_table(self, today: datetime.date) -> Self:
        """With the person, the end of the longest accreditation and how often they go next."""
        last = Accreditation.objects.filter(observer=OuterRef("pk")).order_by("-valid_until")
        upcoming = Assignment.objects.upcoming(today).filter(observer=OuterRef("pk")).order_by()
        number = upcoming.values("observer").annotate(number=Count("pk")).values("number")
        return self.select_related("person").annotate(
            accredited_until=Subquery(last.values("valid_until")[:1]),
            upcoming_count=Coalesce(Subquery(number, output_field=models.IntegerField()), 0),
        )


class Observer(models.Model):
    """An independent or public observer."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "общественный"
        PARENT = "parent", "из родительской общественности"
        SPECIALIST = "specialist", "специалист комитета"

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("кто", max_length=12, choices=Kind, default=Kind.PUBLIC)
    trained_on = models.DateField("обучен", null=True, blank=True)
    is_active = models.BooleanField("работает", default=True)
    note = models.CharField("примечание", max_length=300, blank=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        verbose_name = "наблюдатель"
        verbose_name_plural = "наблюдатели"
        ordering = ["person__last_name", "person__first_name", "pk"]

    def __str__(self) -> str:
        return self.person.short_name

    def get_absolute_url(self) -> str:
        return reverse("observers:observer-detail", args=[self.pk])


class Accreditation(models.Model):
    """By which order and for how long a person may observe, last day included."""

    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="accreditations")
    certificate_number = models.CharField("номер удостоверения", max_length=40)
    valid_from = models.DateField("действует с")
    valid_until = models.DateField("действует по")

    class Meta:
        verbose_name = "аккредитация"
        verbose_name_plural = "аккредитации"
        ordering = ["-valid_until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")),
                name="accreditation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.certificate_number


class Interest(models.Model):
    """A tie to a school that makes a person unfit to observe there; declared or found."""

    class Kind(models.TextChoices):
        CHILD = "child", "там учится ребёнок"
        RELATIVE = "relative", "там работает родственник"
        FORMER_POST = "former-post", "раньше там работал(а)"
        CURATOR = "curator", "куратор школы"

    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="interests")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("связь", max_length=12, choices=Kind)
    note = models.CharField("примечание", max_length=200, blank=True)

    class Meta:
        verbose_name = "связь со школой"
        verbose_name_plural = "связи со школами"
        ordering = ["school", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["observer", "school", "kind"], name="interest_once_per_school_and_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.get_kind_display()}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """The committee sees its own; observers theirs; a deputy those at their school."""
        if user.is_observer:
            return self.filter(observer__in=Observer.objects.visible_to(user))
        return self.filter(session__in=Session.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def to_replace(self) -> Self:
        """Sent to a session that was moved to a day on which they cannot come."""
        return self.standing().exclude(unfit_codes="")

    def live(self) -> Self:
        """Standing, at a session that takes place: a cancelled one asks nothing of anybody."""
        return self.standing().exclude(session__status=Session.Status.CANCELLED)

    def on_day(self, day: datetime.date) -> Self:
        return self.live().filter(session__held_on=day)

    def upcoming(self, today: datetime.date) -> Self:
        return self.live().filter(session__held_on__gte=today)

    def held(self, today: datetime.date) -> Self:
        return self.live().filter(session__held_on__lte=today)

    def awaiting_act(self, today: datetime.date) -> Self:
        """From the day of the session on."""
        return self.held(today).without_act()

    def without_act(self) -> Self:
        return self.standing().filter(
            ~Exists(ObservationAct.objects.filter(assignment=OuterRef("pk")))
        )

    def for_table(self) -> Self:
        return self.select_related("observer__person", *facts_of_session("session"))


class Assignment(models.Model):
    """An observer sent to a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    observer = models.ForeignKey(Observer, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField("почему снято", max_length=300, blank=True)
    notice_sent_at = models.DateTimeField(null=True, blank=True)
    # What spoke against it, in the words of that day, and why it was done all the same.
    overcome = models.TextField("что было против", blank=True)
    overcome_reason = models.CharField("почему всё же назначен", max_length=300, blank=True)
    # What came up when the session was moved: codes of rules, and the words of that day. The
    # assignment stands until somebody replaces the observer.
    unfit_codes = models.CharField("правила", max_length=200, blank=True)
    unfit = models.TextField("что мешает после переноса", blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "назначение"
        verbose_name_plural = "назначения"
        ordering = ["session__held_on", "session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "observer"],
                condition=Q(withdrawn_at__isnull=True),
                name="assignment_once_per_session_and_observer",
            ),
            models.CheckConstraint(
                condition=Q(overcome="", overcome_reason="")
                | (~Q(overcome="") & ~Q(overcome_reason="")),
                name="assignment_overcomes_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observer} → {self.session}"


class ObservationActQuerySet(models.QuerySet["ObservationAct"]):
    def visible_to(self, user: User) -> Self:
        """The committee and its author. A school knows who observed, not what they wrote."""
        if not (user.is_committee or user.is_observer):
            return self.none()
        return self.filter(assignment__in=Assignment.objects.visible_to(user))

    def uncounted(self) -> Self:
        """Those who wrote were watched, and yet their number is not among those compared."""
        counted = Tally.objects.filter(source=Tally.Source.ACT, reference=OuterRef("pk"))
        watched = self.filter(stage=ObservationAct.Stage.CONDUCT)
        live = watched.exclude(assignment__session__status=Session.Status.CANCELLED)
        return live.filter(~Exists(counted))

    def for_table(self) -> Self:
        facts = facts_of_session("assignment__session")
        related = self.select_related("assignment__observer__person", *facts)
        return related.order_by("-assignment__session__held_on", "-pk")


class ObservationAct(models.Model):
    """What the observer saw. Once submitted it is read-only."""

    class Stage(models.TextChoices):
        PREPARATION = "preparation", "подготовка материалов"
        HANDOVER = "handover", "передача материалов организатору"
        CONDUCT = "conduct", "проведение в аудитории"
        MARKING = "marking", "проверка работ"
        UPLOAD = "upload", "заполнение и загрузка форм"

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="act")
    stage = models.CharField("этап", max_length=12, choices=Stage, default=Stage.CONDUCT)
    started_at = models.TimeField("начало наблюдения")
    ended_at = models.TimeField("окончание наблюдения")
    participants = models.PositiveSmallIntegerField("участников в аудитории")
    no_violations = models.BooleanField("нарушений не выявлено")
    remarks = models.TextField("замечания", blank=True)
    submitted_at = models.DateTimeField(auto_now_add=True)

    objects = ObservationActQuerySet.as_manager()

    class Meta:
        verbose_name = "акт наблюдения"
        verbose_name_plural = "акты наблюдения"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=models.F("started_at")), name="act_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Акт: {self.assignment}"

    def get_absolute_url(self) -> str:
        return reverse("observers:act-detail", args=[self.pk])
