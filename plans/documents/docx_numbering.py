"""What Word does not write down: paragraph alignment from styles and the numbers of its lists.

Automatic numbers are not in the text of a .docx. They follow from numbering.xml (levels, formats,
starts), from styles.xml (a style may carry a list) and from the order of paragraphs.
"""

from dataclasses import dataclass, field

from lxml import etree

from plans.documents.docx_package import W

MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_COUNT = 5_000


def value_of(parent: etree._Element | None, path: str) -> str | None:
    """The `w:val` at the end of a path of `w:` names, such as "pPr/jc"; None when absent."""
    node = parent
    for name in path.split("/"):
        node = node.find(W + name) if node is not None else None
    return node.get(W + "val", "") if node is not None else None


def int_of(text: str | None, default: int = 0) -> int:
    """A whole number as written in an attribute, or the default for anything else."""
    try:
        return int(text or "")
    except ValueError:
        return default


class Styles:
    """Paragraph styles: what a paragraph takes over when it says nothing itself."""

    def __init__(self, root: etree._Element | None) -> None:
        found = root.iter(W + "style") if root is not None else ()
        self._styles = {style.get(W + "styleId", ""): style for style in found}

    def alignment(self, paragraph: etree._Element) -> str:
        """left, center, right or both; empty where neither paragraph nor style says."""
        own = value_of(paragraph, "pPr/jc")
        if own is not None:
            return {"start": "left", "end": "right"}.get(own, own)
        inherited = self._inherited(value_of(paragraph, "pPr/pStyle"), "pPr/jc")
        return inherited.get(W + "val", "") if inherited is not None else ""

    def numbering(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = value_of(paragraph, "pPr/pStyle")
        inherited = self._inherited(style, "pPr/numPr")
        node = own if own is not None else inherited
        number = value_of(node, "numId") or value_of(inherited, "numId")
        if number in (None, "", "0"):
            return None
        return str(number), min(max(int_of(value_of(node, "ilvl")), 0), 8)

    def list_of(self, style: str) -> str | None:
        """The list that a list style stands for."""
        return value_of(self._inherited(style, "pPr/numPr"), "numId")

    def _inherited(self, style: str | None, path: str) -> etree._Element | None:
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            node = self._styles[style].find("/".join(W + name for name in path.split("/")))
            if node is not None:
                return node
            style = value_of(self._styles[style], "basedOn")
        return None


@dataclass
class _List:
    """One abstract list: its levels and how far each has counted."""

    levels: dict[int, etree._Element]
    counts: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def start(self, level: int) -> int:
        return int_of(value_of(self.levels.get(level), "start"), 1)

    def step(self, number: str, level: int, restart: int | None) -> None:
        """Counts one paragraph; a list with its own start begins anew when first met."""
        if restart is not None and (number, level) not in self.begun:
            self.counts[level] = restart
        else:
            self.counts[level] = self.counts.get(level, self.start(level) - 1) + 1
        self.begun.add((number, level))
        for deeper in [key for key in self.counts if key > level]:
            del self.counts[deeper]

    def label(self, level: int) -> str | None:
        """The printed number; empty for bullets, None for a format that is not known."""
        text = value_of(self.levels.get(level), "lvlText")
        if text is None or self._format(level) in ("bullet", "none"):
            return ""
        for step in range(level + 1):
            if f"%{step + 1}" in text:
                shown = written(self.counts.get(step, self.start(step)), self._format(step))
                if shown is None:
                    return None
                text = text.replace(f"%{step + 1}", shown)
        return text.strip()

    def is_bullet(self, level: int) -> bool:
        return self._format(level) == "bullet"

    def _format(self, level: int) -> str:
        return value_of(self.levels.get(level), "numFmt") or "decimal"


def written(count: int, style: str) -> str | None:
    """A count in one of Word's formats; None for a format that is not known."""
    if style.lower().endswith("roman"):
        shown = _roman(count)
    elif style in ("decimal", "decimalZero"):
        shown = f"{count:02d}" if style == "decimalZero" else str(count)
    elif style.startswith("russian"):
        shown = _letter(count, _CYRILLIC)
    elif style.endswith("Letter"):
        shown = _letter(count, _LATIN)
    else:
        return None
    return shown.upper() if style.lower().startswith("upper") or style.endswith("Upper") else shown


def _roman(count: int) -> str:
    if not 0 < count < _MAX_COUNT:
        return str(count)
    shown = ""
    for size, letters in _ROMAN:
        shown += letters * (count // size)
        count %= size
    return shown


def _letter(count: int, alphabet: str) -> str:
    """Past the last letter Word doubles them: я, аа, бб."""
    if not 0 < count < _MAX_COUNT:
        return str(count)
    return alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)


class Labels:
    """The automatic number of each paragraph of a document."""

    def __init__(
        self, body: etree._Element, styles: Styles, numbering: etree._Element | None
    ) -> None:
        self._labels: dict[etree._Element, str | None] = {}
        self._bullets: set[etree._Element] = set()
        if numbering is None:
            return
        nums = {num.get(W + "numId", ""): num for num in numbering.iter(W + "num")}
        lists = _abstract_lists(numbering)
        for paragraph in body.iter(W + "p"):
            place = styles.numbering(paragraph)
            if place is None or place[0] not in nums or not _is_printed(paragraph):
                continue
            number, level = place
            found = _resolve(number, nums, lists, styles)
            if found is not None:
                found.step(number, level, _restart(nums[number], level))
                self._labels[paragraph] = found.label(level)
                if found.is_bullet(level):
                    self._bullets.add(paragraph)

    def of(self, paragraph: etree._Element) -> str | None:
        """Empty where there is no automatic number, None where it could not be worked out."""
        return self._labels.get(paragraph, "")

    def is_bullet(self, paragraph: etree._Element) -> bool:
        """An item of a list that has a sign instead of a number."""
        return paragraph in self._bullets


def _abstract_lists(numbering: etree._Element) -> dict[str, tuple[_List, str | None]]:
    return {
        node.get(W + "abstractNumId", ""): (
            _List({int_of(level.get(W + "ilvl")): level for level in node.iter(W + "lvl")}),
            value_of(node, "numStyleLink"),
        )
        for node in numbering.iter(W + "abstractNum")
    }


def _resolve(
    number: str,
    nums: dict[str, etree._Element],
    lists: dict[str, tuple[_List, str | None]],
    styles: Styles,
) -> _List | None:
    """The list behind a number, through at most one list style."""
    found, link = lists.get(value_of(nums[number], "abstractNumId") or "", (None, None))
    if link:
        behind = nums.get(styles.list_of(link) or "")
        found, _ = lists.get(value_of(behind, "abstractNumId") or "", (None, None))
    return found


def _restart(num: etree._Element, level: int) -> int | None:
    for override in num.iter(W + "lvlOverride"):
        if int_of(override.get(W + "ilvl"), -1) == level:
            start = value_of(override, "startOverride")
            return int_of(start, 1) if start is not None else None
    return None


def _is_printed(paragraph: etree._Element) -> bool:
    """Deleted rows, moved-away text and second copies of text boxes are not counted."""
    for outer in paragraph.iterancestors():
        if outer.tag in (MC_FALLBACK, W + "del", W + "moveFrom"):
            return False
        if outer.tag == W + "tr" and outer.find(f"{W}trPr/{W}del") is not None:
            return False
    return True
