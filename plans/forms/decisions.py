"""What people say when they decide on a plan."""

from typing import Any

from django import forms

from accounts.models import User
from plans.forms.fields import TextField
from plans.models import Plan, Stamp
from plans.reports.signing import may_approve, may_sign

MOST_AGREEING = 5


def _comment(label: str, help_text: str = "") -> TextField:
    """Whether it may be empty, the service says."""
    return TextField(
        label=label,
        required=False,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    """`version` is the plan as this person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(DecisionForm):
    comment = _comment("Что сказать тем, кто подписывает", "Можно не заполнять")


class WithdrawForm(DecisionForm):
    comment = _comment("Почему план отзывается", "Можно не заполнять")


class ReturnForm(DecisionForm):
    comment = _comment("Замечания", "Что поправить, чтобы план можно было утвердить")


class SignForm(DecisionForm):
    comment = _comment("Что сказать сотрудникам", "Можно не заполнять")


class CommentForm(DecisionForm):
    comment = _comment("Замечание или ответ", "Увидят все, кто в комитете работает с планом")


class ApproveForm(DecisionForm):
    order_number = forms.CharField(label="Номер приказа", max_length=40)
    order_date = forms.DateField(
        label="Дата приказа",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    comment = _comment("Что сказать сотрудникам", "Можно не заполнять")


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        position = user.person.position if user.person else ""
        return f"{user}, {position}" if position else str(user)


class SignatoriesForm(forms.Form):
    """Who agrees, in order, and who approves; an empty form leaves approval to any head."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _named(plan))
        super().__init__(*args, **kwargs)
        staff, heads = may_sign(plan), may_approve(plan)
        for place in range(1, MOST_AGREEING + 1):
            self.fields[f"agrees_{place}"] = PersonChoice(
                staff, label=f"Согласует {place}-м", required=False, empty_label="—"
            )
        self.fields["approves"] = PersonChoice(
            heads,
            label="Утверждает",
            required=False,
            empty_label="любой руководитель комитета",
            help_text="Подписывает последним и вносит номер и дату приказа",
        )

    def agreeing(self) -> list[int]:
        """Those who agree, in order; an empty place is passed over."""
        chosen = [self.cleaned_data[f"agrees_{n}"] for n in range(1, MOST_AGREEING + 1)]
        return [user.pk for user in chosen if user is not None]

    def approving(self) -> int | None:
        chosen = self.cleaned_data["approves"]
        return chosen.pk if chosen else None


def _named(plan: Plan) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    place = 0
    for signatory in plan.signatories.all():
        if signatory.kind == Stamp.Kind.APPROVED:
            initial["approves"] = signatory.user_id
        else:
            place += 1
            initial[f"agrees_{place}"] = signatory.user_id
    return initial
