"""Records of the app `assessments`."""

from assessments.models import (
    CatalogueImport,
    Item,
    Protocol,
    Reference,
    Result,
    Session,
    Sign,
    SignRun,
    Upload,
)
from tests.factories.assessments import (
    ProcedureFactory,
    SessionFactory,
    SubjectFactory,
    WorkFactory,
)
from tests.records.estate import AUTHOR, COMMITTEE, ESTATE, NOW, SHARED, makes, stored


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
        session=estate.get("session_id"), file=stored("protocol.pdf"), size=18, sha256="0" * 64,
        original_name=estate.named("протокол") + ".pdf", content_type="application/pdf",
        uploaded_by=estate.deputy,
    )  # fmt: skip


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
