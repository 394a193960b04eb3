"""Every page of every role: WCAG 2.1 AA by axe-core, light and dark, on a phone and enlarged.

A page all of whose elements stood on an earlier page of its route is not looked at again. Files
of tests share the rooms among them, so that two workers walk at the same time.
"""

import shutil
from collections import defaultdict

import pytest

from tests.browsing import USERNAMES, sign_in
from tests.journeys.walk import Walker
from tests.portal_server import Page, environment, pages_of_the_city, prepare, serve

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
    def holds(page: Page) -> bool:
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
        found, builds = pages_of_the_city(), defaultdict(set)
        theirs = {role: filter(cls.holds, found[role]) for role in USERNAMES}
        return {role: list(new_pages(theirs[role], builds)) for role in USERNAMES}

    @pytest.fixture(scope="class")
    @classmethod
    def walks(cls):
        return {}

    @pytest.fixture(scope="class")
    @classmethod
    def coloured(cls):
        """What has been seen in the dark, whoever came."""
        return set()

    @pytest.fixture(params=[*USERNAMES, NOBODY])
    def visits(self, request, walks, coloured, portal, browser, pages):
        """Every page of one role, looked at once for all tests of a class."""
        role = request.param
        if role not in walks:
            walks[role] = walk_as(role, coloured, portal, browser, pages)
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


def new_pages(pages, builds):
    """Every role's first page, for its menu; of the rest, what has an element that is new there."""
    for number, page in enumerate(pages):
        if number == 0 or not builds[page.route].issuperset(page.build):
            builds[page.route].update(page.build)
            yield page.address


def walk_as(role, coloured, portal, browser, pages):
    if role == NOBODY:
        with browser.new_context(locale="ru-RU", base_url=portal) as context:
            walker = Walker(context, coloured)
            return [walker.visit(address) for address in PUBLIC]
    addresses = [*pages[role], *([ERRORS[role]] if role in ERRORS else [])]
    with sign_in(browser, portal, USERNAMES[role]) as context:
        walker = Walker(context, coloured)
        return [walker.visit(address) for address in addresses]
