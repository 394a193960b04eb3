"""Files of ФИС ОКО from the committee."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.files.archives import ArchiveLimits
from assessments.forms.fields import GRADE_CHOICES, SizedFileField
from assessments.models import Subject
from assessments.spreadsheets.workbook import REPORT_ARCHIVE
from schools.models import School

LIMITS: ArchiveLimits = REPORT_ARCHIVE
FIRST_YEAR, LAST_YEAR = 2015, 2100


class ResultsImportForm(forms.Form):
    """The file and its year; the rest only where the file itself does not say."""

    file = SizedFileField(
        label="Файл ФИС ОКО (.xlsx)",
        max_bytes=LIMITS.packed,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    year = forms.IntegerField(
        label="Год ВПР", min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="Например, 2026."
    )
    school = forms.ModelChoiceField(
        label="Чья это форма",
        queryset=School.objects.none(),
        required=False,
        empty_label="сказано в файле",
        help_text="Нужно только для формы одной школы, скачанной не с портала.",
    )
    subject = forms.ModelChoiceField(
        label="Предмет",
        queryset=Subject.objects.all(),
        required=False,
        empty_label="сказан в файле",
    )
    grade = forms.TypedChoiceField(
        label="Класс",
        choices=[("", "сказан в файле"), *GRADE_CHOICES],
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
