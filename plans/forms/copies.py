"""What people say of a plan made of another one."""

from typing import Any

from django import forms

from plans.forms.fields import LONGEST_CELL, TextField
from plans.forms.plans import PlanForm
from plans.reports.proposals import Proposal


class PlanCopyForm(PlanForm):
    """The head of the copy, and what comes along."""

    only_unfinished = forms.BooleanField(
        label="Взять только неисполненное",
        required=False,
        help_text="Мероприятия, по которым не исполнен ни один срок. Без отметки берутся все.",
    )

    def __init__(self, *args: Any, has_unfinished: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["numbering"]  # the copy goes on in the way of its plan
        if not has_unfinished:
            del self.fields["only_unfinished"]


class TemplateForm(forms.Form):
    """The name of a template."""

    title = TextField(
        label="Название образца",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="По нему образец находят в списке; у нового плана название будет своё",
    )


class ProposalsForm(forms.Form):
    """Proposed wordings: each is ticked, and may be edited, before it is taken."""

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for one in proposals:
            self.fields[f"take-{one.key}"] = forms.BooleanField(
                label=f"Взять: {one.place}", required=False, initial=True
            )
            self.fields[f"text-{one.key}"] = TextField(
                label=f"Новый текст: {one.place}",
                required=False,
                max_length=LONGEST_CELL,
                initial=one.after,
                widget=forms.Textarea(attrs={"rows": min(one.after.count("\n") + 2, 8)}),
            )

    def rows(self) -> list[tuple[Proposal, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"take-{one.key}"], self[f"text-{one.key}"]) for one in self.proposals]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.proposals:
            is_title = one.field == "title" and one.key.startswith("plan-")
            if is_title and cleaned.get(f"take-{one.key}") and not cleaned.get(f"text-{one.key}"):
                self.add_error(f"text-{one.key}", "У плана должно быть название.")
        return cleaned

    def taken(self) -> dict[str, str]:
        """The texts by key, those that were ticked."""
        return {
            one.key: self.cleaned_data[f"text-{one.key}"]
            for one in self.proposals
            if self.cleaned_data[f"take-{one.key}"]
        }
