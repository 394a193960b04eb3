"""Two schools do what the plan asks of them; the committee checks, the head accepts the report."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.hostile_files import pdf
from tests.journeys.test_chain import press, text_of
from tests.journeys.walk import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def first_due(page: Page) -> tuple[str, str]:
    """The school's nearest date: its address and the words of its activity."""
    page.goto("/plans/occurrences/")
    link = page.locator("tr[id^=occurrence-] a", has_text="подробнее").first
    return link.get_attribute("href"), page.locator("tr.activity a").first.inner_text()


def bring_protocol(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Вид").select_option(label="протокол")
    page.get_by_label("Название, номер и дата документа").first.fill(name)
    page.get_by_label("Файл", exact=True).set_input_files(
        {"name": "протокол.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    press(page, "Приложить")
    expect(page.get_by_text("Подтверждение приложено и ждёт проверки.")).to_be_visible()
    assert_accessible(page)


def mark_done(page: Page, address: str, note: str) -> None:
    page.goto(address)
    form = page.locator("form.report", has=page.locator("select[name=state]"))
    form.get_by_label("Состояние").select_option("done")
    form.get_by_label("Что сделано").fill(note)
    form.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Отмечено.")).to_be_visible()
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("исполнено")


def accept_document(page: Page, address: str, name: str) -> None:
    page.goto(address)
    row = page.locator("li[id^=evidence-]", has_text=name)
    row.get_by_role("button", name="Принять").click()
    expect(page.locator("li[id^=evidence-]", has_text=name)).to_contain_text("принял")
    assert_accessible(page)


def compose_report(page: Page) -> str:
    """For the whole year, so that it holds every date; gives its address."""
    page.goto("/plans/occurrences/?when=all")
    page.locator("tr.section a").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+/"))
    plan = re.search(r"/plans/\d+/", page.url).group()
    page.goto(f"{plan}occurrences/")
    press(page, "Информация об исполнении")
    assert_accessible(page, "Информация об исполнении плана")
    start = page.locator("#id_period_from").input_value()
    page.locator("#id_period_to").fill(f"{int(start[:4]) + 1}-08-31")
    press(page, "Составить")
    assert_accessible(page, "Исполнение за")
    expect(page.get_by_role("link", name="Word")).to_be_visible()
    return page.url


def test_two_schools_report_and_the_head_accepts_the_information(contexts):
    schools = [contexts("deputy3").new_page(), contexts("deputy5").new_page()]
    editor, head = contexts("editor").new_page(), contexts("head").new_page()
    notes = ["Провели в актовом зале", "Провели по классам"]

    for page, note in zip(schools, notes, strict=True):
        address, _ = first_due(page)
        bring_protocol(page, address, f"{note}, протокол")
        mark_done(page, address, note)
        accept_document(editor, address, note)
    report = compose_report(editor)
    head.goto(report)
    assert_accessible(head)
    press(head, "Принять")
    expect(head.get_by_text("Информация принята и больше не меняется.")).to_be_visible()
    editor.goto(report)
    text = text_of(editor.request.get(f"{report}print/?save=1").body())

    assert "ПРИНЯТО" in text
    assert "Информация об исполнении" in text
    expect(editor.get_by_role("button", name="Удалить черновик")).to_have_count(0)
    for page in (*schools, editor, head):
        page.close()
