"""Forms that take a file."""

from django import forms

from accounts.files.archives import DEFAULT_LIMITS
from assessments.forms.fields import SizedFileField


class WorkbookForm(forms.Form):
    """A filled form, or the catalogue as a table."""

    file = SizedFileField(
        label="Файл Excel (.xlsx)",
        max_bytes=DEFAULT_LIMITS.packed,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
