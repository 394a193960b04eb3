"""A new case, and the steps of one."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Person, User
from schools.forms.days import DayInput
from schools.forms.registry import describe_person
from schools.models import Case, CaseEvidence, School


class CaseForm(forms.Form):
    school = forms.ModelChoiceField(
        label="Школа", queryset=School.objects.none(), empty_label="— выберите —"
    )
    year = forms.IntegerField(label="Год результатов", min_value=2015, max_value=2100)
    title = forms.CharField(
        label="О чём случай", max_length=300, initial="признаки, требуют проверки"
    )
    source = forms.ChoiceField(label="Основание", choices=CaseEvidence.Source, initial="committee")
    summary = forms.CharField(
        label="Суть основания",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Что именно требует проверки и откуда это известно.",
    )
    explanation_due_on = forms.DateField(
        label="Объяснение ждём до", widget=DayInput, required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = School.objects.visible_to(by)


class CaseStepForm(forms.Form):
    """A step of a case as it stood when the person began to write."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, case: Case, by: User) -> None:
        super().__init__(data, initial=self.now(case), auto_id=f"id_{self.name}_%s")
        self.case, self.by = case, by

    name = "step"
    # Set when somebody else was faster: the page then shows both texts.
    is_stale = False

    def now(self, case: Case) -> dict[str, Any]:
        return {"version": case.version}

    @property
    def shown_now(self) -> list[tuple[str, str]]:
        """What the record holds in the fields of this form, for whoever has typed over it."""
        return [(str(field.label), self._held(field.name)) for field in self.visible_fields()]

    def _held(self, name: str) -> str:
        display = getattr(self.case, f"get_{name}_display", None)
        return str((display() if display else getattr(self.case, name)) or "—")


class ExplanationForm(CaseStepForm):
    name = "explanation"
    explanation = forms.CharField(
        label="Объяснение школы",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        help_text="Что школа знает о причинах и что уже делает. Комитет ищет, чем помочь.",
    )


class DueDateForm(CaseStepForm):
    name = "due"
    explanation_due_on = forms.DateField(label="Объяснение ждём до", widget=DayInput)

    def now(self, case: Case) -> dict[str, Any]:
        return {"version": case.version, "explanation_due_on": case.explanation_due_on}


class CuratorForm(CaseStepForm):
    name = "curator"
    curator = forms.ModelChoiceField(
        label="Куратор", queryset=Person.objects.none(), required=False, empty_label="— нет —"
    )
    curator_school = forms.ModelChoiceField(
        label="Школа-куратор", queryset=School.objects.none(), required=False, empty_label="— нет —"
    )

    def __init__(self, data: QueryDict | None = None, *, case: Case, by: User) -> None:
        super().__init__(data, case=case, by=by)
        person, school = self.fields["curator"], self.fields["curator_school"]
        person.queryset = Person.objects.visible_to(by)  # type: ignore[attr-defined]
        person.label_from_instance = describe_person  # type: ignore[attr-defined]
        others = School.objects.visible_to(by).exclude(pk=case.school_id)
        school.queryset = others  # type: ignore[attr-defined]

    def now(self, case: Case) -> dict[str, Any]:
        return {
            "version": case.version,
            "curator": case.curator_id,
            "curator_school": case.curator_school_id,
        }


class DecisionForm(CaseStepForm):
    name = "decision"
    status = forms.ChoiceField(label="Что дальше", choices=())
    decision = forms.CharField(
        label="Решение и адресные рекомендации",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
    )
    exit_condition = forms.CharField(
        label="Условие выхода",
        max_length=300,
        required=False,
        help_text="Когда случай можно будет закрыть: «два года подряд без признаков».",
    )

    def __init__(self, data: QueryDict | None = None, *, case: Case, by: User) -> None:
        super().__init__(data, case=case, by=by)
        field: Any = self.fields["status"]
        steps = (Case.Status.HELPED, Case.Status.WATCHED)
        # What has been typed is judged by the service, also when the case has moved on meanwhile.
        offered = [step for step in steps if self.is_bound or self._is_offered(step)]
        field.choices = [(step.value, step.label) for step in offered]
        if not case.has_curator:
            field.help_text = "Чтобы начать помощь, сначала назначьте куратора."

    def _is_offered(self, step: Case.Status) -> bool:
        is_helped_by_nobody = step == Case.Status.HELPED and not self.case.has_curator
        return self.case.can_become(step) and not is_helped_by_nobody

    def now(self, case: Case) -> dict[str, Any]:
        return {
            "version": case.version,
            "decision": case.decision,
            "exit_condition": case.exit_condition,
        }


class ClosingForm(CaseStepForm):
    name = "closing"
    outcome = forms.ChoiceField(label="Итог", choices=Case.Outcome)
    conclusion = forms.CharField(
        label="Чем закончилось", widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000
    )
