"""Forms of reconciliation: numbers of the protocol, words about what does not agree."""

from django import forms

from assessments.services.reconciliation import MAX_WORDS

MOST = 500  # pupils of one class


class ProtocolNumbersForm(forms.Form):
    present = forms.IntegerField(label="Писали работу", min_value=0, max_value=MOST)
    absent = forms.IntegerField(label="Отсутствовали", min_value=0, max_value=MOST)


class ExplanationForm(forms.Form):
    text = forms.CharField(
        label="Почему числа не сошлись",
        max_length=MAX_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text="Например: ученик ушёл к врачу после начала работы.",
    )


class AnswerForm(forms.Form):
    """What the committee answers; words are needed only to ask again."""

    text = forms.CharField(
        label="Что уточнить или добавить",
        max_length=MAX_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
