"""The board of an evening changes by itself while a school brings its results."""

import pytest
from playwright.sync_api import expect

from tests.journeys.papers import filled_form
from tests.journeys.walk import PHONE, assert_accessible, faults_of_width
from tests.portal_server import manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 60_000  # milliseconds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# One class of two schools wrote a work yesterday; nobody has brought anything yet.
EVENING = """
import datetime
from django.utils import timezone
from accounts.models import User
from assessments.models import Item, Procedure, Session, Subject, Work
from schools.models import ClassGroup, Post
day = timezone.localdate() - datetime.timedelta(days=1)
subject = Subject.objects.create(code="YY", abbreviation="ФГ", name="Финансовая грамотность")
work = Work.objects.create(year=day.year, grade=3, subject=subject, max_points=6)
Item.objects.bulk_create(
    Item(work=work, position=n, code=str(n), max_points=2) for n in (1, 2, 3)
)
made = []
for name in ("deputy5", "deputy6"):
    user = User.objects.get(username=name)
    school = Post.objects.current().get(person=user.person).school
    procedure, _ = Procedure.objects.get_or_create(
        committee=user.committee, kind="dkr", year=day.year, starts_on=day, ends_on=day,
    )
    group = ClassGroup.objects.create(
        school=school, school_year=day.year - 1, grade=3, letter="Я", pupils=2
    )
    made.append(Session.objects.create(
        procedure=procedure, school=school, work=work, held_on=day, class_group=group
    ))
print("made", procedure.pk, *(session.pk for session in made), *(s.school_id for s in made))
"""


def bring(page, session, file):
    page.goto(f"/sessions/{session}/")
    page.locator("#results input[type=file]").set_input_files(
        {"name": "форма.xlsx", "mimeType": XLSX, "buffer": file}
    )
    page.get_by_role("button", name="Загрузить форму").click()
    expect(page.locator("h1")).to_contain_text("принят", timeout=PATIENCE)


def test_the_board_changes_by_itself_while_a_school_brings_its_results(portal, signed_in):
    made = manage("shell", "-c", EVENING, env=portal.env).split()[-5:]
    procedure, session, _, school, other = made
    board, deputy = signed_in("editor"), signed_in("deputy5")
    board.goto(f"/procedures/{procedure}/collecting/")
    row, beside = board.locator(f"#school-{school}"), board.locator(f"#school-{other}")
    expect(row).to_contain_text("не начато")
    tick = beside.get_by_role("checkbox")
    tick.check()
    board.evaluate("window.stayed = true")

    blank = deputy.request.get(f"/sessions/{session}/form/").body()
    bring(deputy, session, filled_form(blank))
    expect(row).to_contain_text("загружено", timeout=PATIENCE)
    expect(board.locator("#board-counts")).to_contain_text("1 из 2")

    deputy.goto(f"/sessions/{session}/reconciliation/")
    deputy.get_by_label("Писали работу").fill("1")
    deputy.get_by_label("Отсутствовали").fill("1")
    deputy.get_by_role("button", name="Записать числа").click()
    expect(deputy.get_by_text("По протоколу писали 1, в файле 2")).to_be_visible()
    expect(row).to_contain_text("числа не сошлись", timeout=PATIENCE)

    # Nothing jumped: the same page, the row beside is as it was, with its tick.
    assert board.evaluate("window.stayed")
    expect(tick).to_be_checked()
    assert_accessible(board)
    assert faults_of_width(board, PHONE) == []
    assert_accessible(deputy)
