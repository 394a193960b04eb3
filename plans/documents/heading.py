"""What stands above the table: stamps, the order, the title, the preamble.

A stamp begins with one of a few words and lasts until the title, another stamp, another text box
or cell, or a change from right-hand to centred lines. The title is the first line that is called a
plan, with the centred lines below it.
"""

import datetime
import re
from dataclasses import dataclass, field

from plans.documents.docx_text import Paragraph, one_line
from plans.documents.outline import OutlineOrder, OutlineStamp, OutlineWarning, StampKind

_APPROVED = re.compile(r"[«\"]?\s*(?:утвержда[юе]|утвержд[её]н[аоы]?\b)", re.IGNORECASE)
_AGREED = re.compile(
    r"[«\"]?\s*(?:согласован[оаы]?\b|рассмотрен[оаы]?\b|принят[оаы]?\s+(?:на|решени))",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"приложение(?:\s*№?\s*\d+)?(?:\s*$|\s+к\s)", re.IGNORECASE)
_BARE_APPENDIX = re.compile(r"приложение(?:\s*№?\s*\d+)?\s*$", re.IGNORECASE)
_PLAN = re.compile(
    r"[«\"]?\s*(?:[а-яё-]+(?:ый|ая|ое|ий)\s+){0,3}"
    r"(?:план(?:-график)?|дорожная\s+карта|комплекс\s+мер(?:оприятий)?|программа|график|перечень"
    r"|мероприятия)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[а-яё«\"(]|на\s+20\d\d)")
_BARE_TITLE = re.compile(r"[«\"]?(?:план|план мероприятий|дорожная карта)[»\"]?", re.IGNORECASE)
_ORDER_WORD = re.compile(r"приказ|распоряжени|постановлени|решени", re.IGNORECASE)
_ORDER_DATE = re.compile(
    r"от\s*[«\"]?\s*(\d{1,2})\s*[»\"]?\s*[.\s]\s*(\d{1,2}|[а-яё]+)\s*[.\s]\s*(\d{4}|\d\d)(?!\d)",
    re.IGNORECASE,
)
_ORDER_NUMBER = re.compile(r"(?:№|\bN)\s*([^\W_][\w./-]*)")
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MAX_STAMP_LINES = 12
_MAX_TITLE_LINES = 8


@dataclass(frozen=True)
class Line:
    """One line above or below the table. Lines of one text box or cell share a `place`; 0 is the
    text itself."""

    text: str
    align: str = ""
    bold: bool = False
    place: int = 0


@dataclass
class Heading:
    """What was found above the table."""

    stamps: list[OutlineStamp] = field(default_factory=list)
    order: OutlineOrder | None = None
    title: str = ""
    preamble: list[str] = field(default_factory=list)


def lines_of(paragraph: Paragraph, place: int = 0) -> list[Line]:
    """A paragraph line by line; two stamps side by side are parted by tabs (see `_columns`)."""
    raw = [line.strip() for line in paragraph.text.split("\n")]
    return [Line(text, paragraph.align, paragraph.bold, place) for text in raw if one_line(text)]


def read_heading(lines: list[Line], warnings: list[OutlineWarning]) -> Heading:
    """Sorts the lines above the table."""
    found = Heading()
    rest = _take_stamps(_unfold_columns(lines), found.stamps)
    rest = _take_title(rest, found)
    found.preamble += [one_line(line.text) for line in rest]
    found.order = find_order(found.stamps, warnings)
    if not found.title:
        warnings.append(OutlineWarning("missing-title", "Название плана над таблицей не найдено."))
    return found


def stamp_kind(text: str) -> StampKind | None:
    """Which stamp begins with this line, if any."""
    if _AGREED.match(text):
        return "agreed"
    return "approved" if _APPROVED.match(text) or _APPENDIX.match(text) else None


def _unfold_columns(lines: list[Line]) -> list[Line]:
    """«СОГЛАСОВАНО <tab> УТВЕРЖДАЮ» typed as two columns: the left one, then the right one."""
    unfolded: list[Line] = []
    sides: dict[int, list[Line]] = {}
    for line in lines:
        parts = [one_line(part) for part in re.split(r"\t+", line.text)]
        both = len(parts) == 2 and all(map(stamp_kind, parts))
        if both or (sides and len(parts) == 2):
            for side, text in enumerate(parts):
                sides.setdefault(side, []).append(Line(text, "tab", line.bold, -1 - side))
        else:
            unfolded += _flat(sides)
            sides = {}
            unfolded.append(Line(one_line(line.text), line.align, line.bold, line.place))
    return unfolded + _flat(sides)


