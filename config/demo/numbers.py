"""Numbers of the last procedure from its protocols and acts: nearly all agree, two do not."""

from assessments.models import Procedure, Tally
from assessments.services.reconciliation import compare
from config.demo.schools import DemoSchool
from observers.models import ObservationAct

# Where the protocol and where an observer says otherwise than the file, by number of the school.
PROTOCOL_SCHOOL, ACT_SCHOOL = 4, 2


def record_numbers(procedure: Procedure, schools: list[DemoSchool]) -> None:
    """Needs results and acts."""
    files = list(
        Tally.objects.filter(session__procedure=procedure, source=Tally.Source.FILE)
        .select_related("session")
        .order_by("session__held_on", "session")
    )
    otherwise = _first_of(files, schools[PROTOCOL_SCHOOL - 1])
    Tally.objects.bulk_create(_protocol(file, shift=int(file is otherwise)) for file in files)
    Tally.objects.bulk_create(_acts(files, schools[ACT_SCHOOL - 1]))
    compare([file.session_id for file in files])


def _first_of(files: list[Tally], made: DemoSchool) -> Tally | None:
    """A session at which somebody was absent: the file and the protocol may disagree about them."""
    of_school = (file for file in files if file.session.school_id == made.school.pk)
    return next((file for file in of_school if file.absent), None)


def _protocol(file: Tally, *, shift: int) -> Tally:
    return Tally(
        session=file.session,
        source=Tally.Source.PROTOCOL,
        present=file.present + shift,
        absent=(file.absent or 0) - shift,
    )


def _acts(files: list[Tally], made: DemoSchool) -> list[Tally]:
    """The acts say what the files say, but for one."""
    present = {file.session_id: file.present for file in files}
    acts = list(
        ObservationAct.objects.filter(assignment__session__in=present)
        .select_related("assignment__session")
        .order_by("pk")
    )
    otherwise = next((a for a in acts if a.assignment.session.school_id == made.school.pk), None)
    for act in acts:
        act.participants = present[act.assignment.session_id] + int(act is otherwise)
    ObservationAct.objects.bulk_update(acts, ["participants"])
    return [
        Tally(
            session=act.assignment.session,
            source=Tally.Source.ACT,
            reference=act.pk,
            present=act.participants,
        )
        for act in acts
    ]
