"""Records of the app `assessments`."""

import datetime
import hashlib

from assessments.models import (
    CalendarRow,
    CatalogueImport,
    Declaration,
    Discrepancy,
    DrawnWork,
    Item,
    Protocol,
    Reference,
    ReplacementRequest,
    ReportedSample,
    Result,
    ResultsImport,
    ScheduleFeed,
    Session,
    Sign,
    SignRun,
    SubjectDraw,
    Upload,
    UploadDraft,
)
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.records.estate import AUTHOR, COMMITTEE, DAY, ESTATE, NOW, SHARED, makes, stored


@makes("subject_id", SHARED)
def subject(estate):
    return SubjectFactory()


@makes("work_id", SHARED)
def work(estate):
    return WorkFactory()


@makes("catalogue_import_id", AUTHOR)
def catalogue_import(estate):
    return CatalogueImport.objects.create(
        uploaded_by=estate.editor, original_name=estate.named("каталог") + ".xlsx"
    )


@makes("item_id", SHARED)
def item(estate):
    return Item.objects.filter(work=estate.get("work_id")).first()


@makes("procedure_id", COMMITTEE)
def procedure(estate):
    return ProcedureFactory(committee=estate.committee)


@makes("calendar_row_id", COMMITTEE)
def calendar_row(estate):
    return CalendarRow.objects.get_or_create(
        procedure=estate.get("procedure_id"), work=estate.get("work_id"),
        defaults={
            "draw_group": estate.named("группа"), "first_on": datetime.date(2026, 4, 20),
            "last_on": datetime.date(2026, 4, 25), "held_on": datetime.date(2026, 4, 22),
        },
    )[0]  # fmt: skip


@makes("drawn_work_id", ESTATE)
def drawn_work(estate):
    draw = SubjectDraw.objects.get_or_create(
        procedure=estate.get("procedure_id"), grade=5,
        draw_group=estate.get("calendar_row_id").draw_group,
        defaults={
            "unit": "class", "seed": "0" * 32, "drawn_at": NOW,
            "works": [{"id": estate.get("work_id").pk, "label": "Математика"}],
        },
    )[0]  # fmt: skip
    return DrawnWork.objects.create(
        draw=draw, school=estate.school, class_group=estate.get("class_group_id"),
        work=estate.get("work_id"), drawn_at=NOW,
    )  # fmt: skip


@makes("session_id", ESTATE)
def session(estate):
    return SessionFactory(
        class_group=estate.get("class_group_id"),
        work=estate.get("work_id"),
        procedure=estate.get("procedure_id"),
        room=estate.named("кабинет"),
        status=Session.Status.COLLECTED if estate.ripe else Session.Status.PLANNED,
    )


@makes("upload_id", ESTATE)
def upload(estate):
    return Upload.objects.create(
        session=estate.get("session_id"), file=stored("form.xlsx"), size=18, sha256="0" * 64,
        original_name=estate.named("форма") + ".xlsx", uploaded_by=estate.deputy,
        state=Upload.State.ACCEPTED if estate.ripe else Upload.State.REFUSED,
        participants=1 if estate.ripe else 0,
    )  # fmt: skip


@makes("result_id", ESTATE)
def result(estate):
    return Result.objects.create(
        session=estate.get("session_id"), upload=estate.get("upload_id"), scores=bytes(10),
        code=(estate.word or f"5000{estate.ripe:d}")[:20], variant=1, total=0, mark=2,
    )  # fmt: skip


@makes("protocol_id", ESTATE)
def protocol(estate):
    return Protocol.objects.create(
        session=estate.get("session_id"), file=stored("protocol.pdf"), preview=stored("page.jpg"),
        thumbnail=stored("small.jpg"), size=18, sha256="0" * 64,
        original_name=estate.named("протокол") + ".pdf", content_type="application/pdf",
        uploaded_by=estate.deputy,
    )  # fmt: skip


