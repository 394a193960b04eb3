"""The committee makes a schedule, moves a day of it and subscribes to it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.portal_server import manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# One work and one class of a year far ahead, which no other journey touches.
FAR_AHEAD = """
import datetime
from accounts.models import User
from assessments.models import Procedure, Subject, Work
from schools.models import ClassGroup, School
editor = User.objects.get(username="editor")
subject = Subject.objects.create(code="AS", abbreviation="АС", name="Астрономия")
Work.objects.create(year=2041, grade=3, subject=subject, max_points=6)
procedure = Procedure.objects.create(
    committee=editor.committee, kind="rdr", year=2041,
    starts_on=datetime.date(2041, 4, 8), ends_on=datetime.date(2041, 4, 30),
)
school = School.objects.visible_to(editor).active().first()
ClassGroup.objects.create(school=school, school_year=2040, grade=3, letter="Ю", pupils=20)
print("made", procedure.pk)
"""


def write_day(page, procedure, day):
    page.goto(f"/procedures/{procedure}/calendar/edit/")
    for label, date in (("Окно с", "2041-04-08"), ("Окно по", "2041-04-12"), ("День", day)):
        page.get_by_label(f"{label}: Астрономия").fill(date)
    page.get_by_role("button", name="Сохранить и посмотреть расписание").click()


def test_a_day_that_changes_takes_its_sessions_along_into_every_calendar(portal, signed_in):
    procedure = manage("shell", "-c", FAR_AHEAD, env=portal.env).split()[-1]
    page = signed_in("editor")
    write_day(page, procedure, "2041-04-09")
    page.get_by_role("button", name="Наметить").click()
    expect(page.get_by_text("Намечено сессий: 1")).to_be_visible()

    write_day(page, procedure, "2041-04-10")
    expect(page.locator("#moves")).to_contain_text("переносится с 09.04.2041 на 10.04.2041")
    page.get_by_role("button", name="Перенести").click()
    expect(page.get_by_text("перенесено: 1")).to_be_visible()

    page.goto("/schedule/")
    page.get_by_role("link", name="Подписаться").click()
    page.get_by_role("button", name="Создать адрес").click()
    expect(page.get_by_role("button", name="Скопировать")).to_be_visible()
    link = urlsplit(page.get_by_label("Адрес календаря").input_value())
    assert "DTSTART;VALUE=DATE:20410410" in page.request.get(link.path).text()
