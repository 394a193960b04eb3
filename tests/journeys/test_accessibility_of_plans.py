"""Every page for everybody: the plans."""

import pytest

from tests.journeys.every_page import EveryPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class TestPagesOfPlans(EveryPage):
    @staticmethod
    def holds(page):
        return page.route.startswith("plans:")
