"""Forms of signs."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from assessments.models import Reference


class ReferenceForm(forms.ModelForm):
    """A sample to compare with, as its report prints it."""

    class Meta:
        model = Reference
        fields = ("title", "source", "mean", "sd", "n")
        # People write 11,5; a number field of the browser would not take it everywhere.
        localized_fields = ("mean", "sd")
        widgets = {
            "mean": forms.TextInput({"inputmode": "decimal"}),
            "sd": forms.TextInput({"inputmode": "decimal"}),
        }
        help_texts = {
            "title": "например, «Область»",
            "source": "название и дата отчёта",
            "sd": "S: на сколько в среднем расходятся баллы участников",
        }

    def __init__(self, *args: Any, max_points: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mean"].validators += [MinValueValidator(0), MaxValueValidator(max_points)]
        self.fields["sd"].validators += [MinValueValidator(0), MaxValueValidator(max_points)]
        self.fields["n"].validators.append(MinValueValidator(2))
