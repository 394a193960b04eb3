"""What lists can be narrowed by."""

import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import DateInput

from accounts.words import any_case
from assessments.documents.drafts import GRADES
from assessments.models import FederalMark, Procedure, ReportedSample, Session, Subject, Work
from assessments.models.reconciliation import Discrepancy, DiscrepancyQuerySet
from assessments.reports.collecting import CellState, Wanted
from schools.models import School

GRADE_CHOICES = [(grade, str(grade)) for grade in GRADES]
SCALE = (("yes", "загружена"), ("no", "не загружена"))
ONLY = (("today", "только сегодняшние работы"), ("behind", "только отстающие"))


def subject_filter(field: str = "work__subject") -> django_filters.ModelChoiceFilter:
    """Every subject is offered, unless the list narrows them down when it is made."""
    return django_filters.ModelChoiceFilter(
        label="Предмет", field_name=field, queryset=Subject.objects.all(), empty_label="все"
    )


def grade_filter(field: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label="Класс", field_name=field, choices=GRADE_CHOICES, empty_label="все"
    )


# Of these only what the reader may see is offered: the list says so when it is made.


def school_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label="Школа", queryset=School.objects.none(), empty_label="все"
    )


def procedure_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label="Процедура", queryset=Procedure.objects.none(), empty_label="все"
    )


def school_named(text: str, school: str) -> Q:
    """Every word must be found in one of the names of the school that `school` leads to."""
    wanted = Q()
    for word in text.split():
        short, full = (any_case(f"{school}__{name}", word) for name in ("short_name", "name"))
        wanted &= Q(short) | Q(full)
    return wanted


class CollectingFilter(django_filters.FilterSet):
    """Sessions of the board; `wanted` says which of its rows are left."""

    school = django_filters.CharFilter(label="Школа", method="named")
    work = django_filters.ModelChoiceFilter(
        label="Работа", queryset=Work.objects.none(), empty_label="все"
    )
    state = django_filters.ChoiceFilter(
        label="Состояние", choices=CellState.choices, method="of_rows", empty_label="любое"
    )
    only = django_filters.ChoiceFilter(
        label="Какие школы", choices=ONLY, method="of_rows", empty_label="всё"
    )

    class Meta:
        model = Session
        fields = ("school", "work")

    def __init__(self, *args: Any, procedure: Procedure, today: datetime.date, **options: Any):
        super().__init__(*args, **options)
        self.today = today
        of_procedure = Session.objects.filter(procedure=procedure).order_by().values("work")
        works = Work.objects.filter(pk__in=of_procedure).select_related("subject")
        self.filters["work"].queryset = works.order_by("grade", "subject__name", "level", "form")

    def named(self, sessions: QuerySet[Session], _: str, text: str) -> QuerySet[Session]:
        return sessions.filter(school_named(text, "school"))

    # What the board itself looks at: see `wanted`.
    def of_rows(self, sessions: QuerySet[Session], _: str, __: str) -> QuerySet[Session]:
        return sessions

    @property
    def wanted(self) -> Wanted:
        given = self.form.cleaned_data if self.form.is_valid() else {}
        day = self.today if given.get("only") == "today" else None
        return Wanted(given.get("state") or "", given.get("only") == "behind", day)


class DiscrepancyFilter(django_filters.FilterSet):
    """Differences of a procedure; without a wish, those that nobody has resolved."""

    school = django_filters.CharFilter(label="Школа", method="named")
    state = django_filters.ChoiceFilter(
        label="Состояние", choices=Discrepancy.State, empty_label="не решённые"
    )

    class Meta:
        model = Discrepancy
        fields = ("school", "state")

    def named(self, found: DiscrepancyQuerySet, _: str, text: str) -> DiscrepancyQuerySet:
        return found.filter(school_named(text, "session__school"))

    def filter_queryset(self, queryset: DiscrepancyQuerySet) -> DiscrepancyQuerySet:
        found: DiscrepancyQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.unresolved()


class WorkFilter(django_filters.FilterSet):
    year = django_filters.AllValuesFilter(label="Год", empty_label="все")
    grade = grade_filter("grade")
    subject = subject_filter("subject")
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

    school = school_filter()
    subject = subject_filter()
    grade = grade_filter("class_group__grade")
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

    procedure = procedure_filter()
    school = school_filter()
    subject = subject_filter()
    grade = grade_filter("class_group__grade")
    since = django_filters.DateFilter(
        label="С дня", field_name="held_on", lookup_expr="gte", widget=DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        label="По день", field_name="held_on", lookup_expr="lte", widget=DateInput({"type": "date"})
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


class SampleFilter(django_filters.FilterSet):
    """Rows of reports; the procedures offered are those the reader may see."""

    procedure = procedure_filter()
    subject = subject_filter()
    grade = grade_filter("work__grade")
    kind = django_filters.ChoiceFilter(
        label="Вид чисел", choices=ReportedSample.Kind.choices, empty_label="всё"
    )
    level = django_filters.ChoiceFilter(
        label="О ком", choices=ReportedSample.Level.choices, empty_label="любое"
    )

    class Meta:
        model = ReportedSample
        fields = ("procedure", "subject", "grade", "kind", "level")

    def __init__(self, *args: Any, procedures: QuerySet[Procedure], **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["procedure"].queryset = procedures


class FederalFilter(django_filters.FilterSet):
    year = django_filters.AllValuesFilter(label="Год", empty_label="все")
    school = django_filters.CharFilter(label="Школа", method="named")

    class Meta:
        model = FederalMark
        fields = ("year", "school")

    def named(self, marks: QuerySet[FederalMark], _: str, text: str) -> QuerySet[FederalMark]:
        return marks.filter(school_named(text, "school"))
