"""What waits for a person in this room."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.portal import count_of
from accounts.waiting import Tone, WaitingItem
from assessments.models import (
    Declaration,
    Procedure,
    ReplacementRequest,
    ResultsImport,
    Session,
    Upload,
    UploadDraft,
)
from assessments.reports.drawn import drawn_ahead

MOST_ITEMS = 10
NAMED = 3  # works of a line; the page behind it names all
# A procedure of years ago, from before there were declarations, waits for none.
DECLARED_WITHIN = datetime.timedelta(days=60)


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """Results that are due: a line a session for the school, a line a procedure for editors."""
    if user.is_deputy:
        return [
            *_files_to_confirm(user),
            *_answers_to_requests(user, today),
            *_declarations_to_sign(user, today),
            *drawn_ahead(user, today),
            *_sessions_of_the_school(user, today),
        ]
    if not user.is_committee_editor:
        return []
    return [
        *_requests_to_answer(user),
        *_imports_to_decide(user),
        *_results_nobody_confirms(user, today),
        *_procedures_of_the_city(user, today),
        *_files_to_confirm(user),
    ]


def _files_to_confirm(user: User) -> list[WaitingItem]:
    """Checked files are no results yet; nobody must go home believing that they are."""
    ready = UploadDraft.objects.visible_to(user).unconfirmed().filter(state=UploadDraft.State.READY)
    counts = dict(
        ready.order_by()
        .values("procedure")
        .annotate(count=Count("pk"))
        .values_list("procedure", "count")
    )
    return [
        WaitingItem(
            title=f"Подтвердить загруженные файлы: {procedure}",
            address=reverse("assessments:upload-many", args=[procedure.pk]),
            label=f"не подтверждено: {counts[procedure.pk]}",
            tone="warn",
            note="проверены, результатами ещё не стали",
        )
        for procedure in Procedure.objects.visible_to(user).filter(pk__in=counts)
    ]


def _requests_to_answer(user: User) -> list[WaitingItem]:
    asked = (
        ReplacementRequest.objects.visible_to(user)
        .open()
        .select_related("session__school", "session__work__subject", "session__class_group")
    )
    return [
        WaitingItem(
            title=f"Ответить на просьбу о замене: {each.session.work.subject}, "
            f"{each.session.class_group.label}",
            address=each.get_absolute_url(),
            label="ждёт решения",
            tone="warn",
            note=f"{each.session.school}, {timezone.localtime(each.asked_at):%d.%m.%Y}",
        )
        for each in asked.order_by("asked_at")[:MOST_ITEMS]
    ]


def _imports_to_decide(user: User) -> list[WaitingItem]:
    """Files that were looked through, and then nobody pressed «Загрузить» or «Убрать»."""
    brought = ResultsImport.objects.visible_to(user).undecided().for_table().order_by("checked_at")
    return [
        WaitingItem(
            title=f"Загрузить или убрать файл: {each}",
            address=each.get_absolute_url(),
            label=f"принято строк: {each.accepted}" if each.accepted else "взять нечего",
            tone="warn" if each.accepted else "wait",
            note=f"{count_of(each.fault_count, 'замечание,замечания,замечаний')}; "
            f"без решения портал уберёт файл {timezone.localtime(each.leaves_at):%d.%m.%Y}",
        )
        for each in brought[:MOST_ITEMS]
    ]


def _answers_to_requests(user: User, today: datetime.date) -> list[WaitingItem]:
    """What the school asked for and has leave to do; it goes when a newer file is in."""
    done = Upload.objects.filter(
        session=OuterRef("session"), state="accepted", uploaded_at__gt=OuterRef("decided_at")
    )
    granted = (
        ReplacementRequest.objects.visible_to(user)
        .granted(today)
        .exclude(Exists(done))
        .select_related("session__procedure", "session__work__subject", "session__class_group")
    )
    return [
        WaitingItem(
            title=f"Заменить результаты: {each.session.work.subject}, "
            f"{each.session.class_group.label}",
            address=each.get_absolute_url(),
            label=f"разрешено до {each.granted_until:%d.%m.%Y}",
            tone="warn",
            note=str(each.session.procedure),
        )
        for each in granted[:MOST_ITEMS]
    ]


def _declarations_to_sign(user: User, today: datetime.date) -> list[WaitingItem]:
    """All is in, and the head has not said that it is sound."""
    live = Session.objects.visible_to(user).exclude(status=Session.Status.CANCELLED)
    recent = live.filter(procedure__ends_on__gte=today - DECLARED_WITHIN)
    said = Declaration.objects.standing().filter(
        school=OuterRef("school"), procedure=OuterRef("procedure")
    )
    brought = Upload.objects.current().filter(session=OuterRef("pk"))
    pairs = (
        recent.filter(~Exists(said))
        .order_by("procedure", "school")
        .values_list("procedure", "school")
        .annotate(
            waiting=Count("pk", filter=~Q(status=Session.Status.COLLECTED)),
            brought=Count("pk", filter=Exists(brought)),
        )
        .filter(waiting=0, brought__gt=0)
    )
    found = {(procedure, school) for procedure, school, *_ in pairs}
    procedures = Procedure.objects.visible_to(user).in_bulk({procedure for procedure, _ in found})
    return [
        WaitingItem(
            title=f"Подписать заявление директора: {procedures[procedure]}",
            address=reverse("assessments:declaration-school", args=[procedure, school]),
            label="все результаты загружены",
            tone="wait",
        )
        for procedure, school in sorted(found)
    ]


def _results_nobody_confirms(user: User, today: datetime.date) -> list[WaitingItem]:
    """A head says that the results cannot be confirmed: the committee should know tonight."""
    unable = (
        Declaration.objects.visible_to(user)
        .standing()
        .filter(kind=Declaration.Kind.UNABLE, procedure__ends_on__gte=today - DECLARED_WITHIN)
        .select_related("school", "procedure")
    )
    return [
        WaitingItem(
            title=f"Школа не может подтвердить результаты: {each.school}",
            address=each.get_absolute_url(),
            label=str(each.procedure),
            tone="bad",
            note=each.reason[:120],
        )
        for each in unable[:MOST_ITEMS]
    ]


def _sessions_of_the_school(user: User, today: datetime.date) -> list[WaitingItem]:
    """One work is brought on its own page, several at once on the page of many files."""
    late = Session.objects.visible_to(user).awaiting_results(today).for_table()
    by_procedure: dict[Procedure, list[Session]] = {}
    for session in late:
        by_procedure.setdefault(session.procedure, []).append(session)
    return [
        _one_work(sessions[0], today) if len(sessions) == 1 else _works(procedure, sessions, today)
        for procedure, sessions in by_procedure.items()
    ]


def _one_work(session: Session, today: datetime.date) -> WaitingItem:
    return WaitingItem(
        title=f"Загрузить результаты: {session.work.subject}, {session.class_group.label}",
        address=session.get_absolute_url(),
        label=_label(session.procedure.results_due_on, today),
        tone=_tone(session.procedure.results_due_on, today),
        note=f"{session.procedure}, работа {session.held_on:%d.%m.%Y}",
    )


def _works(procedure: Procedure, sessions: list[Session], today: datetime.date) -> WaitingItem:
    named = ", ".join(
        f"{session.work.label} {session.class_group.label}" for session in sessions[:NAMED]
    )
    return WaitingItem(
        title=f"Загрузить результаты: {procedure}, "
        f"{count_of(len(sessions), 'работа,работы,работ')}",
        address=reverse("assessments:upload-many", args=[procedure.pk]),
        label=_label(procedure.results_due_on, today),
        tone=_tone(procedure.results_due_on, today),
        note=f"{named} и другие" if len(sessions) > NAMED else named,
    )


def _label(due_on: datetime.date | None, today: datetime.date) -> str:
    if due_on is None:
        return "ждём результаты"
    return f"срок был {due_on:%d.%m.%Y}" if due_on < today else f"до {due_on:%d.%m.%Y}"


def _tone(due_on: datetime.date | None, today: datetime.date) -> Tone:
    return "bad" if due_on and due_on < today else "warn"


def _procedures_of_the_city(user: User, today: datetime.date) -> list[WaitingItem]:
    late = Session.objects.visible_to(user).awaiting_results(today)
    counts = (
        late.order_by()
        .values("procedure")
        .annotate(missing=Count("pk"), schools=Count("school", distinct=True))
    )
    of_procedure = {row["procedure"]: (row["missing"], row["schools"]) for row in counts}
    procedures = Procedure.objects.visible_to(user).filter(pk__in=of_procedure)
    return [
        _procedure_item(procedure, missing, schools, today)
        for procedure in procedures
        for missing, schools in [of_procedure[procedure.pk]]
    ]


def _procedure_item(
    procedure: Procedure, missing: int, schools: int, today: datetime.date
) -> WaitingItem:
    return WaitingItem(
        title=f"Собрать результаты: {procedure}",
        address=procedure.get_absolute_url(),
        label=f"нет по {count_of(missing, 'сессии,сессиям,сессиям')}",
        tone=_tone(procedure.results_due_on, today),
        note=f"ждём от {count_of(schools, 'школы,школ,школ')}",
    )
