"""The marked copy of a large file: made by the worker, kept until the file is looked at anew."""

from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.errors import RuleViolation
from accounts.files.serving import random_storage_name
from accounts.jobs import record_progress, register_job
from accounts.models import Job, User
from accounts.services import start_job
from assessments import permissions
from assessments.models import ResultsImport
from assessments.services.marked_copies import check_can_be_marked, marked_content

MARK_FILE = "mark-results-file"
STEPS = 3  # the file is at hand, the copy is made, the copy is kept


def start_marking(*, import_id: int, by: User) -> Job:
    """Have a large file marked; a small one is marked while the person waits.

    Raises:
        RuleViolation: nothing-to-mark.
    """
    permissions.check_can_import_results(by)
    kept = ResultsImport.objects.visible_to(by).get(pk=import_id)
    check_can_be_marked(kept)
    return start_job(
        kind=MARK_FILE, unique_key=unique_key(kept), by=by, args={"import_id": kept.pk}
    )


def unique_key(kept: ResultsImport) -> str:
    return f"{MARK_FILE}:{kept.pk}"


def running_job(kept: ResultsImport) -> Job | None:
    return Job.objects.unfinished().filter(unique_key=unique_key(kept)).first()


@register_job(MARK_FILE, title="Файл с отметками")
def mark_in_background(job: Job) -> None:
    kept = ResultsImport.objects.get(pk=job.args["import_id"])
    job.result = {"next": kept.get_absolute_url()}
    record_progress(job, done=1, total=STEPS)
    try:
        content = marked_content(kept)
    except RuleViolation:
        ResultsImport.objects.filter(pk=kept.pk).update(cannot_be_marked=True)
        return
    record_progress(job, done=2, total=STEPS)
    _keep(kept, content)
    record_progress(job, done=STEPS, total=STEPS)


@transaction.atomic
def _keep(kept: ResultsImport, content: bytes) -> None:
    """Unless the file was dropped or looked at anew meanwhile: its faults are others now."""
    same = ResultsImport.objects.select_for_update(of=("self",)).filter(
        pk=kept.pk, checked_at=kept.checked_at
    )
    fresh = same.first()
    if fresh is None:
        return
    forget_copy(fresh)
    fresh.marked.save(random_storage_name("imports", "xlsx"), ContentFile(content), save=False)
    fresh.save(update_fields=["marked"])


def forget_copy(kept: ResultsImport) -> None:
    """The copy goes when the decision is settled, not before; the caller saves the record."""
    if kept.marked.name:
        transaction.on_commit(partial(kept.marked.storage.delete, kept.marked.name))
    kept.marked, kept.cannot_be_marked = "", False
