"""Whether a school's results are whole: what its head may declare of them."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from assessments.models import Discrepancy, Procedure, Session, Upload
from schools.models import School


class SessionFacts(NamedTuple):
    """One session of a school as a declaration speaks of it."""

    session: Session
    upload: Upload | None  # none where the committee took the results from a report
    rows: int
    absent: int
    is_explained: bool  # the school has said in the reconciliation why rows are missing

    @property
    def gap(self) -> str:
        """What is still missing, in words; empty when every participant has a score or a reason.

        A row of results has one of the two, the database sees to it: only rows can be missing.
        """
        if self.session.status != Session.Status.COLLECTED or not self.rows:
            return "результаты ещё не загружены"
        pupils = self.session.class_group.pupils
        if pupils > self.rows and not self.is_explained:
            return (
                f"в классе {pupils}, в форме {self.rows}. Внесите остальных с пометкой "
                "«отсутствовал», уточните численность класса или объясните расхождение в сверке"
            )
        return ""

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "session": self.session.pk,
            "work": str(self.session),
            "upload": self.upload.pk if self.upload else None,
            "sha256": self.upload.sha256 if self.upload else "",
            "participants": self.rows,
            "absent": self.absent,
        }


def facts_of(procedure: Procedure, school: School) -> list[SessionFacts]:
    """Every session of the school that is not cancelled, in two queries."""
    explained = Discrepancy.objects.filter(
        session=OuterRef("pk"),
        kind=Discrepancy.Kind.ROLL_FILE,
        state__in=(Discrepancy.State.EXPLAINED, Discrepancy.State.ACCEPTED),
    )
    sessions = (
        Session.objects.filter(procedure=procedure, school=school)
        .exclude(status=Session.Status.CANCELLED)
        .for_table()
        .annotate(
            rows=Count("results"),
            absent=Count("results", filter=Q(results__absent=True)),
            is_explained=Exists(explained),
        )
        .order_by("held_on", "class_group__grade", "class_group__letter", "pk")
    )
    found = Upload.objects.current().filter(session__procedure=procedure, session__school=school)
    current = {upload.session_id: upload for upload in found}
    return [
        SessionFacts(each, current.get(each.pk), each.rows, each.absent, each.is_explained)
        for each in sessions
    ]
