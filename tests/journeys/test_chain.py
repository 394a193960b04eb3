"""The main job in a real browser: from Word to the approved PDF, from a workbook to a case,
from a conflict of interest to an act. Every page on the way is looked at by axe-core."""

import datetime
import hashlib
import re
import subprocess
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.papers import filled_form, scan, word_plan
from tests.journeys.walk import PHONE, assert_accessible, faults_of_width

pytestmark = [pytest.mark.browser, pytest.mark.slow]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHA256 = re.compile(r"[0-9a-f]{64}")


def press(page: Page, name: str) -> None:
    """The button or link of this name in the page itself, not in the menu."""
    main = page.locator("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def put_file(page: Page, label: str, name: str, kind: str, content: bytes) -> None:
    file = {"name": name, "mimeType": kind, "buffer": content}
    page.get_by_label(label).set_input_files(file)


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value.path().read_bytes()


# From Word to the approved PDF ------------------------------------------------------------------


def bring_plan_from_word(page: Page) -> None:
    page.goto("/plans/")
    press(page, "Загрузить из файла")
    put_file(page, "Файл с планом", "план.docx", DOCX, word_plan())
    press(page, "Прочитать файл")
    expect(page.get_by_text("Обучить наблюдателей")).to_be_visible()
    assert_accessible(page)
    press(page, "Создать черновик")
    expect(page.get_by_role("link", name="На согласование")).to_be_visible()
    assert_accessible(page)


def edit_second_row_by_keyboard(page: Page, addition: str) -> None:
    page.locator("tr[data-row=activity]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("form.row-form textarea[name=title]")).to_be_focused()
    page.keyboard.type(addition)
    assert_accessible(page)
    page.keyboard.press("Control+s")
    expect(page.locator("form.row-form")).to_have_count(0)
    expect(page.locator("td.col-title", has_text=f"Обучить наблюдателей{addition}")).to_be_visible()


def send_for_approval(page: Page) -> str:
    """Gives the address of the plan."""
    address = page.url
    press(page, "На согласование")
    assert_accessible(page, "Отправить на согласование")
    press(page, "Отправить")
    expect(page.get_by_text("План отправлен на согласование.")).to_be_visible()
    return address


def approve(page: Page, address: str, *, order: str, day: str) -> None:
    page.goto(address)
    assert_accessible(page)
    press(page, "Утвердить")
    page.get_by_label("Номер приказа").fill(order)
    page.get_by_label("Дата приказа").fill(day)
    assert_accessible(page)
    press(page, "Утвердить")
    expect(page.get_by_text("План утверждён.")).to_be_visible()


def text_of(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().replace("\u00ad", "").split())


def test_a_plan_goes_from_word_through_the_editors_hands_and_the_heads_order_to_paper(signed_in):
    editor, head = signed_in("editor"), signed_in("head")

    bring_plan_from_word(editor)
    edit_second_row_by_keyboard(editor, " выездом")
    address = send_for_approval(editor)
    approve(head, address, order="77-о", day="2026-11-20")
    press(head, "Редакция 1")
    assert_accessible(head, "Редакция")
    shown = SHA256.search(head.locator("main").inner_text()).group()
    pdf = download(head, "Скачать")

    assert hashlib.sha256(pdf).hexdigest() == shown
    text = text_of(pdf)
    assert "выездом" in text
    assert "77-о" in text
    editor.goto(address)
    expect(editor.locator("tr[data-row=activity]")).to_have_count(0)


# From a workbook to a case ----------------------------------------------------------------------


def sessions_of_mathematics(page: Page) -> list[str]:
    """Addresses of the school's sessions of 4th-class mathematics in the last procedure with
    results; the school sees its own only."""
    page.goto("/procedures/")
    assert_accessible(page)
    page.locator("main tbody tr", has_text="ВПР").nth(1).get_by_role("link").first.click()
    page.get_by_label("Предмет").select_option(label="Математика")
    expect(page).to_have_url(re.compile("subject=[0-9]"))  # each choice is asked for at once
    page.wait_for_load_state()
    page.get_by_label("Класс").select_option("4")
    expect(page).to_have_url(re.compile("grade=4"))
    page.wait_for_load_state()
    assert_accessible(page)
    links = page.locator("main table a[href^='/sessions/']")
    return list(dict.fromkeys(link.get_attribute("href") for link in links.all()))


def let_results_come_until(page: Page, session: str, day: str) -> None:
    """The committee gives schools more time for the procedure of this session."""
    page.goto(session)
    page.locator("main .crumbs a").last.click()
    press(page, "Изменить")
    page.get_by_label("Результаты загружают до").fill(day)
    press(page, "Сохранить")
    expect(page.get_by_text("Процедура сохранена.")).to_be_visible()


def bring_results(page: Page, address: str, *, lost: int) -> None:
    page.goto(address)
    blank = download(page, "Скачайте форму этой сессии")
    send_form(page, filled_form(blank, lost=lost))
    expect(page.get_by_role("heading", name="Квитанция")).to_be_visible()


def send_form(page: Page, content: bytes) -> None:
    put_file(page, "Файл Excel", "форма.xlsx", XLSX, content)
    page.get_by_label("Почему результаты заменяются").fill("Уточнили баллы после перепроверки")
    press(page, "Загрузить форму")


def bring_a_spoilt_form_first(page: Page, address: str) -> None:
    """The fault is shown with its place and remedy; nothing of the file is taken."""
    page.goto(address)
    assert_accessible(page)
    blank = download(page, "Скачайте форму этой сессии")
    send_form(page, filled_form(blank, spoilt=True))
    fault = page.locator("table.work tbody tr").first
    expect(fault.locator("td").nth(0)).to_have_text("Протокол")
    expect(fault.locator("td").nth(1)).to_have_text("2")
    expect(fault.locator("td").nth(2)).to_contain_text("C")
    expect(fault.locator("td").last).not_to_be_empty()
    assert_accessible(page)


def attach_scan(page: Page, address: str) -> bytes:
    """Attaches a scan and gives what the portal hands back."""
    page.goto(address)
    put_file(page, "Сканы", "протокол.png", "image/png", scan())
    press(page, "Приложить сканы")
    expect(page.get_by_text("Приложено сканов: 1.")).to_be_visible()
    page.get_by_role("link", name="протокол.png").click()
    expect(page.get_by_role("img", name="Скан: протокол.png")).to_be_visible()
    return download(page, "Скачать файл")


def compute_signs(page: Page) -> None:
    page.goto("/signs/")
    assert_accessible(page)
    press(page, "Пересчитать")
    expect(page.get_by_text("готово", exact=True)).to_be_visible(timeout=90_000)
    assert_accessible(page)
    page.locator("main .card a.btn.main").click()


def open_case(page: Page, school: str) -> str:
    """From the table of signs to the case; gives its address."""
    page.locator("main table.heat").get_by_role("link", name=school, exact=True).click()
    assert_accessible(page, "проверки")
    press(page, "Открыть случай")
    assert_accessible(page, "Открыть случай: ")
    press(page, "Открыть случай")
    expect(page.get_by_role("heading", name="Основания")).to_be_visible()
    return page.url


def appoint_curator(page: Page) -> str:
    page.get_by_text("Назначить куратора", exact=True).click()
    curator = page.get_by_label("Куратор", exact=True)
    name = curator.locator("option").nth(1).inner_text()
    curator.select_option(index=1)
    curator.locator("xpath=ancestor::form").get_by_role("button").click()
    expect(page.get_by_text("Изменить куратора")).to_be_visible()
    return name


def attach_activity(page: Page) -> None:
    page.get_by_text("Добавить мероприятие из плана").click()
    page.get_by_label("Мероприятие", exact=True).select_option(index=1)
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator("#case-activities li")).to_have_count(1)
    assert_accessible(page)


def explain(page: Page, address: str, text: str) -> None:
    page.goto(address)
    assert_accessible(page)
    page.get_by_label("Объяснение школы").fill(text)
    press(page, "Отправить объяснение")
    expect(page.get_by_text(text)).to_be_visible()
    assert_accessible(page)


def test_results_too_good_go_from_the_schools_workbook_to_a_case_with_curator_and_explanation(
    signed_in,
):
    deputy, editor = signed_in("deputy9"), signed_in("editor")
    sessions = sessions_of_mathematics(deputy)

    let_results_come_until(editor, sessions[0], "2099-12-31")
    bring_a_spoilt_form_first(deputy, sessions[0])
    for lost, address in enumerate(sessions):
        bring_results(deputy, address, lost=lost)
    assert_accessible(deputy)
    kept_scan = attach_scan(deputy, sessions[0])
    compute_signs(editor)
    case = open_case(editor, "Школа № 9")
    appoint_curator(editor)
    attach_activity(editor)
    explain(deputy, case, "Класс занимался по углублённой программе, работы можно перепроверить.")

    assert kept_scan == scan()
    editor.goto(case)
    expect(editor.get_by_text("работы можно перепроверить")).to_be_visible()
    expect(editor.get_by_text("Назначить куратора", exact=True)).to_have_count(0)


# From a conflict of interest to an act ----------------------------------------------------------


def free_session_of(page: Page, school: str) -> str:
    """A session of the coming procedure without an observer; gives its address."""
    page.goto("/procedures/")
    page.locator("main tbody tr", has_text="ВПР").first.get_by_role("link").first.click()
    press(page, "Наблюдатели")
    assert_accessible(page, "кто где наблюдает")
    shown = page.locator("#board .board-row")
    page.get_by_label("Школа", exact=True).select_option(label=school)
    expect(shown.filter(has_not_text=school)).to_have_count(0)
    page.get_by_label("Только где не хватает").check()
    expect(page).to_have_url(re.compile("gaps=on"))
    expect(shown.filter(has_not_text="Назначить")).to_have_count(0)
    assert_accessible(page)
    page.locator("#board a.btn", has_text="Назначить").last.click()
    panel = page.locator("section[id^='observers-of-']")
    return "/sessions/" + panel.get_attribute("id").rsplit("-", 1)[1] + "/"


def hold_it_today(page: Page, session: str) -> None:
    """The committee moves the procedure's beginning and the session to this very day."""
    today = datetime.datetime.now(ZoneInfo("Asia/Barnaul")).date().isoformat()
    page.goto(session)
    page.locator("main .crumbs a").last.click()
    press(page, "Изменить")
    page.get_by_label("Начало").first.fill(today)
    press(page, "Сохранить")
    expect(page.get_by_text("Процедура сохранена.")).to_be_visible()
    page.goto(session + "edit/")
    page.get_by_label("Дата").first.fill(today)
    page.get_by_label("Причина").first.fill("Показ наблюдения")
    press(page, "Сохранить")
    expect(page.get_by_role("heading", name="Наблюдатели")).to_be_visible()


def submit_act(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto("/assignments/")
    assert_accessible(page)
    page.get_by_role("link", name="Заполнить акт").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Акт: ")
    assert not faults_of_width(page, PHONE)
    page.get_by_label("Начало наблюдения").fill("09:00")
    page.get_by_label("Окончание наблюдения").fill("10:20")
    page.get_by_label("Участников в аудитории").fill("21")
    page.get_by_label("Нарушений не выявлено").check()
    assert_accessible(page)
    press(page, "Сдать акт")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Акт наблюдения")
    assert not faults_of_width(page, PHONE)


def test_an_observer_with_a_tie_is_refused_and_another_one_hands_in_the_act_from_a_phone(signed_in):
    editor, observer = signed_in("editor"), signed_in("observer")
    observer.goto("/")
    name = observer.locator("nav .who").inner_text().split("\n")[0]
    session = free_session_of(editor, "Школа № 2")
    hold_it_today(editor, session)

    editor.goto(session + "observers/")
    refused = editor.locator("details.unfit")
    if refused.get_attribute("open") is None:
        refused.locator("summary").click()
    reasons = refused.inner_text()
    assert_accessible(editor)
    editor.get_by_text("Показать остальных").click()
    editor.get_by_role("button", name=f"Назначить: {name}").click()
    expect(editor.locator("ul.assigned li")).to_have_count(1)
    assert_accessible(editor)
    submit_act(observer)

    assert "В этой школе учится ребёнок наблюдателя" in reasons
    editor.goto(session + "observers/")
    expect(editor.get_by_role("link", name="Акт", exact=True)).to_be_visible()
