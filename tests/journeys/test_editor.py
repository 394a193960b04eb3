"""The table of a plan in a real browser: typed, pasted, dragged, undone, found again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from config.demo import PASSWORD
from tests.journeys.walk import RULES, faults_by_axe
from tests.plans.copied import WORD_HTML, WORD_SECTION

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# What a browser does on Ctrl+V, with the very markup that Word has put on the clipboard: the
# asynchronous clipboard of a page would wash it first.
PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(autouse=True)
def complaints(contexts) -> Iterator[list[str]]:
    """What the browser complains of on the editor's pages: the security policy, scripts."""
    heard: list[str] = []
    context = contexts("editor")
    listeners = {
        "console": lambda line: heard.append(line.text) if line.type == "error" else None,
        "weberror": lambda problem: heard.append(str(problem.error)),
    }
    for event, listener in listeners.items():
        context.on(event, listener)
    yield heard
    for event, listener in listeners.items():
        context.remove_listener(event, listener)
    assert not heard


@pytest.fixture
def plan(signed_in) -> Page:
    """An empty plan, open at the editor's."""
    page = signed_in("editor")
    page.set_viewport_size({"width": 1280, "height": 1400})  # the mouse reaches only what is seen
    page.bring_to_front()
    page.goto("/plans/create/")
    page.get_by_label("Название").fill("План для проб")
    page.locator("main form button.main, main form [type=submit]").first.click()
    wait_for_editor(page)
    return page


def wait_for_editor(page: Page) -> None:
    """The table and its scripts: before them a click is followed by a page, not by a row."""
    expect(page.locator("#plan-grid")).to_be_visible()
    page.wait_for_load_state()


def rows(page: Page):
    return page.locator("tr[data-row=activity]")


def titles(page: Page) -> list[str]:
    return page.locator("tr[data-row=activity] td.col-title .wording").all_inner_texts()


def numbers(page: Page) -> list[str]:
    return page.locator("tr[data-row=activity] td.col-number .wording").all_inner_texts()


def type_row(page: Page, *texts: str) -> None:
    """The cells of a new row from the title on, by Tab; the row before it is saved by then."""
    expect(page.locator("form.row-form textarea[name=title]")).to_have_value("")
    expect(page.locator("form.row-form textarea[name=title]")).to_be_focused()
    for place, text in enumerate(texts):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.type(text)


def fill_plan(page: Page, *names: str) -> None:
    page.locator("#plan-grid a[data-add]").first.click()
    for name in names:
        type_row(page, name)
        page.keyboard.press("Enter")
    expect(page.locator("form.row-form textarea[name=title]")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("form.row-form")).to_have_count(0)
    expect(rows(page)).to_have_count(len(names))


def said(page: Page, text: str) -> None:
    expect(page.locator("#editor-says")).to_contain_text(text)


