"""Numbers of a session from each source, and where they do not agree."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.models.procedures import Session, facts_of_session


class Tally(models.Model):
    """How many took part in a session according to one source.

    `reference` tells several acts of one session apart; the file and the protocol are one each.
    """

    class Source(models.TextChoices):
        FILE = "file", "файл с результатами"
        PROTOCOL = "protocol", "протокол"
        ACT = "act", "акт наблюдателя"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tallies")
    source = models.CharField("откуда", max_length=8, choices=Source)
    reference = models.PositiveBigIntegerField(default=0)
    present = models.PositiveSmallIntegerField("писали")
    # An observer counts those in the room; who is missing they do not know.
    absent = models.PositiveSmallIntegerField("отсутствовали", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "числа участников"
        verbose_name_plural = "числа участников"
        ordering = ["session", "source", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "source", "reference"], name="tally_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.present}"


class DiscrepancyQuerySet(models.QuerySet["Discrepancy"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__in=Session.objects.visible_to(user))

    def standing(self) -> Self:
        """The numbers still differ, at a session that takes place."""
        live = self.exclude(session__status=Session.Status.CANCELLED)
        return live.exclude(state=Discrepancy.State.SETTLED)

    def unresolved(self) -> Self:
        """Standing, and nobody has accepted an explanation."""
        return self.standing().exclude(state=Discrepancy.State.ACCEPTED)

    def awaiting_school(self) -> Self:
        return self.standing().filter(
            state__in=(Discrepancy.State.OPENED, Discrepancy.State.RETURNED)
        )

    def awaiting_committee(self) -> Self:
        return self.standing().filter(state=Discrepancy.State.EXPLAINED)

    def for_table(self) -> Self:
        return self.select_related(*facts_of_session("session"))


class Discrepancy(models.Model):
    """Two sources that disagree about a session, until it is explained or mended.

    Moves: opened -> explained -> accepted | returned; returned -> explained; any -> settled when
    the numbers change. See MOVES.
    """

    class Kind(models.TextChoices):
        ROLL_FILE = "roll-file", "класс и файл"
        ROLL_PROTOCOL = "roll-protocol", "класс и протокол"
        PRESENT = "present", "протокол и файл: писали"
        ABSENT = "absent", "протокол и файл: отсутствовали"
        ACT_PROTOCOL = "act-protocol", "акт и протокол"
        ACT_FILE = "act-file", "акт и файл"

    # How a difference is said: the left number first.
    WORDS = {
        Kind.ROLL_FILE: "в классе числится {left}, в файле строк {right}",
        Kind.ROLL_PROTOCOL: "в классе числится {left}, в протоколе всего {right}",
        Kind.PRESENT: "по протоколу писали {left}, в файле {right}",
        Kind.ABSENT: "по протоколу отсутствовали {left}, в файле {right}",
        Kind.ACT_PROTOCOL: "наблюдатель насчитал {left}, по протоколу писали {right}",
        Kind.ACT_FILE: "наблюдатель насчитал {left}, в файле писали {right}",
    }

    class State(models.TextChoices):
        OPENED = "opened", "ждёт объяснения"
        EXPLAINED = "explained", "объяснено, ждёт решения"
        RETURNED = "returned", "нужно уточнить"
        ACCEPTED = "accepted", "объяснение принято"
        SETTLED = "settled", "сошлось"

    MOVES = {
        State.OPENED: {State.EXPLAINED, State.SETTLED},
        State.EXPLAINED: {State.EXPLAINED, State.ACCEPTED, State.RETURNED, State.SETTLED},
        State.RETURNED: {State.EXPLAINED, State.SETTLED},
        State.ACCEPTED: {State.RETURNED, State.SETTLED},
        State.SETTLED: set(),
    }

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="discrepancies")
    kind = models.CharField("что с чем", max_length=13, choices=Kind)
    reference = models.PositiveBigIntegerField(default=0)  # the act, where one is compared
    # In the order of the kind's name: the class before the file, the protocol before the file.
    left = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    state = models.CharField("состояние", max_length=9, choices=State, default=State.OPENED)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        verbose_name = "расхождение"
        verbose_name_plural = "расхождения"
        ordering = ["session", "kind", "reference", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "reference"],
                condition=~Q(state="settled"),
                name="discrepancy_once_while_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False)
                | (~Q(state="settled") & Q(settled_at__isnull=True)),
                name="discrepancy_settled_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.left} и {self.right}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:session-reconciliation", args=[self.session_id])

    @property
    def words(self) -> str:
        return self.WORDS[self.Kind(self.kind)].format(left=self.left, right=self.right)

    def can_become(self, state: str) -> bool:
        return state in self.MOVES[self.State(self.state)]

    @property
    def awaits_school(self) -> bool:
        return self.state in (self.State.OPENED, self.State.RETURNED)

    @property
    def awaits_committee(self) -> bool:
        return self.state == self.State.EXPLAINED


class DiscrepancyNote(models.Model):
    """What was said about a discrepancy: explained by the school, answered by the committee."""

    class Kind(models.TextChoices):
        EXPLAINED = "explained", "объяснение школы"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "просьба уточнить"

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("что", max_length=9, choices=Kind)
    text = models.TextField("текст", blank=True)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "запись о расхождении"
        verbose_name_plural = "записи о расхождениях"
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()
