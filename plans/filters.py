"""Filters of lists."""

import datetime

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.http import PortalRequest
from accounts.words import any_case
from plans.deadlines.due import WEEK
from plans.models import Occurrence, Plan
from schools.models import School

MONTH = datetime.timedelta(days=31)


class PlanFilter(django_filters.FilterSet):
    """By state, by the year a plan touches, by words of its title."""

    q = django_filters.CharFilter(
        label="Название",
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = django_filters.ChoiceFilter(
        label="Состояние", choices=Plan.Status.choices, empty_label="любое"
    )
    year = django_filters.NumberFilter(
        label="Год", method="in_year", min_value=2000, max_value=2100
    )

    class Meta:
        model = Plan
        fields = ("q", "status", "year")

    def by_words(self, plans: QuerySet[Plan], name: str, words: str) -> QuerySet[Plan]:
        for word in words.split():
            plans = plans.filter(any_case("title", word))
        return plans

    def in_year(self, plans: QuerySet[Plan], name: str, year: int) -> QuerySet[Plan]:
        return plans.filter(period_from__year__lte=year, period_to__year__gte=year)


class PlanOccurrenceFilter(django_filters.FilterSet):
    """By time, state, school and responsible; without a choice, what is still to be done."""

    TIMES = (
        ("open", "всё, что впереди и просрочено"),
        ("overdue", "просрочено"),
        ("week", "на неделю вперёд"),
        ("month", "на месяц вперёд"),
        ("all", "все, с исполненными"),
    )

    when = django_filters.ChoiceFilter(
        label="Какие", method="in_time", choices=TIMES, empty_label=None
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", choices=Occurrence.State.choices, empty_label="любое"
    )
    school = django_filters.ModelChoiceFilter(
        label="Школа",
        queryset=lambda request: School.objects.visible_to(request.user),
        empty_label="любая",
    )
    responsible = django_filters.CharFilter(
        label="Ответственный",
        method="by_responsible",
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    class Meta:
        model = Occurrence
        fields = ("when", "state", "school", "responsible")

    def __init__(
        self,
        data: QueryDict,
        *,
        queryset: QuerySet[Occurrence],
        request: PortalRequest,
        today: datetime.date,
    ) -> None:
        self.today = today
        chosen = data.copy()
        # Whoever asks for «исполнено» does not mean «of what is still to be done».
        chosen.setdefault("when", "all" if chosen.get("state") else "open")
        super().__init__(chosen, queryset=queryset, request=request)
        user = request.user
        if user.is_deputy and School.objects.visible_to(user).count() < 2:
            del self.filters["school"]  # nothing to choose from

    def in_time(
        self, occurrences: QuerySet[Occurrence], name: str, when: str
    ) -> QuerySet[Occurrence]:
        """Only `open()` and its kin; "all" leaves the QuerySet as it came."""
        known = Occurrence.objects
        chosen = {
            "open": known.open(),
            "overdue": known.overdue(self.today),
            "week": known.due_between(self.today, self.today + WEEK),
            "month": known.due_between(self.today, self.today + MONTH),
        }
        return (
            occurrences.filter(pk__in=chosen[when].values("pk")) if when in chosen else occurrences
        )

    def by_responsible(
        self, occurrences: QuerySet[Occurrence], name: str, words: str
    ) -> QuerySet[Occurrence]:
        """As worded in the row: «Громов», «руководители ОО»."""
        for word in words.split():
            occurrences = occurrences.filter(any_case("activity__responsible", word))
        return occurrences


class OccurrenceFilter(PlanOccurrenceFilter):
    """The same over all approved plans."""

    plan = django_filters.ModelChoiceFilter(
        label="План",
        field_name="activity__section__plan",
        queryset=lambda request: Plan.objects.visible_to(request.user).filter(
            status=Plan.Status.APPROVED
        ),
        empty_label="любой",
    )

    class Meta:
        model = Occurrence
        fields = ("when", "state", "plan", "school", "responsible")
