"""Twelve files at once, three of them with faults: sent, mended, confirmed, declared, replaced."""

import base64
import hashlib
import io

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.papers import filled_form
from tests.journeys.walk import PHONE, assert_accessible, faults_of_width
from tests.portal_server import manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 60_000  # milliseconds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A procedure that is under way: twelve classes of one school wrote its only work yesterday.
UNDER_WAY = """
import datetime
from django.utils import timezone
from accounts.models import User
from assessments.models import Item, Procedure, Session, Subject, Work
from schools.models import ClassGroup, Post
user = User.objects.get(username="deputy3")
school = Post.objects.current().get(person=user.person).school
day = timezone.localdate() - datetime.timedelta(days=1)
procedure = Procedure.objects.create(
    committee=user.committee, kind="rdr", year=day.year, starts_on=day, ends_on=day,
)
subject = Subject.objects.create(code="XX", abbreviation="ЧГ", name="Читательская грамотность")
work = Work.objects.create(year=day.year, grade=3, subject=subject, max_points=6)
Item.objects.bulk_create(
    Item(work=work, position=n, code=str(n), max_points=2) for n in (1, 2, 3)
)
Session.objects.bulk_create(
    Session(
        procedure=procedure, school=school, work=work, held_on=day,
        class_group=ClassGroup.objects.create(
            school=school, school_year=day.year - 1, grade=3, letter=letter, pupils=2
        ),
    )
    for letter in "АБВГДЕЖЗИКЛМ"
)
print("procedure", procedure.pk, school.pk)
"""
DROP = """([form, name, type, body]) => {
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  for (const event of ["dragenter", "dragover", "drop"])
    form.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
}"""


def press(page: Page, name: str) -> None:
    main = page.locator("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def says(page: Page, section: str, words: str) -> None:
    """A dozen files are read one after another: a busy machine may take its time."""
    expect(page.locator(f"#{section} h2")).to_have_text(words, timeout=PATIENCE)


def choose(page: Page, files: list[bytes]) -> None:
    """Names say nothing: the portal looks inside."""
    page.get_by_label("Заполненные формы").set_input_files(
        [
            {"name": f"книга {number}.xlsx", "mimeType": XLSX, "buffer": file}
            for number, file in enumerate(files, start=1)
        ]
    )
    press(page, "Проверить файлы")


def drop(page: Page, file: bytes) -> None:
    form = page.locator("#many-files").element_handle()
    body = base64.b64encode(file).decode()
    page.evaluate(DROP, [form, "перетащенная.xlsx", XLSX, body])


def blank_forms(page: Page) -> list[bytes]:
    links = page.get_by_role("link", name="чистая форма").all()
    addresses = [link.get_attribute("href") for link in links]
    return [page.request.get(address).body() for address in addresses]


def foreign_book() -> bytes:
    workbook = Workbook()
    workbook.active.append(["Расписание звонков", "8:30"])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_twelve_files_three_with_faults_become_results_and_a_declaration(portal, signed_in):
    made = manage("shell", "-c", UNDER_WAY, env=portal.env).split()[-2:]
    page = signed_in("deputy3")
    page.goto(f"/procedures/{made[0]}/upload/")
    blanks = blank_forms(page)
    sound = [filled_form(blank) for blank in blanks]
    faulty = [filled_form(blank, spoilt=True) for blank in blanks[:2]]

    # Sent: eleven chosen, one dropped; nine are sound.
    choose(page, [*faulty, *sound[3:]])
    drop(page, foreign_book())
    expect(page.locator("#sending li")).to_have_count(12)
    says(page, "ready", "Не подтверждено: 9")
    says(page, "faulty", "Исправьте и загрузите снова: 2")
    says(page, "unknown", "Не те книги: 1")
    expect(page.locator("#upload-says")).to_contain_text("Проверено файлов: 12", timeout=PATIENCE)
    assert_accessible(page)
    assert faults_of_width(page, PHONE) == []
    with page.expect_download() as waiting:
        press(page, "Ваш файл с отметками")
    marked = io.BytesIO(waiting.value.path().read_bytes())
    assert "Ошибки" in load_workbook(marked).sheetnames

    # Confirmed: the nine by one press, then the mended three.
    press(page, "Подтвердить все без замечаний: 9")
    says(page, "confirmed", "Подтверждено: 9")
    choose(page, sound[:3])
    says(page, "ready", "Не подтверждено: 3")
    press(page, "Подтвердить все без замечаний: 3")
    says(page, "confirmed", "Подтверждено: 12")
    expect(page.locator("#confirmed")).to_contain_text(hashlib.sha256(sound[0]).hexdigest())

    # Declared: not with two points of three, then with all.
    declaration = f"/procedures/{made[0]}/schools/{made[1]}/declaration/"
    page.goto(declaration)
    press(page, "Подтвердить результаты")
    expect(page.get_by_role("alert")).to_contain_text("отметьте каждый пункт")
    assert_accessible(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Подтвердить результаты")
    expect(page.get_by_role("heading", level=1)).to_contain_text("результаты подтверждены")

    # Replaced: with a reason, and the declaration has had its day; now the head cannot confirm.
    page.goto(f"/procedures/{made[0]}/upload/")
    choose(page, [filled_form(blanks[0], lost=1)])
    press(page, "Заменить: сравнить и назвать причину")
    page.get_by_label("Почему результаты заменяются").fill("Пересчитали первое задание")
    assert_accessible(page)
    press(page, "Заменить результаты")
    expect(page.get_by_text("Квитанция выдана")).to_be_visible()
    page.goto(declaration)
    expect(page.get_by_text("устарело")).to_be_visible()
    page.get_by_role("textbox", name="Причина").fill("Первое задание пересчитывали без комиссии")
    press(page, "Сообщить, что подтвердить нельзя")
    expect(page.get_by_role("heading", level=1)).to_contain_text("подтвердить нельзя")
    assert_accessible(page)
