"""What lists can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import DateInput

from assessments.documents.drafts import GRADES
from assessments.models import Procedure, Session, Subject, Work
from schools.models import School

GRADE_CHOICES = [(grade, str(grade)) for grade in GRADES]
SCALE = (("yes", "загружена"), ("no", "не загружена"))


class WorkFilter(django_filters.FilterSet):
    year = django_filters.AllValuesFilter(label="Год", empty_label="все")
    grade = django_filters.ChoiceFilter(label="Класс", choices=GRADE_CHOICES, empty_label="все")
    subject = django_filters.ModelChoiceFilter(
        label="Предмет", queryset=Subject.objects.all(), empty_label="все"
    )
    scale = django_filters.ChoiceFilter(
        label="Шкала", choices=SCALE, method="by_scale", empty_label="любая"
    )

    class Meta:
        model = Work
        fields = ("year", "grade", "subject")

    def by_scale(self, works: QuerySet[Work], name: str, value: str) -> QuerySet[Work]:
        return works.filter(upper_2__isnull=value == "no")


class SessionFilter(django_filters.FilterSet):
    """Sessions of one procedure; the schools offered are those the reader may see."""

    school = django_filters.ModelChoiceFilter(
        label="Школа", queryset=School.objects.none(), empty_label="все"
    )
    subject = django_filters.ModelChoiceFilter(
        label="Предмет",
        field_name="work__subject",
        queryset=Subject.objects.none(),
        empty_label="все",
    )
    grade = django_filters.ChoiceFilter(
        label="Класс", field_name="class_group__grade", choices=GRADE_CHOICES, empty_label="все"
    )
    held_on = django_filters.DateFilter(label="День", widget=DateInput({"type": "date"}))
    status = django_filters.ChoiceFilter(
        label="Состояние", choices=Session.Status.choices, empty_label="любое"
    )

    class Meta:
        model = Session
        fields = ("school", "subject", "grade", "held_on", "status")

    def __init__(
        self, *args: Any, schools: QuerySet[School], procedure: Procedure, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.filters["school"].queryset = schools
        self.filters["subject"].queryset = Subject.objects.filter(
            work__year=procedure.year
        ).distinct()


class ScheduleFilter(django_filters.FilterSet):
    """Sessions of any procedure; schools and procedures offered are those the reader may see."""

    procedure = django_filters.ModelChoiceFilter(
        label="Процедура", queryset=Procedure.objects.none(), empty_label="все"
    )
    school = django_filters.ModelChoiceFilter(
        label="Школа", queryset=School.objects.none(), empty_label="все"
    )
    subject = django_filters.ModelChoiceFilter(
        label="Предмет",
        field_name="work__subject",
        queryset=Subject.objects.all(),
        empty_label="все",
    )
    grade = django_filters.ChoiceFilter(
        label="Класс", field_name="class_group__grade", choices=GRADE_CHOICES, empty_label="все"
    )
    since = django_filters.DateFilter(
        label="С", field_name="held_on", lookup_expr="gte", widget=DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        label="По", field_name="held_on", lookup_expr="lte", widget=DateInput({"type": "date"})
    )

    class Meta:
        model = Session
        fields = ("procedure", "school", "subject", "grade")

    def __init__(
        self,
        *args: Any,
        schools: QuerySet[School],
        procedures: QuerySet[Procedure],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.filters["school"].queryset = schools
        self.filters["procedure"].queryset = procedures
