"""The catalogue as a table for people: a row an item, as the import reads it back."""

from import_export import fields, resources, widgets

from assessments.documents.catalogue_table import HEADINGS, OPTIONAL_WHOLE, WHOLE
from assessments.models import Item

ATTRIBUTES = (
    "work__year", "work__grade", "work__subject__code", "work__get_level_display", "work__form",
    "work__form_name", "work__max_points", "work__upper_2", "work__upper_3", "work__upper_4",
    "work__minutes", "work__source", "code", "max_points", "level", "skill",
)  # fmt: skip


class CatalogueResource(resources.ModelResource):
    """Export only: what has rules is imported through the service."""

    class Meta:
        model = Item
        fields = ()
        export_order = HEADINGS


for _heading, _attribute in zip(HEADINGS, ATTRIBUTES, strict=True):
    _is_whole = _heading in (*WHOLE, *OPTIONAL_WHOLE)
    CatalogueResource.fields[_heading] = fields.Field(
        attribute=_attribute,
        column_name=_heading,
        widget=widgets.IntegerWidget(coerce_to_string=False) if _is_whole else widgets.CharWidget(),
    )
