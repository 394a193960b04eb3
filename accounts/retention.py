"""Which files are kept for a period, and which of them have been kept long enough.

The rooms above name their kinds in the setting KEPT_KINDS; nobody here knows what they are.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string

from accounts.models import DestroyedPaper, KeptFile, RetentionPeriod


@dataclass(frozen=True)
class KeptKind:
    """A kind of records with files. The records have `original_name`, `sha256` and `size`."""

    code: str
    title: str
    model: type[KeptFile]
    committee: str  # lookup from a record to the committee that keeps it
    day: Combinable  # the date of the document, as a record knows it
    related: tuple[str, ...]  # what `belongs_to` reads
    belongs_to: Callable[[Any], str]

    def records(self, committee_id: int) -> QuerySet[Any]:
        """Those whose files are still there, each with its `kept_day`."""
        everything: QuerySet[Any] = self.model._default_manager.all()
        own = everything.filter(**{self.committee: committee_id}, destroyed_by_act__isnull=True)
        return own.exclude(file="").annotate(kept_day=self.day)

    def due(self, period: RetentionPeriod, today: datetime.date) -> QuerySet[Any]:
        """Kept long enough, and named in no act yet."""
        in_acts = DestroyedPaper.objects.live().filter(kind=self.code).values("target_id")
        over = self.records(period.committee_id).filter(kept_day__lt=period.over_before(today))
        return over.exclude(pk__in=in_acts).select_related(*self.related).order_by("kept_day", "pk")


def kept_kinds() -> tuple[KeptKind, ...]:
    """Every kind, in the order of the setting."""
    return _kinds(tuple(settings.KEPT_KINDS))


@lru_cache(maxsize=2)
def _kinds(names: tuple[str, ...]) -> tuple[KeptKind, ...]:
    return tuple(cast(KeptKind, import_string(name)) for name in names)


def kind_of(code: str) -> KeptKind:
    """Raises: KeyError: no such kind."""
    return {kind.code: kind for kind in kept_kinds()}[code]


def periods_of(committee_id: int) -> dict[str, RetentionPeriod]:
    """By kind; a kind without a period is kept for ever."""
    return {each.kind: each for each in RetentionPeriod.objects.filter(committee_id=committee_id)}
