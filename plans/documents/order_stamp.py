"""The order that approves a plan, written into its stamps."""

import datetime
import re

from plans.documents.heading import find_order
from plans.documents.outline import OutlineOrder, OutlineStamp
from plans.documents.stamps import NO_DATE, approved_by_order, long_date

BLANKS = r"_[_\s]{0,40}"
BLANK_DAY = rf"[«\"]?\s*{BLANKS}[»\"]?\s*(?:{BLANKS})?(?:20\s*{BLANKS})?(?:г\.?|года)?"
# «от «__» ________ 20__ г. № ____»: the line of an order that waits for its day and number.
BLANK_ORDER = re.compile(rf"\bот\s*{BLANK_DAY}\s*№\s*{BLANKS}", re.IGNORECASE)
# «__» ____________ 20__ г.: a day that waits for a hand; a blank for a signature has no «20».
BLANK_DATE = re.compile(rf"[«\"]\s*{BLANKS}[»\"]\s*{BLANKS}20\s*_*\s*(?:г\.?|года)?", re.IGNORECASE)
SIGNED = re.compile(r"[«\"]?\s*утверждаю", re.IGNORECASE)
ANNEX = re.compile(r"\s*приложени[ея]\b", re.IGNORECASE)
TO_ORDER = re.compile(r"(?:^|\s)к\s+(?:приказу|распоряжению|постановлению|решению)", re.IGNORECASE)
# «Приложение № 1» of «Приложение № 1 к приказу комитета», or the whole line.
CAPTION = re.compile(r".+?(?=\s+к\s|$)")
ORDER_LINE = re.compile(r"\bот\s.*№.*", re.IGNORECASE)


def order_in(stamps: list[OutlineStamp]) -> OutlineOrder | None:
    """The order that the stamps already name in full, day and number; blanks are none."""
    order = find_order(stamps)
    return order if order and order.date and order.number else None


def with_order(
    stamps: list[OutlineStamp], *, title: str, issuer: str, date: datetime.date, number: str
) -> list[OutlineStamp]:
    """The stamps of the approved plan; where they name an order in full, as they are.

    A blank «от … № …» is filled in. A signed УТВЕРЖДАЮ gets its day and a line with the order.
    Where nothing speaks of approval, «Утверждён приказом …» comes first. `issuer` is a genitive.
    """
    if order_in(stamps):
        return stamps
    line = f"от {date:%d.%m.%Y} № {number}"
    filled = [_filled(stamp, line) for stamp in stamps]
    if filled != stamps:
        return filled
    for place, stamp in enumerate(stamps):
        if stamp.kind == "approved" and stamp.lines and SIGNED.match(stamp.lines[0]):
            return [*stamps[:place], _signed(stamp, date, line), *stamps[place + 1 :]]
    return [approved_by_order(title, issuer, date=date, number=number), *stamps]


def with_annex(stamps: list[OutlineStamp], *, annex: str, issuer: str) -> list[OutlineStamp]:
    """«Приложение 1 / к приказу … / от … № …» first, unless a stamp begins with it already.

    A stamp that begins with another caption of an annex gets this one and keeps its order: a plan
    is an annex once. «Утверждён приказом …» with its day and number gets the caption above it. In a
    new stamp the order is the one that is named already, or a blank that `with_order` fills in;
    `issuer` is a genitive.
    """
    caption = annex.strip()
    if not caption or any(stamp.lines[:1] == [caption] for stamp in stamps):
        return stamps
    for place, stamp in enumerate(stamps):
        if is_annex(stamp):
            lines = _recaptioned(stamp.lines, caption)
        elif _is_by_order(stamp) and not _names_order(caption):
            lines = [caption, *stamp.lines]
        else:
            continue
        return [*stamps[:place], OutlineStamp(stamp.kind, lines), *stamps[place + 1 :]]
    named = order_in(stamps)
    order = _order_line(named) if named else f"от {NO_DATE} № ______"
    to_order = [] if _names_order(caption) else [f"к приказу {issuer}"]
    return [OutlineStamp("approved", [caption, *to_order, order]), *stamps]