def _flat(sides: dict[int, list[Line]]) -> list[Line]:
    return [line for side in sorted(sides) for line in sides[side] if line.text]


def _take_stamps(lines: list[Line], stamps: list[OutlineStamp]) -> list[Line]:
    """Moves the stamps out; returns the lines that are none."""
    rest: list[Line] = []
    first: Line | None = None
    under_title = False
    for line in lines:
        # Below the plan's name «Приложение к приказу …» or «Утверждён …» is no stamp any more.
        kind = None if under_title and not line.place else stamp_kind(line.text)
        if first is not None and _is_same_stamp(stamps[-1], first, line, kind):
            stamps[-1].lines.append(line.text)
        elif kind is not None:
            stamps.append(OutlineStamp(kind, [line.text]))
            first = line
        else:
            rest.append(line)
            first = None
            under_title = under_title or bool(_PLAN.match(line.text))
    return rest


def _is_same_stamp(stamp: OutlineStamp, first: Line, line: Line, kind: StampKind | None) -> bool:
    if line.place != first.place or len(stamp.lines) >= _MAX_STAMP_LINES:
        return False
    if kind is not None:
        return kind == "approved" and all(map(_BARE_APPENDIX.match, stamp.lines))
    if _is_title(line):
        return False
    return bool(line.place) or line.align == first.align or line.align != "center"


def _take_title(lines: list[Line], found: Heading) -> list[Line]:
    """Moves the title out; what stands before it opens the preamble."""
    begin = next((i for i, line in enumerate(lines) if _is_title(line)), None)
    if begin is None:
        begin = next((i for i, line in enumerate(lines) if line.align == "center"), None)
    if begin is None:
        return lines
    end = begin + 1
    while end < len(lines) and end - begin < _MAX_TITLE_LINES and _title_goes_on(lines, begin, end):
        end += 1
    found.title = " ".join(line.text for line in lines[begin:end])
    found.preamble += [line.text for line in lines[:begin]]
    return lines[end:]


def _is_title(line: Line) -> bool:
    return bool(_PLAN.match(line.text)) and not line.text[0].islower()


def _title_goes_on(lines: list[Line], begin: int, end: int) -> bool:
    first, line, before = lines[begin], lines[end], lines[end - 1]
    if first.align == "center":
        return line.align == "center" and line.place == first.place
    if line.place != first.place or line.align != first.align:
        return False
    is_bare = bool(_BARE_TITLE.fullmatch(before.text)) or before.text.endswith((",", "-", "–"))
    return is_bare or (bool(_GOES_ON.match(line.text)) and len(line.text) < 200)


def find_order(
    stamps: list[OutlineStamp], warnings: list[OutlineWarning] | None = None
) -> OutlineOrder | None:
    """The order named by the first approving stamp that names one."""
    for stamp in stamps:
        text = " ".join(stamp.lines)
        word = _ORDER_WORD.search(text) if stamp.kind == "approved" else None
        if word:
            order = _read_order(text[word.end() :])
            half = order is not None and not (order.date and order.number)
            if order is not None and half and warnings is not None:
                warnings.append(_half_read(order))
            if order is not None:
                return order
    return None


def _read_order(text: str) -> OutlineOrder | None:
    found = _ORDER_DATE.search(text)
    number = _ORDER_NUMBER.search(text)
    if found is None and number is None:
        return None
    return OutlineOrder(
        date=_iso(*found.groups()) if found else "",
        number=number.group(1).rstrip(".,") if number else "",
    )


def _iso(day: str, month: str, year: str) -> str:
    """ISO, or empty for a day that no calendar has."""
    named = [i for i, name in enumerate(_MONTHS, start=1) if month.lower().startswith(name)]
    number = int(month) if month.isdigit() else next(iter(named), 0)
    try:
        return datetime.date(
            int(year) + (2000 if len(year) == 2 else 0), number, int(day)
        ).isoformat()
    except ValueError:
        return ""


def _half_read(order: OutlineOrder) -> OutlineWarning:
    what = "дату" if order.number else "номер"
    return OutlineWarning(
        "order-unclear", f"В грифе назван приказ, но {what} прочитать не удалось."
    )
