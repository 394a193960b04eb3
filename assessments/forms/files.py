"""Forms that take a file."""

from django import forms

from accounts.files.archives import DEFAULT_LIMITS
from accounts.files.scans import MAX_BYTES as MAX_SCAN_BYTES
from assessments.forms.fields import SizedFileField


class WorkbookForm(forms.Form):
    """A filled form, or the catalogue as a table."""

    file = SizedFileField(
        label="Файл Excel (.xlsx)",
        max_bytes=DEFAULT_LIMITS.packed,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class ScanForm(forms.Form):
    file = SizedFileField(
        label="Скан протокола",
        max_bytes=MAX_SCAN_BYTES,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF, JPEG или PNG.",
    )
