"""The table of a plan in a real browser: typed, pasted, dragged, undone, found again."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect

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


def expect_column(page: Page, name: str, texts: list[str]) -> None:
    """The column says this, top to bottom; a table on its way is waited for."""
    cells = page.locator(f"tr[data-row=activity] td.col-{name} .wording")
    expect(cells).to_have_text(texts, use_inner_text=True)


def row_form(page: Page, field: str = "title") -> Locator:
    return page.locator(f"form.row-form textarea[name={field}]")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(100):
        if page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")


def leave_row(page: Page) -> None:
    """Esc out of an untouched row, once it has the cursor."""
    expect(row_form(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("form.row-form")).to_have_count(0)


def type_row(page: Page, *texts: str) -> None:
    """The cells of a new row from the title on, by Tab; the row before it is saved by then."""
    expect(row_form(page)).to_have_value("")
    expect(row_form(page)).to_be_focused()
    for place, text in enumerate(texts):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.type(text)


def fill_plan(page: Page, *names: str) -> None:
    page.locator("#plan-grid a[data-add]").first.click()
    for name in names:
        type_row(page, name)
        page.keyboard.press("Enter")
    expect(row_form(page)).to_have_value("")
    leave_row(page)
    expect(rows(page)).to_have_count(len(names))


def said(page: Page, text: str) -> None:
    expect(page.locator("#editor-says")).to_contain_text(text)


def test_a_plan_of_three_activities_is_written_without_a_mouse(signed_in):
    page = signed_in("editor")
    page.goto("/plans/create/")
    page.get_by_label("Название").focus()
    page.keyboard.type("План с клавиатуры")
    tab_to(page, "main [type=submit], main form button.main")
    page.keyboard.press("Enter")
    wait_for_editor(page)

    tab_to(page, "a[data-add]")
    page.keyboard.press("Enter")
    type_row(page, "Первое дело", "до 01.12.2026", "Методисты", "Справка")
    page.keyboard.press("Enter")
    type_row(page, "Второе дело")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(row_form(page)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("в два абзаца")
    page.keyboard.press("Enter")
    type_row(page, "Третье дело")
    page.keyboard.press("Control+s")
    expect(page.locator("form.row-form")).to_have_count(0)

    page.reload()
    expect_column(page, "title", ["Первое дело", "Второе дело в два абзаца", "Третье дело"])
    assert "дело\nв два" in rows(page).nth(1).locator("td.col-title .wording").inner_text()
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
    expect(row_form(plan)).to_have_value("Два")
    leave_row(plan)

    expect_column(plan, "title", ["Раз", "Между", "Два", "Три"])
    expect_column(plan, "number", ["1", "2", "3", "4"])
    plan.reload()
    expect_column(plan, "number", ["1", "2", "3", "4"])


def test_arrows_walk_over_cells_and_a_letter_opens_one(plan):
    fill_plan(plan, "Верхняя", "Нижняя")
    rows(plan).first.focus()

    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        plan.keyboard.press(key)
    expect(rows(plan).nth(1).locator("td.col-title")).to_be_focused()
    plan.keyboard.type("xyz")
    expect(row_form(plan)).to_have_value("Нижняяxyz")
    expect(row_form(plan)).to_be_focused()
    plan.keyboard.press("Home")
    plan.keyboard.press("ArrowUp")

    # The upper row is a form now; the lower one is the last that is not.
    expect(row_form(plan)).to_have_value("Верхняя")
    expect(rows(plan).last.locator("td.col-title")).to_have_text("Нижняяxyz")


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

    expect_column(plan, "title", ["Прежняя"])


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
    expect(first.locator("[data-grip]")).to_be_visible()
    grip, target = first.locator("[data-grip]").bounding_box(), last.bounding_box()

    plan.mouse.move(grip["x"] + 8, grip["y"] + 8)
    plan.mouse.down()
    plan.mouse.move(grip["x"] + 8, grip["y"] + 30, steps=4)
    move_until(plan, target["x"] + 200, target["y"] + target["height"] - 6, "Раз")
    plan.mouse.up()
    said(plan, "Перемещено")
    expect_column(plan, "title", ["Два", "Три", "Раз"])
    rows(plan).nth(2).focus()
    with plan.expect_response("**/move/"):
        plan.keyboard.press("Alt+ArrowUp")
    expect_column(plan, "title", ["Два", "Раз", "Три"])

    plan.reload()
    expect_column(plan, "title", ["Два", "Раз", "Три"])


def move_until(page: Page, x: float, y: float, text: str) -> None:
    """People move on until they see the row at the end: a table still sliding takes none."""
    for nudge in range(20):
        page.mouse.move(x + nudge % 2, y, steps=6)
        with suppress(AssertionError):
            return expect(rows(page).last).to_contain_text(text, timeout=500)
    pytest.fail(f"The row {text} cannot be dragged to the end")


def test_ctrl_z_takes_back_the_last_saving_of_a_row(plan):
    fill_plan(plan, "Было")
    rows(plan).first.focus()
    plan.keyboard.press("Enter")
    expect(row_form(plan)).to_be_focused()
    plan.keyboard.type(" и стало")
    plan.keyboard.press("Control+s")
    expect(rows(plan).first).to_contain_text("Было и стало")

    plan.keyboard.press("Control+z")

    said(plan, "Отменено")
    expect_column(plan, "title", ["Было"])


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
        row_form(page).fill("Написано до утра")
        context.clear_cookies(name="sessionid")
        page.keyboard.press("Control+s")
        page.wait_for_url("**/accounts/login/**")
        sign_in_here(page)
        page.get_by_role("button", name="Вернуть", exact=True).click()
        expect(row_form(page)).to_have_value("Написано до утра")
        page.keyboard.press("Control+s")
        expect(page.locator("form.row-form")).to_have_count(0)

        expect_column(page, "title", ["Написано до утра"])
        expect_drafts(page, kept=False)


def test_signing_out_takes_unsaved_texts_off_a_shared_computer(plan, portal, browser):
    fill_plan(plan, "Было")
    address = plan.url
    with browser.new_context(locale="ru-RU", base_url=portal.address) as context:
        page = context.new_page()
        page.goto(address)
        sign_in_here(page)
        page.locator("td.col-title").first.click()
        row_form(page).fill("Чужим глазам не видно")
        expect_drafts(page, kept=True)

        page.get_by_role("button", name="Выйти").click()
        page.wait_for_url("**/accounts/login/**")

        expect_drafts(page, kept=False)


def sign_in_here(page: Page) -> None:
    page.get_by_label("Логин или эл. почта").fill("editor")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Войти").click()
    wait_for_editor(page)


def expect_drafts(page: Page, *, kept: bool) -> None:
    """Whether this browser keeps texts that are not saved; a moment is left to write them down."""
    names = "() => Object.keys(localStorage).filter((name) => name.startsWith('plan-draft:'))"
    for _ in range(50):
        if bool(page.evaluate(names)) == kept:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"Drafts are {'not ' if kept else ''}kept")


def test_no_tool_of_a_row_covers_the_row_beside_it(plan):
    fill_plan(plan, "Раз", "Два")
    rows(plan).first.hover()
    expect(rows(plan).first.locator(".tool-set .tool").last).to_be_visible()

    tools, row = (
        rows(plan).first.locator(".tool-set .tool").all(),
        rows(plan).first.bounding_box(),
    )
    boxes = [tool.bounding_box() for tool in tools]

    assert len(boxes) >= 6
    assert all(box["y"] >= row["y"] for box in boxes)
    assert all(box["y"] + box["height"] <= row["y"] + row["height"] for box in boxes)
