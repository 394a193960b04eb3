"""Every page of every role: WCAG 2.1 AA by axe-core, light and dark, on a phone and enlarged.

The first role that may see a page sees it in both looks, the others in the light one only.
"""

import pytest

from tests.browsing import USERNAMES
from tests.journeys.walk import Walker
from tests.portal_server import pages_of_every_role

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOBODY = "nobody"
PUBLIC = [
    "/accounts/login/",
    "/accounts/login/?next=/plans/",
    "/appearance/",
    "/welcome/no-such-invitation/",
    "/p/plans/",
    "/p/plans/1/",
]
ERRORS = {"deputy": "/people/", "observer": "/plans/987654321/"}  # refused; not found


@pytest.fixture(scope="module")
def pages(portal):
    return pages_of_every_role(portal.env)


def walk_as(role, seen, portal, browser, contexts, pages):
    if role == NOBODY:
        with browser.new_context(locale="ru-RU", base_url=portal.address) as context:
            walker = Walker(context, seen)
            return [walker.visit(address, dark=True) for address in PUBLIC]
    earlier = list(USERNAMES)[: list(USERNAMES).index(role)]
    routes = {route for one in earlier for route, _ in pages[one]}
    addresses = [(address, route not in routes) for route, address in pages[role]]
    if role in ERRORS:
        addresses.append((ERRORS[role], True))
    walker = Walker(contexts(USERNAMES[role]), seen)
    return [walker.visit(address, dark=dark) for address, dark in addresses]


@pytest.fixture(scope="module")
def walks():
    return {}


@pytest.fixture(scope="module")
def seen():
    return {}


@pytest.fixture(params=[*USERNAMES, NOBODY])
def visits(request, walks, seen, portal, browser, contexts, pages):
    """Every page of one role, looked at once for all tests of this file."""
    role = request.param
    if role not in walks:
        walks[role] = walk_as(role, seen, portal, browser, contexts, pages)
    return walks[role]


def test_no_page_breaks_a_rule_of_wcag_in_light_or_dark(visits):
    broken = [fault for visit in visits for fault in visit.rules]

    assert not broken, "\n".join(broken)


def test_no_page_scrolls_sideways_on_a_phone_or_enlarged_twice(visits):
    too_wide = [fault for visit in visits for fault in visit.too_wide]

    assert not too_wide, "\n".join(too_wide)


def test_no_page_makes_the_browser_complain(visits):
    complaints = [fault for visit in visits for fault in visit.complaints]

    assert not complaints, "\n".join(complaints)


def test_every_page_leads_to_the_version_for_people_who_see_badly(visits):
    without = [visit.address for visit in visits if not visit.low_vision_links]

    assert not without, without


def test_every_page_has_one_main_heading(visits):
    without = [visit.address for visit in visits if visit.headings != 1]

    assert not without, without


def test_no_page_names_two_things_alike(visits):
    """A label then speaks of the first of them, whichever it stands beside."""
    repeated = [f"{visit.address}: {visit.repeated_ids}" for visit in visits if visit.repeated_ids]

    assert not repeated, "\n".join(repeated)


@pytest.mark.parametrize("role", USERNAMES)
def test_the_walk_goes_over_the_pages_of_every_role(pages, role):
    """The walk above proves nothing about pages it has not found."""
    fewest = {"editor": 55, "head": 25, "deputy": 15, "observer": 5, "administrator": 55}

    assert len(pages[role]) >= fewest[role]