def test_a_plan_of_three_activities_is_written_without_a_mouse(signed_in):
    page = signed_in("editor")
    page.goto("/plans/create/")
    page.get_by_label("Название").focus()
    page.keyboard.type("План с клавиатуры")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_editor(page)

    while not page.evaluate("document.activeElement.matches('a[data-add]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    type_row(page, "Первое дело", "до 01.12.2026", "Методисты", "Справка")
    page.keyboard.press("Enter")
    type_row(page, "Второе дело")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("form.row-form textarea[name=title]")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("в два абзаца")
    page.keyboard.press("Enter")
    type_row(page, "Третье дело")
    page.keyboard.press("Control+s")
    expect(page.locator("form.row-form")).to_have_count(0)

    page.reload()
    assert titles(page) == ["Первое дело", "Второе дело\nв два абзаца", "Третье дело"]
    expect(page.get_by_text("понято: до 01.12.2026")).to_be_visible()


def test_enter_in_the_middle_of_a_numbered_plan_moves_the_numbers_below(plan):
    fill_plan(plan, "Раз", "Два", "Три")
    plan.get_by_label("Номера строк").select_option("through")
    plan.get_by_role("button", name="Перенумеровать").click()
    expect(rows(plan).nth(2).locator("td.col-number")).to_have_text("3")
    wait_for_editor(plan)
    rows(plan).first.focus()

    plan.keyboard.press("Insert")
    type_row(plan, "Между")
    plan.keyboard.press("Enter")
    expect(plan.locator("form.row-form textarea[name=title]")).to_have_value("Два")
    plan.keyboard.press("Escape")

    expect(plan.locator("form.row-form")).to_have_count(0)
    assert titles(plan) == ["Раз", "Между", "Два", "Три"]
    assert numbers(plan) == ["1", "2", "3", "4"]
    plan.reload()
    assert numbers(plan) == ["1", "2", "3", "4"]


def test_arrows_walk_over_cells_and_a_letter_opens_one(plan):
    fill_plan(plan, "Верхняя", "Нижняя")
    rows(plan).first.focus()

    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        plan.keyboard.press(key)
    expect(rows(plan).nth(1).locator("td.col-title")).to_be_focused()
    plan.keyboard.type("xyz")
    expect(plan.locator("form.row-form textarea[name=title]")).to_have_value("Нижняяxyz")
    plan.keyboard.press("Home")
    plan.keyboard.press("ArrowUp")

    expect(rows(plan).nth(1).locator("td.col-title")).to_have_text("Нижняяxyz")
    expect(plan.locator("form.row-form textarea[name=title]")).to_have_value("Верхняя")


def test_a_table_of_word_is_looked_at_taken_and_taken_back(plan):
    fill_plan(plan, "Прежняя")
    rows(plan).first.focus()

    plan.evaluate(PASTE, [WORD_HTML, "без разметки"])
    preview = plan.locator("#side-work[open]")
    expect(preview.get_by_text(WORD_SECTION)).to_be_visible()
    expect(preview.get_by_text("понято: до 15.10.2026")).to_be_visible()
    assert not faults_by_axe(plan, RULES, "preview of pasted rows")
    expect(rows(plan)).to_have_count(1)
    preview.get_by_role("button", name="Вставить отмеченное").click()
    expect(rows(plan)).to_have_count(3)
    expect(preview).to_have_count(0)
    expect(plan.locator("tr.section", has_text=WORD_SECTION)).to_have_count(1)
    plan.keyboard.press("Control+z")

    expect(rows(plan)).to_have_count(1)
    assert titles(plan) == ["Прежняя"]


def test_ctrl_v_of_a_copied_range_opens_the_preview(plan, contexts, portal):
    """The real keys and the real clipboard of the system."""
    contexts("editor").grant_permissions(
        ["clipboard-read", "clipboard-write"], origin=portal.address
    )
    fill_plan(plan, "Прежняя")
    rows(plan).first.focus()
    plan.evaluate("navigator.clipboard.writeText('Встреча\\tмай\\nСовещание\\tиюнь')")

    plan.keyboard.press("Control+v")

    expect(plan.locator("#side-work[open]").get_by_text("Совещание")).to_be_visible()


def test_rows_are_dragged_and_moved_by_keys(plan):
    fill_plan(plan, "Раз", "Два", "Три")
    first, last = rows(plan).first, rows(plan).nth(2)
    first.hover()
    grip, target = first.locator("[data-grip]").bounding_box(), last.bounding_box()

    plan.mouse.move(grip["x"] + 8, grip["y"] + 8)
    plan.mouse.down()
    plan.mouse.move(grip["x"] + 8, grip["y"] + 30, steps=4)
    plan.mouse.move(target["x"] + 200, target["y"] + target["height"] - 6, steps=12)
    # People let go when they see the row where they want it.
    expect(rows(plan).nth(2)).to_contain_text("Раз")
    plan.mouse.up()
    said(plan, "Перемещено")
    assert titles(plan) == ["Два", "Три", "Раз"]
    rows(plan).nth(2).focus()
    plan.keyboard.press("Alt+ArrowUp")
    expect(rows(plan).nth(1)).to_contain_text("Раз")

    plan.reload()
    assert titles(plan) == ["Два", "Раз", "Три"]


def test_ctrl_z_takes_back_the_last_saving_of_a_row(plan):
    fill_plan(plan, "Было")
    rows(plan).first.focus()
    plan.keyboard.press("Enter")
    expect(plan.locator("form.row-form textarea[name=title]")).to_be_focused()
    plan.keyboard.type(" и стало")
    plan.keyboard.press("Control+s")
    expect(rows(plan).first).to_contain_text("Было и стало")

    plan.keyboard.press("Control+z")

    said(plan, "Отменено")
    assert titles(plan) == ["Было"]


def test_many_rows_get_one_deadline_and_lose_it_again(plan):
    fill_plan(plan, "Раз", "Два", "Три")
    ticks = plan.locator("#plan-grid input[name=row]")
    ticks.first.click()
    ticks.nth(2).click(modifiers=["Shift"])

    plan.get_by_role("button", name="Срок", exact=True).click()
    plan.get_by_label("Новый срок").fill("до 15.01.2027")
    expect(plan.locator("#bulk-said")).to_contain_text("понято: до 15.01.2027")
    assert not faults_by_axe(plan, RULES, "bulk change")
    plan.get_by_role("button", name=re.compile("Записать")).click()
    expect(plan.locator("td.col-deadline", has_text="до 15.01.2027")).to_have_count(3)
    plan.get_by_role("button", name="Отменить", exact=True).click()

    expect(plan.locator("td.col-deadline", has_text="до 15.01.2027")).to_have_count(0)


def test_a_text_not_saved_outlives_the_end_of_the_sign_in(plan, portal, browser):
    """The sign-in ends while somebody writes; after the password the text is offered again."""
    fill_plan(plan, "Было")
    address = plan.url
    with browser.new_context(locale="ru-RU", base_url=portal.address) as context:
        context.add_cookies(plan.context.cookies())
        page = context.new_page()
        page.goto(address)
        page.locator("td.col-title").first.click()
        page.locator("form.row-form textarea[name=title]").fill("Написано до утра")
        context.clear_cookies(name="sessionid")
        page.keyboard.press("Control+s")
        page.wait_for_url("**/accounts/login/**")
        sign_in_here(page)
        page.get_by_role("button", name="Вернуть", exact=True).click()
        expect(page.locator("form.row-form textarea[name=title]")).to_have_value("Написано до утра")
        page.keyboard.press("Control+s")
        expect(page.locator("form.row-form")).to_have_count(0)

        assert titles(page) == ["Написано до утра"]
        assert not kept_drafts(page)


def test_signing_out_takes_unsaved_texts_off_a_shared_computer(plan, portal, browser):
    fill_plan(plan, "Было")
    address = plan.url
    with browser.new_context(locale="ru-RU", base_url=portal.address) as context:
        page = context.new_page()
        page.goto(address)
        sign_in_here(page)
        page.locator("td.col-title").first.click()
        page.locator("form.row-form textarea[name=title]").fill("Чужим глазам не видно")
        assert kept_drafts(page)

        page.get_by_role("button", name="Выйти").click()
        page.wait_for_url("**/accounts/login/**")

        assert not kept_drafts(page)


def sign_in_here(page: Page) -> None:
    page.get_by_label("Логин или эл. почта").fill("editor")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Войти").click()
    wait_for_editor(page)


def kept_drafts(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('plan-draft:'))")


def test_no_tool_of_a_row_covers_the_row_beside_it(plan):
    fill_plan(plan, "Раз", "Два")
    rows(plan).first.hover()

    tools, row = (
        rows(plan).first.locator(".tool-set .tool").all(),
        rows(plan).first.bounding_box(),
    )
    boxes = [tool.bounding_box() for tool in tools]

    assert len(boxes) >= 6
    assert all(box["y"] >= row["y"] for box in boxes)
    assert all(box["y"] + box["height"] <= row["y"] + row["height"] for box in boxes)
