"""Every page for everybody: the rooms above the plans."""

import pytest

from tests.browsing import USERNAMES
from tests.journeys.every_page import EveryPage
from tests.portal_server import pages_of_the_city

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class TestPagesBesidesPlans(EveryPage):
    @staticmethod
    def holds(page):
        return not page.route.startswith("plans:")


@pytest.mark.parametrize("role", USERNAMES)
def test_the_walk_goes_over_the_pages_of_every_role(role):
    """The walk proves nothing about pages it has not found."""
    fewest = {"editor": 100, "head": 60, "deputy": 30, "observer": 7, "administrator": 100}

    assert len(pages_of_the_city()[role]) >= fewest[role]
