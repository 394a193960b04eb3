"""How the portal looks to one reader: theme, text size, spacing, images; kept in a cookie."""

from typing import NamedTuple


class Appearance(NamedTuple):
    """Each value is one of `CHOICES`; the first is what a new reader gets."""

    theme: str
    size: str
    spacing: str
    images: str


CHOICES: dict[str, dict[str, str]] = {
    "theme": {
        "auto": "как в системе",
        "light": "светлая",
        "dark": "тёмная",
        "contrast": "контрастная, чёрным по белому",
        "contrast-dark": "контрастная, белым по чёрному",
    },
    "size": {"normal": "обычный", "large": "крупный", "huge": "очень крупный"},
    "spacing": {"normal": "обычные", "wide": "увеличенные"},
    "images": {"on": "показывать", "off": "не показывать"},
}


def read_appearance(cookie: str) -> Appearance:
    """Read «theme.size.spacing.images»; whatever is not a known value becomes the default."""
    parts = cookie.split(".")
    values = []
    for index, choices in enumerate(CHOICES.values()):
        part = parts[index] if index < len(parts) else ""
        values.append(part if part in choices else next(iter(choices)))
    return Appearance(*values)
