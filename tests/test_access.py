"""Every route, every role, every kind of record: who comes in, and what nobody may read."""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client, override_settings
from django.urls import include, path

from accounts.access import COMMITTEE, Access
from accounts.models import Role
from config.access import ACCESS
from schools.models import School
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.records import Estate
from tests.routes import Route, World, all_routes, ask, faults_of

pytestmark = pytest.mark.django_db
ROUTES = [route for route in all_routes() if not route.name.startswith("admin:")]
# The unnamed ones only lead to the named: `/admin/…/1/` to its change page, all else to a 404.
ADMIN_ROUTES = [route for route in all_routes() if re.fullmatch("admin:.+", route.name)]
ADMIN_VALUES = {
    **dict.fromkeys(("object_id", "id", "pk", "content_type_id"), 1),
    "app_label": "accounts",
    "content_id": "0" * 32,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once for all routes and taken back at the end."""
    media = tmp_path_factory.mktemp("media")
    with (
        override_settings(MEDIA_ROOT=media),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        ours = CommitteeFactory(name="Комитет", short_name="Комитет")
        theirs = CommitteeFactory(name="Комитет Снегирь", short_name="Снегирь")
        ripe = Estate(ours).furnish()
        fresh = Estate(ours, ripe=False, like=ripe).furnish()
        neighbour = Estate(ours, word="Зяблик", is_neighbour=True).furnish()
        foreign = Estate(theirs, word="Снегирь").furnish()
        actors = {
            Role.ADMINISTRATOR: UserFactory(committee=ours, role=Role.ADMINISTRATOR),
            Role.EDITOR: ripe.editor,
            Role.HEAD: UserFactory(committee=ours, role=Role.HEAD),
            Role.DEPUTY: ripe.deputy,
            Role.OBSERVER: ripe.observer_user,
        }
        cookies = {role: session_of(user) for role, user in actors.items()}
        yield World((ripe, fresh), neighbour, foreign, cookies, media)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_the_world_wants_it(_private_media, world, settings):
    """Its scans outlive a single test; a page that breaks says how."""
    settings.MEDIA_ROOT = world.media
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_door_opens_to_whom_the_table_names_and_shows_only_what_is_theirs(route, world):
    assert faults_of(route, world) == []


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=lambda route: route.name)
def test_the_support_screens_are_closed_to_all_but_administrators(route, world):
    address = route.address(ADMIN_VALUES)

    strangers = [role for role in Role if role != Role.ADMINISTRATOR]
    answers = {ask(world, role, "GET", address).status for role in strangers}
    anonymous = ask(world, None, "GET", address)
    administrator = ask(world, Role.ADMINISTRATOR, "GET", address)

    assert answers == {403}
    assert anonymous.status == 302
    # Without the staff mark even an administrator is only asked to sign in.
    assert administrator.status in (302, 403, 404)


def test_no_row_of_the_table_is_stale():
    named = {route.name for route in all_routes()}

    assert set(ACCESS) - named == set()


# That the walk can fail: pages that make each of the mistakes ---------------------------------


def shows_any_school(request, school_id):
    return HttpResponse(get_object_or_404(School, pk=school_id).name)


def says_that_it_is_foreign(request, school_id):
    own = School.objects.visible_to(request.user).filter(pk=school_id)
    foreign = School.objects.filter(pk=school_id).exists()
    return HttpResponse("школа" if own else "чужая", status=200 if own else 403 if foreign else 404)


def lists_all_schools(request):
    return HttpResponse(list(School.objects.values_list("name", flat=True)))


def counts_its_visitors(request):
    School.objects.filter(pk=0).update(name="посещена")
    return HttpResponse()


def finds_nothing(request, school_id):
    return HttpResponse(status=404)


urlpatterns = [
    path("", include("config.urls")),
    path("any/<int:school_id>/", shows_any_school, name="any-school"),
    path("says/<int:school_id>/", says_that_it_is_foreign, name="says-foreign"),
    path("all/", lists_all_schools, name="all-schools"),
    path("counts/", counts_its_visitors, name="counts"),
    path("nothing/<int:school_id>/", finds_nothing, name="nothing"),
    path("unnamed/", lists_all_schools, name="not-in-the-table"),
    path("stranger/<int:weather_id>/", finds_nothing, name="stranger"),
]


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        pytest.param(
            Route("any-school", ("school_id",)), "of a foreign school_id", id="forgot visible_to"
        ),
        pytest.param(
            Route("says-foreign", ("school_id",)), "of a foreign school_id", id="403, not 404"
        ),
        pytest.param(Route("all-schools"), "betrays «Снегирь»", id="lists everybody's"),
        pytest.param(Route("counts"), "writes: UPDATE", id="writes on GET"),
        pytest.param(Route("nothing", ("school_id",)), "finds none", id="never finds anything"),
        pytest.param(Route("not-in-the-table"), "no row", id="not in the table"),
        pytest.param(Route("stranger", ("weather_id",)), "no maker", id="unknown argument"),
    ],
)
def test_the_walk_catches_a_page_that(route, fault, world, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    if route.name != "not-in-the-table":
        monkeypatch.setitem(ACCESS, route.name, Access(get=COMMITTEE))

    faults = faults_of(route, world)

    assert any(fault in sentence for sentence in faults)


def test_a_route_that_the_table_forgot_does_not_answer(world, settings):
    settings.ROOT_URLCONF = __name__

    answer = ask(world, Role.ADMINISTRATOR, "GET", "/unnamed/")

    assert answer.status == 404
