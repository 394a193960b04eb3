"""Letters about plans: who got which on what day, and how a person wants them."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models

from accounts.models import Feed, FeedQuerySet, Person, User
from plans.models.approval import Approval


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, user: User) -> Self:
        """What was written to oneself; nobody reads of the letters of others."""
        return self.filter(person=user.person_id) if user.person_id else self.none()


class Digest(models.Model):
    """That a person got their letter of a day: the key by which nobody gets it twice.

    Every letter leaves a `MORNING` row; one that held the summary of the week, a `WEEKLY` row of
    that week's Monday, too.
    """

    class Kind(models.TextChoices):
        MORNING = "morning", "письмо дня"
        WEEKLY = "weekly", "итоги недели руководителю"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField("день")
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.MORNING)
    subject = models.CharField("тема", max_length=200, blank=True)
    entries = models.PositiveSmallIntegerField("строк", default=0)
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = DigestQuerySet.as_manager()

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


class DecisionNoticeQuerySet(models.QuerySet["DecisionNotice"]):
    def visible_to(self, user: User) -> Self:
        """What was told to oneself."""
        return self.filter(person=user.person_id) if user.person_id else self.none()


class DecisionNotice(models.Model):
    """That a person was told what a decision on a plan means to them: once for each decision.

    `by_letter` is false where the person wants no letters, or has no address: it stands in the
    portal alone.
    """

    class About(models.TextChoices):
        TURN = "turn", "ваша очередь подписать"
        OUTCOME = "outcome", "что решили о вашем плане"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="+")
    about = models.CharField("о чём", max_length=10, choices=About)
    subject = models.CharField("тема", max_length=200)
    by_letter = models.BooleanField("отправлено письмом", default=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "уведомление о решении"
        verbose_name_plural = "уведомления о решениях"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "decision", "about"], name="decision_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ReminderChoice(models.Model):
    """A person's own choice. No row: a letter at the usual hour, with everything in it.

    `kinds` lists values of `About`.
    """

    class About(models.TextChoices):
        OVERDUE = "overdue", "Срок прошёл, а отметки нет"
        TODAY = "today", "Что сделать сегодня"
        AHEAD = "ahead", "Что впереди"
        CONTROL = "control", "Просрочено у тех, кого я контролирую"
        WAITING = "waiting", "Что ещё ждёт меня в портале"
        SIGNING = "signing", "Сразу: план ждёт моей подписи"
        DECISIONS = "decisions", "Сразу: что решили о моём плане"
        WEEKLY = "weekly", "Итоги недели и десять самых просроченных сроков"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField(
        "час письма", default=8, validators=[MaxValueValidator(23)]
    )
    kinds = models.JSONField("о чём писать", default=list)
    is_off = models.BooleanField("писем не присылать", default=False)

    class Meta:
        verbose_name = "выбор напоминаний"
        verbose_name_plural = "выбор напоминаний"

    def __str__(self) -> str:
        return f"{self.person}: в {self.hour}:00"


class CalendarFeedQuerySet(FeedQuerySet["CalendarFeed"]):
    """Addresses of one's own deadlines."""


class CalendarFeed(Feed):
    """A private address of one's own deadlines."""

    objects = CalendarFeedQuerySet.as_manager()

    class Meta(Feed.Meta):
        verbose_name = "личный календарь"
        verbose_name_plural = "личные календари"