@makes("discrepancy_id", ESTATE)
def discrepancy(estate):
    made = Discrepancy.objects.create(
        session=estate.get("session_id"), kind="present", left=24, right=23,
        state="explained" if estate.ripe else "opened",
    )  # fmt: skip
    made.notes.create(kind="explained", text=estate.named("Болел"), said_by=estate.deputy)
    return made


@makes("reference_id", COMMITTEE)
def reference(estate):
    return Reference.objects.get_or_create(
        procedure=estate.get("procedure_id"), work=estate.get("work_id"),
        defaults={"title": estate.named("Область"), "mean": 11.5, "sd": 4.0, "n": 900},
    )[0]  # fmt: skip


@makes("run_id", COMMITTEE)
def run(estate):
    return SignRun.objects.create(
        procedure=estate.get("procedure_id"), method="official-2019", started_by=estate.editor,
        participants=100, schools=2, marked_schools=1, objectivity_index=50.0, finished_at=NOW,
    )  # fmt: skip


@makes("sign_id", ESTATE)
def sign(estate):
    return Sign.objects.create(
        run=estate.get("run_id"), school=estate.school, work=estate.get("work_id"), kind="HI",
        code="HI_MA5", value=15.5, lower=14.0, upper=17.0, reference_lower=11.0,
        reference_upper=12.0, n=25, n_reference=900, flagged=True, evidence="informative",
        warnings=[estate.word] if estate.word else [],
    )  # fmt: skip


@makes("draft_id", AUTHOR)
def draft(estate):
    return UploadDraft.objects.create(
        session=estate.get("session_id"), procedure=estate.get("procedure_id"),
        file=stored("draft.xlsx"), size=18, sha256="1" * 64, uploaded_by=estate.deputy,
        original_name=estate.named("черновик") + ".xlsx", state=UploadDraft.State.READY,
        upload=estate.get("upload_id") if estate.ripe else None,
    )  # fmt: skip


@makes("replacement_id", ESTATE)
def replacement(estate):
    decided = {"state": "granted", "granted_until": DAY, "decided_at": NOW} if estate.ripe else {}
    return ReplacementRequest.objects.create(
        session=estate.get("session_id"), reason=estate.named("Опечатка"),
        asked_by=estate.deputy, decided_by=estate.editor if estate.ripe else None, **decided,
    )  # fmt: skip


@makes("declaration_id", ESTATE)
def declaration(estate):
    return Declaration.objects.create(
        procedure=estate.get("procedure_id"), school=estate.school, kind="unable",
        reason=estate.named("Ключи к заданиям появились раньше времени"),
        head=estate.deputy.person, head_name=estate.named("Директор"), signed_at=NOW,
        signer_name=estate.named("Заместитель"), signer_position="заместитель директора",
        signed_by=estate.deputy, content_sha256="2" * 64,
    )  # fmt: skip


@makes("results_import_id", COMMITTEE)
def results_import(estate):
    taken = {"taken_at": NOW, "taken_by": estate.editor} if estate.ripe else {}
    return ResultsImport.objects.create(
        committee=estate.committee, year=2026, file=stored("import.xlsx"), size=18,
        original_name=estate.named("выгрузка") + ".xlsx", sha256="3" * 64, checked_at=NOW,
        title="Индивидуальные результаты", works=estate.named("Работа"), accepted=1,
        uploaded_by=estate.editor, **taken,
    )  # fmt: skip


@makes("sample_id", COMMITTEE)
def sample(estate):
    return ReportedSample.objects.get_or_create(
        procedure=estate.get("procedure_id"), work=estate.get("work_id"), kind="scores",
        title=estate.named("Край"), defaults={
            "level": "region", "schools": 9, "participants": 900, "values": [50.0, 50.0],
            "source": estate.named("распределение"),
        },
    )[0]  # fmt: skip


@makes("schedule_token", SHARED)
def schedule_token(estate):
    """Whoever holds it may read what its owner may see."""
    token = f"schedule-of-{estate.editor.pk}"
    ScheduleFeed.objects.get_or_create(
        token_sha256=hashlib.sha256(token.encode()).hexdigest(), defaults={"user": estate.editor}
    )
    return token
