"""A file of ФИС ОКО on its way: kept, looked through, taken. Large ones go to the worker."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.files.serving import random_storage_name
from accounts.jobs import register_job
from accounts.models import Job, User
from accounts.services import start_job
from assessments import permissions
from assessments.models import ResultsImport
from assessments.rules.imports import check_file_has_rows, check_file_not_taken
from assessments.services.imports.files import import_file
from assessments.services.imports.marking import forget_copy
from assessments.services.imports.report import ImportReport
from assessments.services.results import faults_as_json, mends_as_json
from schools.models import School

LARGE = 512 * 1024  # bytes; some seven thousand rows, a second or two
CHECK_FILE, TAKE_FILE = "check-results-file", "take-results-file"


@transaction.atomic
def keep_file(
    *,
    data: bytes,
    filename: str,
    year: int,
    school_id: int | None = None,
    subject: str = "",
    grade: int | None = None,
    by: User,
) -> ResultsImport:
    """Put the file away as it came; nothing of it is read yet.

    Args:
        school_id: whose form it is, where the form does not say.
        subject, grade: what it is of, where its headings do not tell.
    """
    permissions.check_can_import_results(by)
    school = School.objects.visible_to(by).get(pk=school_id) if school_id else None
    kept = ResultsImport(
        committee=by.committee,
        year=year,
        school=school,
        subject=subject,
        grade=grade,
        original_name=filename[:255],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    kept.file.save(random_storage_name("imports", "xlsx"), ContentFile(data), save=False)
    kept.save()
    record_event(action="results-file-brought", target=kept, by=by, sha256=kept.sha256)
    return kept


def check_file(*, import_id: int, by: User) -> Job | None:
    """Find out what a file would bring and change nothing; a large one is left to the worker.

    Raises:
        RuleViolation: import-done.
    """
    permissions.check_can_import_results(by)
    kept = ResultsImport.objects.visible_to(by).get(pk=import_id)
    check_file_not_taken(kept)
    if kept.size > LARGE:
        return start_job(
            kind=CHECK_FILE, unique_key=unique_key(kept), by=by, args={"import_id": kept.pk}
        )
    _look(kept, by)
    return None


def take_file(*, import_id: int, by: User) -> Job | None:
    """Take what is sound in a file that somebody has looked through.

    Raises:
        RuleViolation: import-done, nothing-to-take.
    """
    permissions.check_can_import_results(by)
    kept = ResultsImport.objects.visible_to(by).get(pk=import_id)
    check_file_not_taken(kept)
    check_file_has_rows(kept)
    if kept.size > LARGE:
        return start_job(
            kind=TAKE_FILE, unique_key=unique_key(kept), by=by, args={"import_id": kept.pk}
        )
    _take(kept.pk, by)
    return None


@transaction.atomic
def drop_file(*, import_id: int, by: User) -> None:
    """Forget a file that was not taken.

    Raises:
        RuleViolation: import-done.
    """
    permissions.check_can_import_results(by)
    kept = ResultsImport.objects.visible_to(by).select_for_update(of=("self",)).get(pk=import_id)
    check_file_not_taken(kept)
    _forget(kept, by)


@transaction.atomic
def remove_stale(*, now: datetime.datetime) -> int:
    """The clock clears away what nobody has decided about for thirty days. Returns how many."""
    stale = ResultsImport.objects.stale(now).select_for_update(of=("self",))
    files = [kept for kept in stale.order_by("pk") if running_job(kept) is None]
    for kept in files:
        _forget(kept, None)
    return len(files)


def _forget(kept: ResultsImport, by: User | None) -> None:
    """The record now, its files when the decision is settled."""
    record_event(
        action="results-file-dropped", target=kept, by=by, sha256=kept.sha256, name=str(kept)
    )
    storage, name = kept.file.storage, kept.file.name or ""
    forget_copy(kept)
    kept.delete()
    transaction.on_commit(lambda: storage.delete(name))


def unique_key(kept: ResultsImport) -> str:
    """Looked at or taken, a file is in one pair of hands at a time."""
    return f"results-file:{kept.pk}"


def running_job(kept: ResultsImport) -> Job | None:
    return Job.objects.unfinished().filter(unique_key=unique_key(kept)).first()


@register_job(CHECK_FILE, title="Проверка файла ФИС ОКО")
def check_in_background(job: Job) -> None:
    kept = ResultsImport.objects.get(pk=job.args["import_id"])
    _look(kept, job.started_by or kept.uploaded_by)
    job.result = {"next": kept.get_absolute_url()}


@register_job(TAKE_FILE, title="Загрузка файла ФИС ОКО")
def take_in_background(job: Job) -> None:
    kept = ResultsImport.objects.get(pk=job.args["import_id"])
    job.result = {"next": kept.get_absolute_url()}
    if kept.taken_at is None:
        _take(kept.pk, job.started_by or kept.uploaded_by)


def _look(kept: ResultsImport, by: User) -> None:
    _note(kept, _report_of(kept, by, dry_run=True))


@transaction.atomic
def _take(import_id: int, by: User) -> None:
    """Found anew: since the look a school may have sent its own form, or joined the registry."""
    kept = ResultsImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    check_file_not_taken(kept)
    report = _report_of(kept, by, dry_run=False)
    if report.accepted:
        kept.taken_at, kept.taken_by = timezone.now(), by
        record_event(
            action="results-file-taken",
            target=kept,
            by=by,
            sha256=kept.sha256,
            shape=report.shape,
            rows=report.accepted,
        )
    _note(kept, report)


def _report_of(kept: ResultsImport, by: User, *, dry_run: bool) -> ImportReport:
    with kept.file.open() as file:
        data = file.read()
    return import_file(
        data=data,
        filename=kept.original_name,
        year=kept.year,
        school_login=kept.school.login if kept.school else "",
        subject=kept.subject,
        grade=kept.grade,
        dry_run=dry_run,
        by=by,
    )


def _note(kept: ResultsImport, report: ImportReport) -> None:
    kept.checked_at = timezone.now()
    kept.shape, kept.title, kept.works = report.shape, report.title[:100], report.work
    kept.accepted, kept.waiting = report.accepted, report.waiting
    kept.schools, kept.sessions = report.schools, report.sessions
    kept.faults, kept.fault_count = faults_as_json(report.refused), len(report.refused)
    kept.mended, kept.mend_count = mends_as_json(report.mended), len(report.mended)
    forget_copy(kept)
    kept.save()
