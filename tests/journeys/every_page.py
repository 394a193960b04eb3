"""Every page of every role: WCAG 2.1 AA by axe-core, light and dark, on a phone and enlarged.

The first role that may see a page sees it in both looks, the others in the light one only. Files
of tests share the rooms among them, so that two workers walk at the same time.
"""

import shutil

import pytest

from tests.browsing import USERNAMES, sign_in
from tests.journeys.walk import Walker
from tests.portal_server import environment, pages_of_the_city, prepare, serve

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


class EveryPage:
    """What holds for each page; a subclass says which pages."""

    @staticmethod
    def holds(route: str) -> bool:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def portal(cls, tmp_path_factory):
        """Untouched: what other journeys do would take pages away."""
        var = tmp_path_factory.mktemp("walk")
        env = {**environment(var), "DEMO": "1"}
        prepare(env)
        with serve(env, log=var / "log") as address:
            yield address
        shutil.rmtree(var)

    @pytest.fixture(scope="class")
    @classmethod
    def pages(cls):
        found = pages_of_the_city()
        return {role: [one for one in found[role] if cls.holds(one[0])] for role in USERNAMES}

    @pytest.fixture(scope="class")
    @classmethod
    def walks(cls):
        return {}

    @pytest.fixture(scope="class")
    @classmethod
    def seen(cls):
        return {}

    @pytest.fixture(params=[*USERNAMES, NOBODY])
    def visits(self, request, walks, seen, portal, browser, pages):
        """Every page of one role, looked at once for all tests of a class."""
        role = request.param
        if role not in walks:
            walks[role] = walk_as(role, seen, portal, browser, pages)
        return walks[role]

    def test_no_page_breaks_a_rule_of_wcag_in_light_or_dark(self, visits):
        broken = [fault for visit in visits for fault in visit.rules]

        assert not broken, "\n".join(broken)

    def test_no_page_scrolls_sideways_on_a_phone_or_enlarged_twice(self, visits):
        too_wide = [fault for visit in visits for fault in visit.too_wide]

        assert not too_wide, "\n".join(too_wide)

    def test_no_page_makes_the_browser_complain(self, visits):
        complaints = [fault for visit in visits for fault in visit.complaints]

        assert not complaints, "\n".join(complaints)

    def test_every_page_leads_to_the_version_for_people_who_see_badly(self, visits):
        without = [visit.address for visit in visits if not visit.low_vision_links]

        assert not without, without

    def test_every_page_has_one_main_heading(self, visits):
        without = [visit.address for visit in visits if visit.headings != 1]

        assert not without, without

    def test_no_page_names_two_things_alike(self, visits):
        """A label then speaks of the first of them, whichever it stands beside."""
        repeated = [
            f"{visit.address}: {visit.repeated_ids}" for visit in visits if visit.repeated_ids
        ]

        assert not repeated, "\n".join(repeated)


def walk_as(role, seen, portal, browser, pages):
    if role == NOBODY:
        with browser.new_context(locale="ru-RU", base_url=portal) as context:
            walker = Walker(context, seen)
            return [walker.visit(address, dark=True) for address in PUBLIC]
    earlier = list(USERNAMES)[: list(USERNAMES).index(role)]
    routes = {route for one in earlier for route, _ in pages[one]}
    addresses = [(address, route not in routes) for route, address in pages[role]]
    if role in ERRORS:
        addresses.append((ERRORS[role], True))
    with sign_in(browser, portal, USERNAMES[role]) as context:
        walker = Walker(context, seen)
        return [walker.visit(address, dark=dark) for address, dark in addresses]
