"""After the results are in: heads declare, a school asks to replace, files wait to be confirmed."""

import datetime

from django.utils import timezone

from assessments.models import Declaration, Procedure, Session
from assessments.services import declarations, replacements, wizard
from assessments.services.result_forms import spec_of
from config.demo.city import City
from config.demo.forms import filled_form

CONFIRM, UNABLE, SENDS = ("1", "2", "3"), "4", "2"  # schools by number


def declare_results(city: City, procedure: Procedure) -> None:
    for number in CONFIRM:
        _sign(city, procedure, number, kind=Declaration.Kind.CONFIRMED)
    reason = "Две работы перепроверяет комиссия, её протокол будет на этой неделе."
    _sign(city, procedure, UNABLE, kind=Declaration.Kind.UNABLE, reason=reason)


def _sign(city: City, procedure: Procedure, number: str, *, kind: str, reason: str = "") -> None:
    session = _sessions(city, procedure, number)[0]
    declarations.sign_declaration(
        procedure_id=procedure.pk,
        school_id=session.school_id,
        kind=kind,
        points=range(len(declarations.POINTS)),
        reason=reason,
        now=timezone.now(),
        by=city.deputies[number],
    )


def ask_for_replacement(city: City, procedure: Procedure, today: datetime.date) -> None:
    """One request waits, one was granted, one declined."""
    words = "В протоколе перепутаны варианты у двух участников."
    by, until = city.deputies[SENDS], today + datetime.timedelta(days=5)
    asked = [
        replacements.ask_replacement(session_id=session.pk, reason=words, today=today, by=by)
        for session in _sessions(city, procedure, SENDS)[:3]
    ]
    now = timezone.now()
    replacements.grant_replacement(
        replacement_id=asked[1].pk, until=until, today=today, now=now, by=city.editor
    )
    replacements.decline_replacement(
        replacement_id=asked[2].pk, answer="Они уже перепроверены.", now=now, by=city.editor
    )


def send_files(city: City, procedure: Procedure) -> None:
    """A sound replacement, one with a fault, and a book that is no form."""
    sound, faulty = _sessions(city, procedure, SENDS)[:2]
    changed = list(sound.results.order_by("code"))
    changed[0].journal_mark = 2 if changed[0].journal_mark == 3 else 3
    spoilt = list(faulty.results.order_by("code"))
    spoilt[1].code = spoilt[0].code
    files = (
        ("исправлено.xlsx", filled_form(spec_of(sound), changed)),
        ("второй класс.xlsx", filled_form(spec_of(faulty), spoilt)),
        ("расписание.xlsx", b"not a workbook"),
    )
    for name, data in files:
        wizard.receive_file(
            procedure_id=procedure.pk, data=data, filename=name, by=city.deputies[SENDS]
        )


def _sessions(city: City, procedure: Procedure, number: str) -> list[Session]:
    own = Session.objects.visible_to(city.deputies[number]).filter(procedure=procedure)
    return list(own.order_by("held_on", "class_group__letter", "pk"))
