"""A wording as the rules see it: one case, one dash, one blank; each letter knows its place."""

import re
import unicodedata
from typing import Final, NamedTuple

CAPITALS: Final = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALIKE: Final = {
    "Ёё": "е",
    "Іі": "i",  # Ukrainian letters that stand for Roman numerals on some keyboards
    "‐‑‒–—―−": "-",
    "\t\r\v\f\u00a0\u2007\u2009\u202f": " ",
    "“”„": '"',
    "\0\x01": " ",  # the two marks of the reader itself
}
TABLE: Final = str.maketrans(
    dict(zip(CAPITALS, CAPITALS.lower(), strict=True))
    | {sign: plain for signs, plain in ALIKE.items() for sign in signs}
)
UNSEEN: Final = "\u00ad\u200b\u200c\u200d\ufeff"
SQUEEZED: Final = re.compile(rf"[{UNSEEN}]+| *\n[ \n]*| {{2,}}")
# «в 10:00», «с 9:30», «14.00 часов»: the hour of a day; «до» before it belongs to the day.
TIME: Final = re.compile(
    r"(?:(?<![а-я])[вкс] )?(?<![\d.])\d{1,2}:\d\d(?!\d)(?: ?(?:ч|час)[а-я]*\.?)?"
    r"|(?<![\d.])\d{1,2}\.\d\d ?(?:ч(?![а-я])|час)[а-я]*\.?|(?<![а-я])в \d{1,2}\.\d\d(?![\d.])"
)
# A day in the inverted commas of official papers: «15» марта 2027 г.
DAY_IN_QUOTES: Final = re.compile(r'[«"]( ?\d{1,2} ?)[»"](?= *[а-я])')


class Words(NamedTuple):
    """`plain` is what rules read; `places[i]` is where its i-th letter stands in `text`.

    `places` is None where every letter stands in its own place.
    """

    text: str
    plain: str
    places: list[int] | None

    def original(self, start: int, end: int) -> str:
        if self.places is None:
            return self.text[start:end]
        return self.text[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def words_of(text: str) -> Words:
    """Letter case, ё and е, kinds of dashes and blanks, and stray blanks change nothing."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    plain = text.translate(TABLE)
    if "«" in plain or '"' in plain:
        plain = DAY_IN_QUOTES.sub(r" \1 ", plain)
    if ":" in plain or "." in plain:
        plain = TIME.sub(lambda match: " " * len(match[0]), plain)
    if SQUEEZED.search(plain) is None:
        return Words(text, plain, None)
    return Words(text, *_squeezed(plain))


def _squeezed(plain: str) -> tuple[str, list[int]]:
    """Blanks and line ends once each, unseen signs not at all."""
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for match in SQUEEZED.finditer(plain):
        parts.append(plain[last : match.start()])
        places.extend(range(last, match.start()))
        found = match[0]
        if found[0] not in UNSEEN:
            parts.append("\n" if "\n" in found else " ")
            places.append(match.start())
        last = match.end()
    parts.append(plain[last:])
    places.extend(range(last, len(plain)))
    return "".join(parts), places
