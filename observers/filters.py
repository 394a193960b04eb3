"""Which observers, sessions and acts to show."""

import datetime
from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.words import any_case
from assessments.models import Procedure, Session
from observers import reports
from observers.models import Assignment, ObservationAct, Observer, ObserverQuerySet
from schools.models import School

ACTIVE_STATES = (("yes", "работает"), ("no", "больше не работает"))
ACT_STATES = (
    ("missing", "акта нет"),
    ("clean", "нарушений не выявлено"),
    ("violations", "есть нарушения"),
    ("uncounted", "нет чисел для сверки"),
)


def day_filter(label: str, **options: str) -> django_filters.DateFilter:
    # Browsers put the date of such a field in ISO form whatever the page's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, widget=widget, **options)


class ObserverFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label="Фамилия, имя, должность", method="named")
    kind = django_filters.ChoiceFilter(label="Кто", choices=Observer.Kind, empty_label="все")
    active = django_filters.ChoiceFilter(
        label="Состояние", choices=ACTIVE_STATES, method="at_work", empty_label="любое"
    )
    accredited_on = day_filter("Аккредитован на день", method="accredited")
    free_on = day_filter("Свободен в день", method="free")

    class Meta:
        model = Observer
        fields = ()

    def named(self, observers: QuerySet[Observer], _: str, text: str) -> QuerySet[Observer]:
        """Every word must be found somewhere."""
        for word in text.split():
            observers = observers.filter(_names(word))
        return observers

    def at_work(self, observers: QuerySet[Observer], _: str, state: str) -> QuerySet[Observer]:
        return observers.filter(is_active=state == "yes")

    def accredited(
        self, observers: ObserverQuerySet, _: str, day: datetime.date
    ) -> ObserverQuerySet:
        return observers.accredited_on(day)

    def free(self, observers: ObserverQuerySet, _: str, day: datetime.date) -> ObserverQuerySet:
        return observers.free_on(day)


def _names(word: str) -> Q:
    fields = ("last_name", "first_name", "patronymic", "position")
    return reduce(or_, (any_case(f"person__{field}", word) for field in fields))


class BoardFilter(django_filters.FilterSet):
    day = day_filter("День", field_name="held_on")
    school = django_filters.ModelChoiceFilter(
        label="Школа", queryset=School.objects.none(), empty_label="все"
    )
    only_gaps = django_filters.BooleanFilter(
        label="Только где не хватает", method="gaps", widget=forms.CheckboxInput()
    )

    class Meta:
        model = Session
        fields = ()

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["school"].queryset = School.objects.visible_to(viewer)

    def gaps(self, sessions: QuerySet[Session], _: str, wanted: bool) -> QuerySet[Session]:
        return reports.with_gaps(sessions) if wanted else sessions


class ActFilter(django_filters.FilterSet):
    """Assignments by what came of them."""

    procedure = django_filters.ModelChoiceFilter(
        label="Процедура",
        field_name="session__procedure",
        queryset=Procedure.objects.none(),
        empty_label="все",
    )
    school = django_filters.ModelChoiceFilter(
        label="Школа",
        field_name="session__school",
        queryset=School.objects.none(),
        empty_label="все",
    )
    state = django_filters.ChoiceFilter(
        label="Акт", choices=ACT_STATES, method="having", empty_label="любой"
    )

    class Meta:
        model = Assignment
        fields = ()

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["procedure"].queryset = Procedure.objects.visible_to(viewer)
        self.filters["school"].queryset = School.objects.visible_to(viewer)

    def having(self, found: QuerySet[Assignment], _: str, state: str) -> QuerySet[Assignment]:
        if state == "missing":
            return found.filter(act__isnull=True)
        if state == "uncounted":
            return found.filter(act__in=ObservationAct.objects.uncounted())
        return found.filter(act__no_violations=state == "clean")
