"""Documents brought, withdrawn and decided on, as tests of evidence say it."""

import datetime

from plans.services import evidence as services
from plans.services import marking
from plans.services.evidence import Brought
from tests.accounts.hostile_files import pdf

TODAY = datetime.date(2026, 11, 23)


def protocol(pages=1, **changed):
    kept = {"kind": "protocol", "note": "Протокол № 5", "data": pdf(pages), "filename": "п.pdf"}
    return Brought(**{**kept, **changed})


def add(due, by, brought=None):
    return services.add_evidence(occurrence_id=due.pk, brought=brought or protocol(), by=by)


def read(evidence):
    with evidence.file.open("rb") as stored:
        return stored.read()


def settle(evidence, by, remark="", *, accept=True):
    decide = services.accept_evidence if accept else services.return_evidence
    return decide(evidence_id=evidence.pk, seen=evidence.state, remark=remark, by=by)


def withdraw(evidence, by, reason=""):
    return services.withdraw_evidence(evidence_id=evidence.pk, reason=reason, by=by)


def mark_done(due, by, note=""):
    return marking.report_occurrence(
        occurrence_id=due.pk, seen=due.state, state="done", note=note, by=by
    )
