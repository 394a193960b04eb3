"""Facts about uploads by session: what the board, the wizard and reconciliation build on."""

from typing import Any, NamedTuple

from django.db.models import Count, Func, IntegerField, QuerySet

from assessments.models import Session, Upload, UploadDraft


class ListLength(Func):
    """How many entries a JSON list holds, without fetching it."""

    function = "jsonb_array_length"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **context)


class UploadFacts(NamedTuple):
    """What is known of the files of one session."""

    current: Upload | None = None  # whose results are the session's results
    versions: int = 0  # accepted files in all, replaced ones included
    remarks: int = 0  # of the newest file that was not taken and that nothing sound has followed
    mended: int = 0  # of the current file
    drafts: int = 0  # checked files that wait for their author's confirmation

    @property
    def has_remarks(self) -> bool:
        return self.remarks > 0


def upload_facts(sessions: QuerySet[Session]) -> dict[int, UploadFacts]:
    """By session id, in three queries whatever their number; nothing is known of the absent."""
    ids = sessions.order_by().values("pk")
    uploads = (
        Upload.objects.filter(session__in=ids)
        .annotate(remarks=ListLength("faults"), mends=ListLength("mended"))
        .defer("faults", "mended")
        .order_by("uploaded_at", "pk")
    )
    facts: dict[int, UploadFacts] = {}
    for upload in uploads:
        before = facts.get(upload.session_id, UploadFacts())
        facts[upload.session_id] = _after(before, upload)
    for session_id, found in _faulty_drafts(ids).items():
        before = facts.get(session_id, UploadFacts())
        is_newer = before.current is None or found.uploaded_at > before.current.uploaded_at
        if is_newer:
            facts[session_id] = before._replace(remarks=found.remarks)
    for session_id, count in _ready_drafts(ids).items():
        facts[session_id] = facts.get(session_id, UploadFacts())._replace(drafts=count)
    return facts


def _after(before: UploadFacts, upload: Any) -> UploadFacts:
    if upload.state == Upload.State.REFUSED:
        return before._replace(remarks=upload.remarks)
    versions = before.versions + 1
    if not upload.is_current:
        return before._replace(versions=versions)
    return before._replace(current=upload, versions=versions, remarks=0, mended=upload.mends)


def _faulty_drafts(ids: QuerySet[Any]) -> dict[int, Any]:
    drafts = (
        UploadDraft.objects.unconfirmed()
        .filter(session__in=ids, state=UploadDraft.State.FAULTY)
        .annotate(remarks=ListLength("faults"))
        .only("session_id", "uploaded_at")
        .order_by("uploaded_at", "pk")
    )
    return {draft.session_id: draft for draft in drafts if draft.session_id}


def _ready_drafts(ids: QuerySet[Any]) -> dict[int, int]:
    ready = UploadDraft.objects.unconfirmed().filter(session__in=ids, state=UploadDraft.State.READY)
    counted = ready.order_by().values("session").annotate(count=Count("pk"))
    return {row["session"]: row["count"] for row in counted}
