"""Words and small shapes that every page uses."""

import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.db import models
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.audit import describe, describe_target, story_of
from accounts.models import AuditEvent

register = template.Library()

NBSP = "\u00a0"
STORY_LENGTH = 30


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler icon of the sprite that `make setup` builds; decoration, hidden from readers."""
    return _drawn(name)


@lru_cache(maxsize=256)
def _drawn(name: str) -> SafeString:
    """The same on every page, and some pages show hundreds."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form a Russian noun takes after a number: 1 школа, 2 школы, 5 школ."""
    tail, tens = abs(count) % 10, abs(count) % 100
    if tail == 1 and tens != 11:
        return one
    if 2 <= tail <= 4 and not 12 <= tens <= 14:
        return few
    return many


@register.filter
def count_of(count: int | None, forms: str) -> str:
    """`{{ n|count_of:"школа,школы,школ" }}` → «5 школ», with a non-breaking blank."""
    one, few, many = forms.split(",")
    number = count or 0
    return f"{number}{NBSP}{plural(number, one, few, many)}"


@register.filter
def plural_of(count: int | None, forms: str) -> str:
    """Like `count_of`, the word alone."""
    one, few, many = forms.split(",")
    return plural(count or 0, one, few, many)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """15.04.2027; of a moment, the day the clock on the wall shows."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d.%m.%Y}" if value else "—"


@register.filter
def decimal(value: float | None, digits: int = 1) -> str:
    """Decimal comma, true minus: −2,5; a dash where there is nothing."""
    if value is None:
        return "—"
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


@register.filter
def thousands(value: int | None) -> str:
    """1 400 000, with non-breaking blanks; a dash where there is nothing."""
    return "—" if value is None else f"{value:,}".replace(",", NBSP)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """A dictionary's value by a key held in a variable."""
    return mapping.get(key)


@register.inclusion_tag("_components/status.html")
def status(record: Any, field: str = "status") -> dict[str, str]:
    """A record's state as a chip: its label from the enum, its tone from one table."""
    value = getattr(record, field)
    return {
        "label": getattr(record, f"get_{field}_display")(),
        "tone": TONES.get(str(value), "wait"),
    }


@register.inclusion_tag("_components/status.html")
def chip(label: str, tone: str = "wait") -> dict[str, str]:
    """A chip with a word; tone is one of good, wait, warn, bad."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("_components/audit_story.html")
def audit_story(record: models.Model) -> dict[str, Any]:
    """`{% audit_story plan %}`: who decided what about this record, newest first. Two queries."""
    events = list(story_of(record)[: STORY_LENGTH + 1])
    return {"events": events[:STORY_LENGTH], "more": len(events) > STORY_LENGTH}


@register.filter
def audit_words(action: str) -> str:
    return describe(action)


@register.filter
def audit_target(event: AuditEvent) -> str:
    return describe_target(event)


TONES = {
    "draft": "wait",
    "review": "warn",
    "approved": "good",
    "planned": "wait",
    "collected": "good",
    "cancelled": "wait",
    "accepted": "good",
    "refused": "bad",
    "opened": "warn",
    "explained": "wait",
    "helped": "wait",
    "watched": "wait",
    "closed": "good",
    "queued": "wait",
    "running": "wait",
    "done": "good",
    "failed": "bad",
    "in-progress": "wait",
    "not-done": "bad",
    "not-applicable": "wait",
    "returned": "warn",
    "submitted": "wait",
    "settled": "good",
    "commented": "wait",
    "postponed": "warn",
    "asked": "warn",
    "agreed": "good",
    "given": "warn",
    "ready": "warn",
    "faulty": "bad",
    "unknown": "bad",
    "granted": "good",
    "declined": "bad",
    "confirmed": "good",
    "withdrawn": "wait",
}
