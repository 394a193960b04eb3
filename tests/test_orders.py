"""Every list that is shown page by page has an order of its own: no row is met twice or never."""

import datetime
import inspect

import pytest
from django.apps import apps
from django.core.paginator import Paginator

OURS = ("accounts", "schools", "assessments", "observers", "plans")
LISTED = [
    model
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    if hasattr(model.objects, "for_table")
]


def listed(model):
    """The rows of a table, as of a day where the table asks for one."""
    wants_day = "today" in inspect.signature(model.objects.for_table).parameters
    return model.objects.for_table(*[datetime.date(2026, 11, 2)] * wants_day)


@pytest.mark.django_db
@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_list_shown_page_by_page_is_in_order(model):
    rows = listed(model)

    # An unordered list warns here, and a warning is an error in our tests.
    page = Paginator(rows, 25).get_page(1)

    assert list(page) == []
    assert rows.ordered


def test_the_lists_of_every_room_are_looked_at():
    rooms = {model._meta.app_label for model in LISTED}

    assert rooms == set(OURS)
