"""Which people and which lines of the journal to show."""

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.audit import AUDIT_WORDS
from accounts.models import AuditEvent, Person, Role, User
from accounts.words import any_case

ACCESS_STATES = {
    "open": "вход открыт",
    "blocked": "вход закрыт",
    "none": "без учётной записи",
}


class PersonFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label="Фамилия, логин, должность", method="named")
    role = django_filters.ChoiceFilter(
        label="Роль", choices=Role, field_name="account__role", empty_label="любая"
    )
    access = django_filters.ChoiceFilter(
        label="Доступ", choices=list(ACCESS_STATES.items()), method="having", empty_label="любой"
    )

    class Meta:
        model = Person
        fields = ()

    def named(self, people: QuerySet[Person], _: str, text: str) -> QuerySet[Person]:
        """Every word must be found somewhere: «Громов Пётр» finds him whichever comes first."""
        for word in text.split():
            people = people.filter(
                any_case("last_name", word)
                | any_case("first_name", word)
                | any_case("patronymic", word)
                | any_case("position", word)
                | any_case("account__username", word)
            )
        return people

    def having(self, people: QuerySet[Person], _: str, state: str) -> QuerySet[Person]:
        if state == "none":
            return people.filter(account__isnull=True)
        return people.filter(account__is_active=state == "open")


class AuditFilter(django_filters.FilterSet):
    by = django_filters.ModelChoiceFilter(
        label="Кто", queryset=User.objects.none(), empty_label="все"
    )
    day = django_filters.DateFilter(
        label="День",
        field_name="at",
        lookup_expr="date",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    action = django_filters.ChoiceFilter(
        label="Что", choices=list(AUDIT_WORDS.items()), empty_label="всё"
    )

    class Meta:
        model = AuditEvent
        fields = ()

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accounts = User.objects.visible_to(viewer).select_related("person")
        self.filters["by"].queryset = accounts.order_by("person__last_name", "username")
