"""Which schools and cases to show."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.models import User
from accounts.words import any_case
from schools.models import Case, School

ACTIVE = {"yes": "работают", "no": "закрыты"}


class SchoolFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label="Название, логин или код", method="named")
    kind = django_filters.ChoiceFilter(label="Вид", choices=School.Kind, empty_label="любой")
    active = django_filters.ChoiceFilter(
        label="Состояние", choices=list(ACTIVE.items()), method="working", empty_label="любое"
    )

    class Meta:
        model = School
        fields = ()

    def named(self, schools: QuerySet[School], _: str, text: str) -> QuerySet[School]:
        """Every word somewhere."""
        for word in text.split()[:10]:
            fields = ("name", "short_name", "login", "code")
            schools = schools.filter(reduce(or_, (any_case(field, word) for field in fields)))
        return schools

    def working(self, schools: QuerySet[School], _: str, state: str) -> QuerySet[School]:
        return schools.filter(is_active=state == "yes")


class CaseFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label="Состояние",
        choices=[("open", "все открытые"), *Case.Status.choices],
        method="standing",
        empty_label="любое",
    )
    school = django_filters.ModelChoiceFilter(
        label="Школа", queryset=School.objects.none(), empty_label="все"
    )
    year = django_filters.ChoiceFilter(label="Год результатов", choices=(), empty_label="любой")

    class Meta:
        model = Case
        fields = ()

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["school"].queryset = School.objects.visible_to(viewer)
        years = Case.objects.visible_to(viewer).order_by("-year")
        self.filters["year"].extra["choices"] = [
            (year, year) for year in years.values_list("year", flat=True).distinct()
        ]

    def standing(self, cases: QuerySet[Case], _: str, status: str) -> QuerySet[Case]:
        if status == "open":
            return cases.exclude(status=Case.Status.CLOSED)
        return cases.filter(status=status)
