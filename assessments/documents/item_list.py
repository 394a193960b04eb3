"""Items as a list of lines: «1К1:4 Б», one a line, easy to paste from a description."""

import re
from collections.abc import Iterable

from assessments.documents.drafts import DraftFault, ItemDraft

CODE = r"\d+(?:[.,]\d+)?(?:\(\d+\))?(?:[КKкk]\d+)?"
LINE = re.compile(
    rf"^(?P<code>{CODE})\s*[:;\s\t(]\s*(?P<max>\d+)\s*(?:б\.?\))?\s*"
    r"(?P<level>[А-Яа-яA-Za-z])?(?:[.,;:]?\s+(?P<skill>.*))?$"
)
# People type Latin letters that look Cyrillic.
LEVEL_OF = {"Б": "Б", "П": "П", "В": "В", "B": "В"}
REMEDY = "Пишите так: номер, двоеточие, максимум, уровень. Например: 1К1:4 Б."


def read_items(text: str) -> tuple[list[ItemDraft], list[DraftFault]]:
    """The items of the lines, and a fault for every line that is not understood."""
    items: list[ItemDraft] = []
    faults: list[DraftFault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        item = _item(line.strip())
        if item is None:
            faults.append(
                DraftFault(f"строка {number}", f"Не понято: «{line.strip()[:60]}».", REMEDY)
            )
        else:
            items.append(item)
    return items, faults


def read_compact_items(text: str) -> tuple[list[ItemDraft], list[DraftFault]]:
    """The same on one line, as data files keep it: «1К1:4Б 1К2:3Б 2:3»."""
    return read_items("\n".join(text.split()))


def items_as_lines(items: Iterable[ItemDraft]) -> str:
    """The way back; reading it again gives the same items."""
    return "\n".join(
        f"{item.code}:{item.max_points} {item.level} {item.skill}".rstrip() for item in items
    )


def plain_item_code(code: str) -> str:
    """Latin K becomes Cyrillic, «5(1)» and «5,1» become «5.1»: one item, one code."""
    cyrillic = re.sub("[Kkк]", "К", code.strip().replace(",", "."))
    return re.sub(r"\((\d+)\)", r".\1", cyrillic)


def _item(line: str) -> ItemDraft | None:
    found = LINE.match(line)
    if found is None:
        return None
    letter = (found["level"] or "").upper()
    if letter and letter not in LEVEL_OF:
        return None
    return ItemDraft(
        code=plain_item_code(found["code"]),
        max_points=int(found["max"]),
        level=LEVEL_OF.get(letter, ""),
        skill=(found["skill"] or "").strip()[:500],
    )
