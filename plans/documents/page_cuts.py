"""Rows that the end of a page cut in two: which they are, and how their halves make one text."""

import re

from plans.documents.field_rows import FieldRow
from plans.documents.outline import Field

_OPEN_END = re.compile(
    r"(?:[,\-–—(«/]|\b(?:и|или|а|в|во|на|по|с|со|о|об|для|от|из|к|при|за|до|не|их|г\.?))$",
    re.IGNORECASE,
)
# A cell that begins so goes on from somewhere; an abbreviation may stand in mid-sentence too.
_REST = re.compile(r"[а-яёa-z,;:.)»]|[А-ЯЁ]{2,}\b")
_BULLET = re.compile(r"[-–—•]\s*\S")
# A deadline may begin in lower case and be whole; a year alone at its head is a rest.
_WHOLE_DEADLINE = re.compile(
    r"(?:еже|постоянн|систематич|регулярн|круглогод|раз|согласн|весь|всегда"
    r"|(?:в|во|до|по|не|с|к)\s"
    r"|(?:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)\b)"
)
_REST_OF_DEADLINE = re.compile(r"20\d\d\s*(?:г|уч|/|-|–|$)")
# «Г.В.» without a surname before it waits for one; «Иванова Г.» waits for the second letter.
_INITIALS_FIRST = re.compile(r"(?:^|[,;]\s*|[а-яё]\s)(?:[А-ЯЁ]\.\s?){1,2}$")
_WHOLE_NAME = re.compile(r"[А-ЯЁ][а-яё-]+\s(?:[А-ЯЁ]\.\s?){2}$")
_NAME = re.compile(r"[А-ЯЁ][а-яё-]+\s[А-ЯЁ]\.")


def reads_on(last: FieldRow, row: FieldRow, *, page_end: bool, numbered: bool) -> bool:
    """Whether a row without a number is the rest of the one above.

    Some cell goes on in mid-sentence, and the row has no whole deadline of its own, as every
    activity has. Just after a page's end less is asked for, in a plan without numbers more.
    """
    title = row.get("title")
    title_goes_on = _goes_on(last, row, "title")
    if not numbered:
        return title_goes_on and not _has_own_deadline(last, row)
    if _has_own_deadline(last, row):
        return title_goes_on and (page_end or not last.get("deadline"))
    if _BULLET.match(title):
        return True
    return page_end or any(_goes_on(last, row, name) for name in row.told)


def _has_own_deadline(last: FieldRow, row: FieldRow) -> bool:
    text, before = row.get("deadline"), last.get("deadline")
    if not text or "deadline" in row.continued:
        return False
    if before and (_REST_OF_DEADLINE.match(text) or _OPEN_END.search(before)):
        return False
    return not _REST.match(text) or bool(_WHOLE_DEADLINE.match(text))


def _goes_on(last: FieldRow, row: FieldRow, name: Field) -> bool:
    """The cell was cut in mid-sentence; names of people and bodies may begin in any case."""
    before, text = last.get(name), row.get(name)
    if not before or not text:
        return False
    return bool(_OPEN_END.search(before) or (name != "responsible" and _REST.match(text)))


def as_lines(before: str, after: str) -> str:
    """Texts of rows that share a merged cell: each its own line, none twice."""
    return f"{before}\n{after}" if before and after not in before.split("\n") else before or after


def as_one(before: str, after: str) -> str:
    """Two halves of a text: a word cut by a hyphen is made whole, a new paragraph is a new line."""
    if not before:
        return after
    if re.search(r"[а-яё]-$", before) and re.match(r"[а-яё]", after):
        return before[:-1] + after
    return f"{before}\n{after}" if _is_new_paragraph(before, after) else f"{before} {after}"


def _is_new_paragraph(before: str, after: str) -> bool:
    """A list goes on, or the cell is one of several paragraphs and the last one had ended."""
    if before[-1] in ";:" or (_BULLET.match(after) and (before[-1] in ".!?" or "\n" in before)):
        return True
    last = before.rsplit("\n", 1)[-1]
    if _WHOLE_NAME.search(last):
        return bool(_NAME.match(after))
    ended = before[-1] in ".!?" and after[0].isupper() and not _INITIALS_FIRST.search(last)
    return ended and "\n" in before + after
