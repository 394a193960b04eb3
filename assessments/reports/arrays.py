"""Results of a whole procedure as arrays, for the computation of signs."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assessments.models import Procedure, Result, Work

Row = tuple[int, int | None, int | None]  # school, total, journal mark
Ints = NDArray[np.int64]
NO_MARK = 0  # «нет отметки», as in `assessments.scoring.works`


class WorkArrays(NamedTuple):
    """Everybody who took part in one work: three columns of equal length, ordered by school."""

    school_ids: Ints
    totals: Ints
    journal_marks: Ints
    max_total: int


def procedure_works(procedure: Procedure) -> list[Work]:
    """The works that have results in this procedure, by grade and subject."""
    with_results = Result.objects.took_part().filter(session__procedure=procedure)
    return list(
        Work.objects.filter(pk__in=with_results.values("session__work"))
        .select_related("subject")
        .order_by("grade", "subject__code", "level", "form")
    )


def work_arrays(procedure: Procedure, work: Work) -> WorkArrays:
    """One work of a procedure; an absent participant has no place here. One query."""
    took_part = Result.objects.took_part().filter(session__procedure=procedure, session__work=work)
    rows = took_part.order_by("session__school_id", "pk").values_list(
        "session__school_id", "total", "journal_mark"
    )
    return _columns(list(rows), work.max_points)


def arrays_by_work(procedure: Procedure) -> dict[int, WorkArrays]:
    """All works of a procedure by the work's id, in two queries."""
    works = {work.pk: work for work in procedure_works(procedure)}
    rows: dict[int, list[Row]] = defaultdict(list)
    took_part = Result.objects.took_part().filter(session__procedure=procedure)
    for work_id, school_id, total, mark in took_part.order_by(
        "session__school_id", "pk"
    ).values_list("session__work_id", "session__school_id", "total", "journal_mark"):
        rows[work_id].append((school_id, total, mark))
    return {pk: _columns(rows[pk], work.max_points) for pk, work in works.items()}


def _columns(rows: list[Row], max_total: int) -> WorkArrays:
    table = np.array([(school, total, mark or NO_MARK) for school, total, mark in rows], np.int64)
    school_ids, totals, journal_marks = table.reshape(-1, 3).T
    return WorkArrays(school_ids, totals, journal_marks, max_total)
