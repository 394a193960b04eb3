"""Filters of lists."""

import re

import django_filters
from django import forms
from django.db.models import QuerySet

from plans.models import Plan


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
        # SQLite's LIKE knows the case of Latin letters only; its REGEXP is Python's.
        for word in words.split():
            plans = plans.filter(title__iregex=re.escape(word))
        return plans

    def in_year(self, plans: QuerySet[Plan], name: str, year: int) -> QuerySet[Plan]:
        return plans.filter(period_from__year__lte=year, period_to__year__gte=year)
