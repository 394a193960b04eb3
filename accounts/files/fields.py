"""What the pages with scans take in, whatever the scans belong to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.files.scans import MAX_BYTES, MIB

AT_ONCE = 10  # files in one sending: each is opened by a child, one after another
ALL_TOGETHER = 90 * MIB  # bytes; the web server takes a little more


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files. What each of them is worth, the service says, file by file."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["required"] = "Выберите хотя бы один файл."

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        brought: list[UploadedFile] = list(data) if isinstance(data, list | tuple) else [data]
        # An empty file is a file: it is told apart by its own message.
        files = [file for file in brought if file is not None]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > AT_ONCE:
            raise ValidationError(
                f"Выбрано файлов: {len(files)}. За один раз можно приложить {AT_ONCE}, "
                "остальные добавьте следом.",
                code="too-many-at-once",
            )
        if sum(file.size or 0 for file in files) > ALL_TOGETHER:
            raise ValidationError(
                f"Вместе файлы больше {ALL_TOGETHER // MIB} МБ. Приложите их в несколько приёмов.",
                code="too-much-at-once",
            )
        return files


class ScansForm(forms.Form):
    """One scan or several."""

    file = ManyFilesField(
        label="Сканы",
        widget=ManyFilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=f"PDF, JPEG или PNG, каждый до {MAX_BYTES // MIB} МБ, можно несколько сразу "
        f"(до {AT_ONCE}). Фотографии портал повернёт сам и уберёт из них место съёмки.",
    )


class OrderForm(forms.Form):
    """The name and the number of each scan in a list: `title_7`, `number_7`."""

    def __init__(self, *args: Any, scans: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scans = list(scans)
        for number, scan in enumerate(self.scans, start=1):
            self.fields[f"number_{scan.pk}"] = forms.IntegerField(
                label="№",
                min_value=1,
                max_value=999,
                initial=number,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"title_{scan.pk}"] = forms.CharField(
                label=f"Название: {scan.original_name}",
                max_length=120,
                required=False,
                initial=scan.title,
            )

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        return [(scan, self[f"number_{scan.pk}"], self[f"title_{scan.pk}"]) for scan in self.scans]

    def places(self) -> list[tuple[int, int, str]]:
        """(id, number, title) of each scan; of a valid form."""
        data = self.cleaned_data
        return [
            (scan.pk, data[f"number_{scan.pk}"], data[f"title_{scan.pk}"]) for scan in self.scans
        ]
