"""What stands around the table, then and now: stamps, title, preamble, captions, what is below."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from plans.documents.comparison.stamp_fields import FIELD_NAMES, fields_of, name_of, word_of
from plans.documents.comparison.words import BothTexts, Piece, State, compare_words
from plans.documents.outline import Field, OutlineStamp, PlanOutline
from plans.documents.paper import CAPTIONS, part_footer

# Two paragraphs that share fewer letters are two things said, not one reworded.
ALIKE = 0.5


@dataclass(frozen=True)
class PartChange(BothTexts):
    """Something outside the rows that differs: `name` as people call it, both of its texts."""

    name: str
    state: State
    pieces: list[Piece]


def changes_before(old: PlanOutline, new: PlanOutline) -> list[PartChange]:
    """From the top of the sheet to the captions of the table, in printed order."""
    return [
        *_stamps(old.stamps, new.stamps),
        *_text("Название плана", old.title, new.title),
        *_paragraphs("Вступление", old.preamble, new.preamble),
        *_columns(old, new),
    ]


def changes_after(old: PlanOutline, new: PlanOutline) -> list[PartChange]:
    """Below the table."""
    (old_legend, old_executor), (legend, executor) = map(part_footer, (old.footer, new.footer))
    return [
        *_paragraphs("Сокращения", old_legend, legend),
        *_text("Исполнитель", "\n".join(old_executor), "\n".join(executor)),
    ]


def _text(name: str, was: str, now: str) -> Iterator[PartChange]:
    if was != now:
        state: State = "changed" if was and now else "added" if now else "removed"
        yield PartChange(name, state, compare_words(was, now))


def _paragraphs(name: str, was: list[str], now: list[str]) -> Iterator[PartChange]:
    """Paragraph by paragraph: a long preamble shows only those that differ."""
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield from _reworded(name, was[first:last], now[new_first:new_last])


def _reworded(name: str, was: list[str], now: list[str]) -> Iterator[PartChange]:
    """Of paragraphs in one place, each finds the most alike of those before it."""
    left = list(was)
    for text in now:
        nearest = max(left, key=lambda one: _likeness(one, text), default="")
        before = nearest if nearest and _likeness(nearest, text) >= ALIKE else ""
        if before:
            skipped = left[: left.index(before)]
            left = left[len(skipped) + 1 :]
            for one in skipped:
                yield from _text(name, one, "")
        yield from _text(name, before, text)
    for one in left:
        yield from _text(name, one, "")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _columns(old: PlanOutline, new: PlanOutline) -> Iterator[PartChange]:
    was, now = _captions(old), _captions(new)
    for name in dict.fromkeys([*now, *was]):
        yield from _text(f"Графа «{CAPTIONS[name]}»", was.get(name, ""), now.get(name, ""))
    stayed = [name for name in was if name in now]
    if stayed != [name for name in now if name in was]:
        before, after = (", ".join(one.values()) for one in (was, now))
        yield PartChange("Порядок граф", "changed", compare_words(before, after))


def _captions(outline: PlanOutline) -> dict[Field, str]:
    """By field, in printed order."""
    captions = outline.columns or [CAPTIONS[name] for name in outline.fields]
    return dict(zip(outline.fields, captions, strict=True))


def _stamps(old: list[OutlineStamp], new: list[OutlineStamp]) -> Iterator[PartChange]:
    """Field by field where a stamp was reworded; whole where it came or went."""
    pairs = _pair_stamps(old, new)
    for place, stamp in enumerate(new):
        if place in pairs:
            yield from _stamp(old[pairs[place]], stamp)
        else:
            yield from _text(name_of(stamp), "", "\n".join(stamp.lines))
    for place, stamp in enumerate(old):
        if place not in pairs.values():
            yield from _text(name_of(stamp), "\n".join(stamp.lines), "")


def _stamp(old: OutlineStamp, new: OutlineStamp) -> Iterator[PartChange]:
    was, now = fields_of(old), fields_of(new)
    for key, said in FIELD_NAMES.items():
        yield from _text(f"{name_of(new)}, {said}", was.get(key, ""), now.get(key, ""))


def _pair_stamps(old: list[OutlineStamp], new: list[OutlineStamp]) -> dict[int, int]:
    """Stamps of the same word, those most alike first: {place now: place then}."""
    candidates = [
        (-_likeness("\n".join(was.lines), "\n".join(now.lines)), place, other)
        for place, now in enumerate(new)
        for other, was in enumerate(old)
        if word_of(was) == word_of(now)
    ]
    pairs: dict[int, int] = {}
    for _, place, other in sorted(candidates):
        if place not in pairs and other not in pairs.values():
            pairs[place] = other
    return pairs
