"""What of a typed text can be put on paper, and what stands in for the rest."""

import re
import unicodedata
from dataclasses import dataclass, field

from plans.documents.fonts import Face

SUBSTITUTE = "□"
# What word processors write for bullets and dashes drawn with their own symbol fonts.
LOOKALIKES = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf02d": "–",
    "\uf0d8": "►",
    "☐": "□",
    "◦": "○",
    "\u2043": "–",
    "\t": " ",
}
LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Invisible characters: some hide text or turn its direction, so what is signed would not be what
# is read. Variation selectors only pick the colour of a symbol.
INVISIBLE = {"Cc", "Cf"}
VARIATION_SELECTORS = range(0xFE00, 0xFE10)

NO_BREAK = "\u00a0"
SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
# Possessive, or two initials could be read as one and a half.
LETTERS = r"[А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?+"
# «Иванова А. А. Петрова Б. Б.», «Иванова А. А.» and, where a name follows, «А. А. Иванова».
PERSON = re.compile(
    rf"\b{SURNAME} {LETTERS}(?= {SURNAME} [А-ЯЁ]\.|(?! ?{SURNAME}))|\b{LETTERS} ?{SURNAME}"
)
KEPT_WITH_NEXT = re.compile(r"(?<=№)[ \t]+(?=\S)|(?<=\d) (?=г\.|гг\.|год)|(?<=\bг\.) (?=[А-ЯЁ])")
IN_ORDER = re.compile(r"\bп/\s+п\b")


@dataclass
class Inked:
    """A text ready for print and the characters that it lost to the substitute."""

    text: str
    lost: list[str] = field(default_factory=list)


def ink(text: str, face: Face) -> Inked:
    """Every line end becomes a plain one, every unprintable character the visible substitute."""
    plain = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    drawn = {character: _draw(character, face) for character in dict.fromkeys(plain)}
    lost = [character for character, sign in drawn.items() if sign is None]
    signs = {ord(character): sign or "" for character, sign in drawn.items() if sign != character}
    signs.update((ord(character), SUBSTITUTE) for character in lost)
    return Inked(text=plain.translate(signs), lost=lost)


def _draw(character: str, face: Face) -> str | None:
    """What to print for a character, perhaps nothing; None where only the substitute is left."""
    character = LOOKALIKES.get(character, character)
    if character == "\n":
        return character
    if unicodedata.category(character) in INVISIBLE or ord(character) in VARIATION_SELECTORS:
        return ""
    if face.draws(character):
        return character
    return " " if unicodedata.category(character) == "Zs" else None


def bind(text: str) -> str:
    """Keeps «№ 17», «№ п/ п», «2022 г.», «г. Орёл» and initials with the name on one line."""
    text = KEPT_WITH_NEXT.sub(NO_BREAK, text)
    text = IN_ORDER.sub(f"п/{NO_BREAK}п", text)
    return PERSON.sub(lambda person: person.group().replace(" ", NO_BREAK), text)
