"""Which files of this room are kept for a period; the setting KEPT_KINDS names them."""

from django.db.models import F

from accounts.retention import KeptKind
from assessments.models import Protocol, Upload, facts_of_session


def _belongs_to(record: Protocol | Upload) -> str:
    return f"{record.session.school}, {record.session}"


PROTOCOLS = KeptKind(
    code="protocol",
    title="Сканы протоколов",
    model=Protocol,
    committee="session__school__committee",
    day=F("session__held_on"),
    related=facts_of_session("session"),
    belongs_to=_belongs_to,
)
UPLOADS = KeptKind(
    code="upload",
    title="Загруженные формы с результатами",
    model=Upload,
    committee="session__school__committee",
    day=F("session__held_on"),
    related=facts_of_session("session"),
    belongs_to=_belongs_to,
)