def without_annex(
    stamps: list[OutlineStamp], *, annex: str, title: str, issuer: str
) -> list[OutlineStamp]:
    """The stamps of a plan that is an annex no more: what `with_annex` has written goes.

    An order that is named already stays, as «Утверждён приказом …»; one that was waited for goes
    with its stamp, for `with_order` will write it anew. `issuer` is a genitive.
    """
    kept: list[OutlineStamp] = []
    for stamp in stamps:
        if stamp.kind != "approved" or not _begins_with(stamp.lines, annex.strip()):
            kept.append(stamp)
            continue
        rest, order = stamp.lines[1:], order_in([stamp])
        if rest and not (TO_ORDER.match(rest[0]) or ORDER_LINE.match(rest[0])):
            kept.append(OutlineStamp(stamp.kind, rest))
        elif order:
            day = datetime.date.fromisoformat(order.date)
            approved = approved_by_order(title, issuer, date=day, number=order.number)
            approved.lines.extend(_after_order(stamp.lines))
            kept.append(approved)
    return kept


def _begins_with(lines: list[str], caption: str) -> bool:
    """The caption stands alone in its line, or before «к приказу …»."""
    first = lines[0].strip() if lines else ""
    found = CAPTION.match(first)
    return first == caption or (found is not None and found.group().strip() == caption)


def _after_order(lines: list[str]) -> list[str]:
    """Notes below the order, such as «(в редакции приказа …)»."""
    named = next((place for place, line in enumerate(lines) if ORDER_LINE.search(line)), len(lines))
    return lines[named + 1 :]


def with_amendment(
    stamps: list[OutlineStamp], *, date: datetime.date, number: str
) -> list[OutlineStamp]:
    """«(в редакции приказа от … № …)» under the order that approved the plan at first."""
    line = f"(в редакции приказа от {date:%d.%m.%Y} № {number})"
    for place, stamp in enumerate(stamps):
        if stamp.kind == "approved" and order_in([stamp]):
            if line in stamp.lines:
                return stamps
            amended = OutlineStamp(stamp.kind, [*stamp.lines, line])
            return [*stamps[:place], amended, *stamps[place + 1 :]]
    return stamps


def _is_by_order(stamp: OutlineStamp) -> bool:
    """«Утверждён приказом от … № …», and no official's own signature."""
    return bool(order_in([stamp])) and not SIGNED.match(stamp.lines[0])


def _order_line(order: OutlineOrder) -> str:
    return f"от {datetime.date.fromisoformat(order.date):%d.%m.%Y} № {order.number}"


def is_annex(stamp: OutlineStamp) -> bool:
    """«Приложение 1 / к приказу …», whatever the caption is."""
    if stamp.kind != "approved" or not stamp.lines:
        return False
    second = stamp.lines[1] if len(stamp.lines) > 1 else ""
    return bool(ANNEX.match(stamp.lines[0]) or TO_ORDER.match(second))


def _recaptioned(lines: list[str], caption: str) -> list[str]:
    """Another caption over the same order; one that says «к приказу» itself says it once."""
    if not _names_order(caption):
        # A function, not a template: what people typed is no replacement pattern.
        return [CAPTION.sub(lambda _: caption, lines[0], count=1), *lines[1:]]
    for place, line in enumerate(lines):
        order = ORDER_LINE.search(line)
        if order:
            return [caption, order.group(), *lines[place + 1 :]]
    return [caption, *(line for line in lines[1:] if not TO_ORDER.match(line))]


def _names_order(caption: str) -> bool:
    """«Приложение к приказу комитета»: typed whole, though the portal would have added it."""
    return bool(TO_ORDER.search(caption))


def _filled(stamp: OutlineStamp, line: str) -> OutlineStamp:
    if stamp.kind != "approved":
        return stamp
    # A function, not a template: what the head typed is no replacement pattern.
    lines = [BLANK_ORDER.sub(lambda _: line, text) for text in stamp.lines]
    return OutlineStamp(stamp.kind, lines)


def _signed(stamp: OutlineStamp, date: datetime.date, line: str) -> OutlineStamp:
    day = long_date(date)
    lines = [BLANK_DATE.sub(lambda _: day, text) for text in stamp.lines]
    return OutlineStamp(stamp.kind, [*lines, f"приказ {line}"])
