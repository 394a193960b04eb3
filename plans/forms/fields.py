"""Fields that several forms share."""

from typing import Any

from django import forms

LONGEST_CELL = 20_000  # characters; the longest cell seen in a real plan has under 3,000


class TextField(forms.CharField):
    """Paragraphs parted by a line feed alone, whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def date_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
