"""Forms of pages that belong to no room."""

from django import forms

from config.appearance import CHOICES


def _choice(label: str, name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(CHOICES[name].items()), widget=forms.RadioSelect
    )


class AppearanceForm(forms.Form):
    """Reading settings: the «версия для слабовидящих» of every page."""

    theme = _choice("Цвета", "theme")
    size = _choice("Размер текста", "size")
    spacing = _choice("Интервалы", "spacing")
    images = _choice("Изображения и графики", "images")
