"""Changes to an approved plan in a real browser: two sign, everybody can check and read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walk import PHONE, assert_accessible, faults_of_width

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PDF = "application/pdf"


def press(page: Page, name: str) -> None:
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    button.or_(main.get_by_role("link", name=name, exact=True)).first.click()


def start_changes(page: Page) -> str:
    """Gives the address of the working copy, with its signatories named."""
    page.goto("/plans/?status=approved")
    page.locator("#plan-table tbody a").first.click()
    press(page, "Внести изменения")
    expect(page.get_by_text("Это изменения в утверждённый план")).to_be_visible()
    copy = page.url
    press(page, "Кто подписывает")
    assert_accessible(page, "Кто подписывает план")
    for label, who in (("Согласует 1-м", "администратор"), ("Утверждает", "председатель")):
        choice = page.get_by_label(label)
        names = choice.locator("option").all_inner_texts()
        choice.select_option(label=next(name for name in names if who in name.lower()))
    press(page, "Сохранить")
    expect(page.get_by_text("ждёт очереди").first).to_be_visible()
    return copy


def reword_first_row(page: Page) -> None:
    page.locator("tr[data-row=activity]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("form.row-form textarea[name=title]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" с новыми словами")
    page.keyboard.press("Control+s")
    expect(page.locator("form.row-form")).to_have_count(0)


def sign(page: Page, copy: str) -> None:
    page.goto("/")
    expect(page.get_by_text("ждёт согласования").first).to_be_visible()
    page.goto(copy)
    press(page, "Согласовать")
    assert_accessible(page, "Согласовать план")
    press(page, "Согласовать")
    expect(page.get_by_text("Вы согласовали план.")).to_be_visible()


def approve(page: Page, copy: str) -> None:
    page.goto(copy)
    press(page, "Утвердить")
    page.get_by_label("Номер приказа").fill("77-о")
    page.get_by_label("Дата приказа").fill("2026-11-20")
    press(page, "Утвердить")
    expect(page.get_by_text("План утверждён.")).to_be_visible()


def publish(page: Page) -> tuple[str, str, bytes]:
    """Gives the page of authenticity, the public page and the file of the newest version."""
    page.get_by_role("link", name=re.compile("^Редакция")).last.click()
    assert_accessible(page, "Редакция")
    with page.expect_download() as waiting:
        press(page, "Скачать")
    content = waiting.value.path().read_bytes()
    press(page, "Опубликовать")
    expect(page.get_by_text("План опубликован")).to_be_visible()
    genuine, public = (
        page.get_by_role("link", name=name).get_attribute("href")
        for name in ("страница подлинности", "страница для всех")
    )
    return genuine, public, content


def compare(page: Page, content: bytes) -> None:
    file = {"name": "план.pdf", "mimeType": PDF, "buffer": content}
    page.get_by_label("Файл PDF").set_input_files(file)


def test_without_scripts_the_server_compares_the_file(browser, portal, signed_in):
    head = signed_in("head")
    head.goto("/plans/?status=approved")
    head.locator("#plan-table tbody a").first.click()
    head.get_by_role("link", name=re.compile("^Редакция")).last.click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("Редакция")
    genuine = head.get_by_role("link", name="страница подлинности").get_attribute("href")
    file = head.context.request.get(
        head.get_by_role("link", name="Скачать").first.get_attribute("href")
    )

    with browser.new_context(
        locale="ru-RU", base_url=portal.address, java_script_enabled=False
    ) as anybody:
        page = anybody.new_page()
        page.goto(genuine)
        compare(page, file.body())
        press(page, "Сравнить")

        expect(page.get_by_text("Файл совпадает с утверждённым.")).to_be_visible()


def test_changes_are_signed_by_two_checked_by_the_code_and_read_by_everybody(
    signed_in, browser, portal
):
    editor, colleague, head = (signed_in(name) for name in ("editor", "admin", "head"))

    copy = start_changes(editor)
    reword_first_row(editor)
    editor.goto(copy)
    press(editor, "сравнить с утверждённым")
    expect(editor.locator("ins", has_text="новыми словами")).to_be_visible()
    assert_accessible(editor)
    editor.goto(copy)
    press(editor, "На согласование")
    press(editor, "Отправить")
    expect(editor.get_by_text("План отправлен на согласование.")).to_be_visible()
    sign(colleague, copy)
    approve(head, copy)
    genuine, public, content = publish(head)

    with browser.new_context(locale="ru-RU", base_url=portal.address) as anybody:
        page = anybody.new_page()
        posted = []
        page.on("request", lambda asked: posted.append(asked.url) if asked.method == "POST" else 0)
        page.goto(genuine)
        expect(page.get_by_text("редакция действует")).to_be_visible()
        compare(page, content)
        expect(page.get_by_text("Файл совпадает с утверждённым.")).to_be_visible()
        compare(page, content + b"\n")
        expect(page.get_by_text("Файл отличается от утверждённого")).to_be_visible()
        assert_accessible(page)
        assert not faults_of_width(page, PHONE)
        page.goto("/p/plans/")
        assert_accessible(page)
        page.goto(public)
        expect(page.get_by_text("с новыми словами")).to_be_visible()
        assert_accessible(page)
        assert posted == []  # the file stayed in the browser

        press(head, "Отозвать публикацию")
        expect(head.get_by_text("Публикация отозвана")).to_be_visible()
        assert page.goto(public).status == 404
