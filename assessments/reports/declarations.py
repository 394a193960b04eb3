"""Whether a school's results are whole, and what its head has said of them."""

from typing import NamedTuple

from django.db.models import Count, Q

from assessments.models import Declaration, Procedure, Session, Upload
from schools.models import School


class SessionFacts(NamedTuple):
    """One session of a school as a declaration speaks of it."""

    session: Session
    upload: Upload | None  # none where the committee took the results from a report
    rows: int
    absent: int

    @property
    def gap(self) -> str:
        """What is still missing, in words; empty when every participant has a score or a reason.

        A row of results has one of the two, the database sees to it: only rows can be missing.
        """
        if self.session.status != Session.Status.COLLECTED or not self.rows:
            return "результаты ещё не загружены"
        pupils = self.session.class_group.pupils
        if pupils > self.rows:
            return (
                f"в классе {pupils}, в форме {self.rows}. Внесите остальных с пометкой "
                "«отсутствовал» или уточните численность класса"
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
    sessions = (
        Session.objects.filter(procedure=procedure, school=school)
        .exclude(status=Session.Status.CANCELLED)
        .for_table()
        .annotate(
            rows=Count("results"),
            absent=Count("results", filter=Q(results__absent=True)),
        )
        .order_by("held_on", "class_group__grade", "class_group__letter", "pk")
    )
    found = Upload.objects.current().filter(session__procedure=procedure, session__school=school)
    current = {upload.session_id: upload for upload in found}
    return [SessionFacts(each, current.get(each.pk), each.rows, each.absent) for each in sessions]


def standing_declaration(procedure: Procedure, school: School) -> Declaration | None:
    found = Declaration.objects.standing().filter(procedure=procedure, school=school)
    return found.select_related("school", "procedure", "signed_by__person").first()


class DeclarationState(NamedTuple):
    """The last word of a school: its declaration, and whether later results have overtaken it."""

    declaration: Declaration
    has_fallen: bool

    @property
    def label(self) -> str:
        return "устарело" if self.has_fallen else self.declaration.get_kind_display()

    @property
    def tone(self) -> str:
        return "warn" if self.has_fallen else self.declaration.tone


def declaration_states(procedure: Procedure) -> dict[int, DeclarationState]:
    """The newest declaration of each school by its id; a school that signed none is absent."""
    newest = (
        Declaration.objects.filter(procedure=procedure)
        .select_related("fall")
        .order_by("signed_at", "pk")
    )
    return {each.school_id: DeclarationState(each, not each.is_standing) for each in newest}
