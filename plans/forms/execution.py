"""What people say of due dates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.files.papers import ACCEPTED
from accounts.files.scans import MAX_BYTES, MIB
from plans.forms.fields import TextField, date_field
from plans.models import Evidence, Occurrence

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


class PaperField(forms.FileField):
    """A document that is turned away by its size before it is read into memory."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        super().__init__(max_length=255, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile) and (found.size or 0) > MAX_BYTES:
            raise ValidationError(
                f"Файл больше {MAX_BYTES // MIB} МБ. Сохраните его как PDF меньшего размера.",
                code="too_large",
            )
        return found


class EvidenceForm(forms.Form):
    """One document: a file, or the address of a page."""

    kind = forms.ChoiceField(label="Вид", choices=Evidence.Kind.choices)
    note = forms.CharField(label="Название, номер и дата документа", required=False, max_length=300)
    file = PaperField(
        label="Файл",
        required=False,
        help_text=f"PDF, JPEG, PNG, .docx или .xlsx, до {MAX_BYTES // MIB} МБ.",
    )
    url = forms.URLField(
        label="Адрес страницы", required=False, max_length=500, assume_scheme="https",
        help_text="Только для вида «ссылка».",
    )  # fmt: skip


class ReplacementForm(forms.Form):
    """A newer version of the same kind."""

    note = forms.CharField(required=False, max_length=300)
    file = PaperField(required=False)
    url = forms.URLField(required=False, max_length=500, assume_scheme="https")


class WithdrawalForm(forms.Form):
    reason = forms.CharField(required=False, max_length=LONGEST_NOTE)


class KindsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        required=False, choices=Evidence.Kind.choices, widget=forms.CheckboxSelectMultiple
    )


class CheckForm(DecisionForm):
    """Of a document, with the state that was before the person's eyes."""

    seen = forms.ChoiceField(choices=Evidence.State.choices)


class PeriodForm(forms.Form):
    period_from = date_field("С")
    period_to = date_field("По")
