"""Every place of the portal that takes a file, with an honest file that it takes."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import CatalogueImport, Protocol, Upload, UploadDraft
from plans.models import Evidence, Plan, PlanImport
from schools.models import SchoolImport
from tests.accounts.hostile_files import pdf, picture
from tests.assessments.filled_forms import filled_form, pupil
from tests.assessments.workbooks import bare
from tests.factories.accounts import UserFactory
from tests.factories.assessments import SessionFactory, SubjectFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import ClassGroupFactory, make_deputy
from tests.plans.docx_plans import CAPTIONS, FIRST, SECOND, TITLE, plan
from tests.schools.files import xlsx_of

TODAY = datetime.date(2026, 5, 1)
CATALOGUE = [
    ["Год", "Класс", "Код предмета", "Задание", "Балл за задание"],
    [2026, 6, "MA", "1", 2],
]
SCHOOLS = ["edu990001", "Средняя школа № 1", "СОШ № 1", "лицей", "ул. Садовая, 1", "город"]


@dataclass(frozen=True)
class Door:
    """`reasons` reads what the page says after a refusal; `taken` counts what was accepted."""

    name: str
    client: Client
    address: str
    honest: dict[str, bytes]
    taken: Callable[[], int]
    reasons: Callable
    fields: dict[str, str]

    def send(self, data, name):
        file = SimpleUploadedFile(name, data)
        return self.client.post(self.address, {**self.fields, "file": file}, follow=True)


def city_doors():
    """The doors of one invented committee with a school, a session and a plan."""
    session = SessionFactory(class_group=ClassGroupFactory(letter="А", pupils=3))
    committee = session.school.committee
    editor, deputy = UserFactory(committee=committee), make_deputy(session.school)
    SubjectFactory()
    own = PlanFactory(committee=committee, status=Plan.Status.APPROVED)
    activity = ActivityFactory(section=SectionFactory(plan=own), evidence_kinds=["protocol"])
    due = OccurrenceFactory(activity=activity, planned_on=TODAY, school=session.school)
    as_editor, as_deputy = signed_in(editor), signed_in(deputy)
    document, form = plan(FIRST, SECOND), filled_form(session, [pupil(), pupil(2)])
    scans = {"pdf": pdf(), "jpg": picture("JPEG"), "png": picture("PNG")}

    def door(name, client, route, key, honest, taken, reasons=of_forms, **fields):
        address = reverse(route, args=[key] if key else [])
        return Door(name, client, address, honest, taken, reasons, fields)

    return [
        door(
            "result form", as_deputy, "assessments:session-upload", session.pk, {"xlsx": form},
            Upload.objects.filter(state="accepted").count, of_upload,
        ),
        door(
            "many files", as_deputy, "assessments:upload-many", session.procedure_id,
            {"xlsx": filled_form(session, [pupil(1)])},
            UploadDraft.objects.filter(state="ready").count, of_drafts,
        ),
        door(
            "protocol", as_deputy, "assessments:protocol-attach", session.pk, scans,
            Protocol.objects.count,
        ),
        door(
            "works", as_editor, "assessments:work-import", None, {"xlsx": bare({"a": CATALOGUE})},
            CatalogueImport.objects.count, of_catalogue,
        ),
        door(
            "schools", as_editor, "schools:import-create", None, {"xlsx": xlsx_of(SCHOOLS)},
            SchoolImport.objects.filter(faults=[]).count, of_school_list,
        ),
        door(
            "plan", as_editor, "plans:import-create", None,
            {"docx": document, "xlsx": bare({"a": [[TITLE], [], CAPTIONS, FIRST, SECOND]})},
            PlanImport.objects.count,
        ),
        door(
            "evidence", as_deputy, "plans:evidence-add", due.pk,
            {"docx": document, "xlsx": form, **scans}, Evidence.objects.count,
            kind="protocol", note="Протокол 5",
        ),
    ]  # fmt: skip


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def of_forms(response):
    """The errors of every form on the page."""
    forms = [
        value for layer in response.context for part in layer for value in part.values()
        if getattr(value, "is_bound", False) and hasattr(value, "errors")
    ]  # fmt: skip
    return [text for form in forms for texts in form.errors.values() for text in texts]


def of_upload(response):
    upload = response.context.get("upload")
    if upload is None:
        return of_forms(response)
    return [f"{fault['reason']} {fault['remedy']}" for fault in upload.faults]


def of_drafts(response):
    """The page tells of every file that is not ready; the newest is the one that was sent."""
    found = response.context.get("found")
    cards = [*found.faulty, *found.unknown] if found else []
    newest = max(cards, key=lambda card: card.draft.pk, default=None)
    faults = newest.draft.faults if newest else []
    return [*of_forms(response), *(f"{each['reason']} {each['remedy']}" for each in faults)]


def of_catalogue(response):
    return [*of_forms(response), *map(str, response.context.get("faults", []))]


def of_school_list(response):
    return [
        *of_forms(response),
        *(str(fault.problem) for fault in response.context.get("faults", [])),
    ]
