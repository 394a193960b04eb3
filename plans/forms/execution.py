"""What people say of due dates."""

from django import forms

from plans.forms.fields import TextField, date_field
from plans.models import Occurrence

LONGEST_NOTE = 2000


def text_area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(forms.Form):
    """`seen` is the state this person had before their eyes."""

    seen = forms.ChoiceField(choices=Occurrence.State.choices)
    state = forms.ChoiceField(choices=Occurrence.State.choices)
    note = TextField(required=False, max_length=LONGEST_NOTE)


class PostponeForm(forms.Form):
    due_after = date_field("Новый срок")
    reason = TextField(label="Причина", max_length=LONGEST_NOTE, widget=text_area())


class DecisionForm(forms.Form):
    """Of a request or a document: yes or no, and a word why."""

    decision = forms.ChoiceField(choices=[("yes", "согласовать"), ("no", "отклонить")])
    remark = TextField(required=False, max_length=LONGEST_NOTE)
