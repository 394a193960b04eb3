"""The registry as a plain list: compared with a file, entered from it, written into one.

Facts of a school have no rules beyond their shape, so the resource saves them itself; the
permission, the lock and the audit line are those of `services.imports`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import tablib
from django.db import transaction
from django.db.models import QuerySet
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader

from accounts.models import Committee, User
from schools import rules
from schools.models import School, SchoolImport
from schools.services.imports import (
    ImportCounts,
    finish_import,
    note_import,
    note_school,
    take_up_import,
)
from schools.spreadsheets.school_list import COLUMNS, Fault, SchoolRow, kind_of

NAMES = {field.name: str(field.verbose_name) for field in School._meta.concrete_fields}
FORMULA_BEGINS_WITH = ("=", "+", "-", "@")


class KindWidget(widgets.Widget):
    """«лицей» in the file, `lyceum` in the registry."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return kind_of(str(value)) or School.Kind.OTHER

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(School.Kind(value).label) if value else ""


class SchoolResource(resources.ModelResource):
    """Schools of one committee, known by their login."""

    kind = fields.Field(attribute="kind", column_name="kind", widget=KindWidget())

    class Meta:
        model = School
        fields = COLUMNS
        import_order = export_order = COLUMNS
        import_id_fields = ("login",)
        instance_loader_class = CachedInstanceLoader
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True
        use_transactions = True

    def __init__(self, committee: Committee) -> None:
        super().__init__()
        self.committee = committee

    def get_queryset(self) -> QuerySet[School]:
        return School.objects.filter(committee=self.committee)

    def init_instance(self, row: Any = None) -> School:
        return School(committee=self.committee)

    def import_field(self, field: Any, instance: School, row: Any, *args: Any, **kw: Any) -> None:
        """An empty cell says nothing: it takes nothing away."""
        if row.get(field.column_name):
            super().import_field(field, instance, row, *args, **kw)

    def before_save_instance(self, instance: School, row: Any, **kwargs: Any) -> None:
        if instance.pk:
            instance.version += 1

    def export_field(self, field: Any, instance: School, **kwargs: Any) -> str:
        """One line of text that no spreadsheet program takes for a formula."""
        text = " ".join(str(super().export_field(field, instance, **kwargs)).split())
        text = "".join(char for char in text if char.isprintable())
        return f"'{text}" if text.startswith(FORMULA_BEGINS_WITH) else text


class FieldChange(NamedTuple):
    """`name` is the column of the registry in people's words."""

    column: str
    name: str
    before: str
    after: str


class SchoolChange(NamedTuple):
    """What a row of the file would do to the registry; nothing, when `fields` is empty."""

    row: int
    school: School
    is_new: bool
    fields: list[FieldChange]


class Comparison(NamedTuple):
    new: list[SchoolChange]
    changed: list[SchoolChange]
    unchanged: list[SchoolChange]
    faults: list[Fault]

    @property
    def counts(self) -> ImportCounts:
        return ImportCounts(len(self.new), len(self.changed), len(self.unchanged))


def compare_schools(rows: Sequence[SchoolRow], committee: Committee) -> Comparison:
    """What the rows would do. Writes nothing, so a page may ask as often as it likes."""
    resource = SchoolResource(committee)
    dataset = _dataset(rows, committee)
    loader = resource._meta.instance_loader_class(resource, dataset)
    found = Comparison([], [], [], list(_taken_logins(rows, committee)))
    for source, row in zip(rows, dataset.dict, strict=True):
        school, is_new = resource.get_or_init_instance(loader, row)
        before = {column: getattr(school, column) for column in COLUMNS}
        resource.import_instance(school, row)
        changes = [_field_change(school, column, before[column]) for column in COLUMNS]
        fields = [change for change in changes if change.before != change.after]
        kept = found.new if is_new else found.changed if fields else found.unchanged
        kept.append(SchoolChange(source.row, school, is_new, fields))
    return found


def _field_change(school: School, column: str, before: str) -> FieldChange:
    name = NAMES[column]
    after = getattr(school, column)
    if column == "kind":
        before, after = KindWidget().render(before), KindWidget().render(after)
    return FieldChange(column, name, before, after)


def _dataset(rows: Sequence[SchoolRow], committee: Committee) -> tablib.Dataset:
    """A school that is known gets the login as the registry writes it: EDU990001 is edu990001."""
    known = {
        login.casefold(): login
        for login in School.objects.filter(committee=committee).values_list("login", flat=True)
    }
    dataset = tablib.Dataset(headers=COLUMNS)
    for row in rows:
        login = row.values.get("login", "")
        values = {**row.values, "login": known.get(login.casefold(), login)}
        dataset.append([values.get(column, "") for column in COLUMNS])
    return dataset


def _taken_logins(rows: Sequence[SchoolRow], committee: Committee) -> list[Fault]:
    others = School.objects.exclude(committee=committee).values_list("login", flat=True)
    foreign = {login.casefold() for login in others}
    return [
        Fault(
            row.sheet,
            row.row,
            "login",
            row.values["login"],
            "Логин принадлежит школе другого комитета",
            "Проверьте логин; если он верен, обратитесь к администратору портала.",
        )
        for row in rows
        if row.values.get("login", "").casefold() in foreign
    ]


@transaction.atomic
def confirm_import(*, import_id: int, by: User) -> ImportCounts:
    """Enter a list that its uploader has looked through; all of it or nothing.

    Raises:
        NotAllowed: `by` is not a committee editor.
        RuleViolation: import-done, faulty-list.
    """
    kept = take_up_import(import_id=import_id, by=by)
    counts = _enter(rows_of(kept), by.committee, by)
    finish_import(kept=kept, counts=counts, by=by)
    return counts


@transaction.atomic
def enter_schools(*, rows: Sequence[SchoolRow], committee: Committee) -> ImportCounts:
    """The same from the shell, where nobody is signed in."""
    counts = _enter(rows, committee, None)
    note_import(committee=committee, counts=counts)
    return counts


def rows_of(kept: SchoolImport) -> list[SchoolRow]:
    return [SchoolRow(**row) for row in kept.rows]


def _enter(rows: Sequence[SchoolRow], committee: Committee, by: User | None) -> ImportCounts:
    Committee.objects.select_for_update().get(pk=committee.pk)
    expected = compare_schools(rows, committee)
    rules.check_free_of_faults(len(expected.faults))
    result = SchoolResource(committee).import_data(_dataset(rows, committee), raise_errors=True)
    fields = {c.school.login: [f.column for f in c.fields] for c in expected.changed}
    for row in result.rows:
        if row.is_new() or row.is_update():
            school = row.instance
            changed = fields.get(school.login, [])
            note_school(school=school, is_new=row.is_new(), fields=changed, by=by)
    return expected.counts


def write_csv(schools: QuerySet[School], committee: Committee) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    return SchoolResource(committee).export(schools).export("csv").encode("utf-8-sig")


def write_xlsx(schools: QuerySet[School], committee: Committee) -> bytes:
    dataset = SchoolResource(committee).export(schools)
    dataset.title = "Школы"
    content: bytes = XLSX().export_data(dataset)
    return content
