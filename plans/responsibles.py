"""Who answers, read out of the wording; Django-free, so that tables of wordings test it.

The wording stays the truth and is what prints. What is understood of it stands beside it: parts
with a role each, and for each part the person, group or organisation it names, where one is known.
A part that nothing matches stays a wording: a wrong name is worse than none.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["lead", "co-executor", "control"]
Kind = Literal["person", "group", "organisation"]
LONGEST = 300  # characters of one part

INITIALS = r"[А-ЯЁ]\.\s*(?:[А-ЯЁ]\.)?"
SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
PERSON = re.compile(rf"{SURNAME}\s+{INITIALS}|{INITIALS}\s*{SURNAME}")
MARKERS: tuple[tuple[str, Role], ...] = (
    (r"контроль(?:\s+за\s+исполнением)?|контролирует|контролирующ\w+", "control"),
    (r"соисполнител[ьи]", "co-executor"),
    (r"ответственн(?:ый|ые|ая)(?:\s+исполнител[ьи])?|исполнител[ьи]", "lead"),
)
PREFIXES = [
    (re.compile(rf"\s*(?:{words})\s*(?::|[-–—]\s)\s*", re.I), role) for words, role in MARKERS
]
SUFFIXES = [
    (re.compile(rf"\s*(?:\((?:{words})\)|[-–—]\s*(?:{words}))\s*$", re.I), role)
    for words, role in MARKERS
]
OPENING, CLOSING = '(«["', ')»]"'
SIMILAR = 0.72  # difflib's ratio from which a name is worth offering


@dataclass(frozen=True)
class Part:
    """One who answers, as worded."""

    wording: str
    role: Role = "lead"


@dataclass(frozen=True)
class Known:
    """Somebody the committee knows; `spellings` are all the ways they may be written."""

    kind: Kind
    pk: int
    label: str
    spellings: tuple[str, ...] = ()


def split_responsible(text: str) -> list[Part]:
    """The parts of a wording in its order.

    Parts stand on lines of their own or between commas and semicolons outside brackets and quotes.
    «контроль:», «соисполнители:» give a role to the rest of their line; alone on a line, to all
    lines below. «(контроль)» after a name gives a role to that name only.
    """
    parts: list[Part] = []
    lasting: Role = "lead"
    for line in text.splitlines():
        role = lasting
        for piece in _pieces(line):
            rest, marked = _without_marker(piece, PREFIXES, matched_at_start=True)
            role = marked or role
            if not rest and marked:
                lasting = marked
            parts += [part for name in _names(rest) if (part := _part(name, role)).wording]
    return parts


def _pieces(line: str) -> list[str]:
    """A line cut at its outer commas and semicolons."""
    pieces, depth = [""], 0
    for character in line:
        if character in OPENING and not (character == '"' and depth):
            depth += 1
        elif character in CLOSING and depth:
            depth -= 1
        if character in ",;" and not depth:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece.strip() for piece in pieces if piece.strip()]


def _names(piece: str) -> list[str]:
    """«Вафина И. А. Громов П. А.» is two people; anything else stays whole."""
    people = PERSON.findall(piece)
    alone = not PERSON.sub("", piece).strip(" .")
    return people if alone and len(people) > 1 else [piece]


def _part(name: str, role: Role) -> Part:
    rest, marked = _without_marker(name, SUFFIXES, matched_at_start=False)
    return Part(rest[:LONGEST], marked or role)


def _without_marker(
    text: str, markers: list[tuple[re.Pattern[str], Role]], *, matched_at_start: bool
) -> tuple[str, Role | None]:
    for pattern, role in markers:
        # a marker alone on its line may have lost the colon's blank
        match = pattern.match(text + " ") if matched_at_start else pattern.search(text)
        if match:
            return (text[: match.start()] + text[match.end() :]).strip(), role
    return text.strip(), None


def spelling_key(text: str) -> str:
    """One key for all spellings: «П.А.Громов » → «п а громов», «Учёт» → «учет»."""
    words = re.sub(r"[^\w№]+", " ", text.lower().replace("ё", "е"))
    return words.strip()


def person_spellings(last_name: str, first_name: str = "", patronymic: str = "") -> tuple[str, ...]:
    """The ways a person is written in plans, initials and full names, before or after."""
    given = [name for name in (first_name, patronymic) if name]
    initials = " ".join(f"{name[0]}." for name in given)
    names = [f"{last_name} {initials}", f"{initials} {last_name}"]
    if given:
        names += [f"{last_name} {' '.join(given)}", f"{' '.join(given)} {last_name}"]
    return tuple(dict.fromkeys(name.strip() for name in names))


class Directory:
    """Everybody a wording may mean."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.all = list(known)
        self._by_key: dict[str, list[Known]] = defaultdict(list)
        for one in self.all:
            for key in dict.fromkeys(map(spelling_key, (one.label, *one.spellings))):
                self._by_key[key].append(one)

    def exactly(self, wording: str) -> Known | None:
        """The only one who is written so; None where nobody is, or several are."""
        found = self._by_key.get(spelling_key(wording), [])
        people = PERSON.findall(wording)
        if not found and len(people) == 1:  # «начальник отдела Громов П. А.»
            found = self._by_key.get(spelling_key(people[0]), [])
        return found[0] if len(found) == 1 else None

    def similar(self, wording: str, *, limit: int = 3) -> list[Known]:
        """«Похоже на»: the nearest names, best first; a person is never sure to be meant."""
        people = PERSON.findall(wording)
        key = spelling_key(people[0] if len(people) == 1 else wording)
        near = difflib.get_close_matches(key, self._by_key, n=limit * 3, cutoff=SIMILAR)
        found = [one for name in near for one in self._by_key[name]]
        return list(dict.fromkeys(found))[:limit]
