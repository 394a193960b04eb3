"""Fields and inputs that several forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessments.documents.drafts import GRADES

MIB = 1024 * 1024
CHOOSE = "— выберите —"
GRADE_CHOICES = [(grade, str(grade)) for grade in GRADES]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SizedFileField(forms.FileField):
    """A file that is turned away by its size before it is read into memory."""

    def __init__(self, *, max_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self.max_bytes = max_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile) and (found.size or 0) > self.max_bytes:
            raise ValidationError(
                f"Файл больше {self.max_bytes // MIB} МБ. Уменьшите его и загрузите снова.",
                code="too_large",
            )
        return found
