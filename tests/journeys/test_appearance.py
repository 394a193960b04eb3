"""How the portal looks to one reader: each choice really changes it, a keyboard finds its way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walk import COLOURS, PHONE, RULES, faults_by_axe, faults_of_width

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("/", "/plans/2/", "/schools/", "/signs/", "/procedures/1/", "/accounts/password/change/")
SCHEMES = {
    "контрастная, чёрным по белому": ("rgb(0, 0, 0)", "rgb(255, 255, 255)"),
    "контрастная, белым по чёрному": ("rgb(255, 255, 255)", "rgb(0, 0, 0)"),
}


@pytest.fixture
def reader(portal, browser):
    """A tab of somebody with no account and no choice made yet."""
    with browser.new_context(locale="ru-RU", base_url=portal.address) as context:
        yield context.new_page()


def choose(page: Page, *choices: str) -> None:
    page.goto("/appearance/?next=/accounts/login/")
    for choice in choices:
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Применить").click()


def style(page: Page, selector: str, name: str) -> str:
    return page.locator(selector).first.evaluate(
        "(element, name) => getComputedStyle(element)[name]", name
    )


def size_of_text(page: Page) -> float:
    return float(style(page, "main p", "fontSize").removesuffix("px"))


def test_very_large_text_is_half_as_large_again(reader):
    reader.goto("/accounts/login/")
    before = size_of_text(reader)

    choose(reader, "очень крупный")

    assert size_of_text(reader) == pytest.approx(before * 1.5, rel=0.02)
    assert not faults_of_width(reader, PHONE)


def test_wide_spacing_is_what_wcag_asks_text_to_bear(reader):
    choose(reader, "увеличенные")

    letters = float(style(reader, "main p", "letterSpacing").removesuffix("px"))
    lines = float(style(reader, "main p", "lineHeight").removesuffix("px"))
    size = size_of_text(reader)
    assert letters >= 0.11 * size
    assert lines >= 1.5 * size


@pytest.mark.parametrize("theme", SCHEMES)
def test_a_contrast_scheme_has_two_colours(reader, theme):
    ink, ground = SCHEMES[theme]

    choose(reader, theme)

    assert style(reader, "main p", "color") == ink
    assert style(reader, "body", "backgroundColor") == ground
    assert not faults_by_axe(reader, RULES, theme)


def test_pictures_can_be_switched_off(portal, browser, signed_in):
    page = signed_in("editor")
    page.goto("/")
    assert page.locator("svg:visible").count() > 0

    choose(page, "не показывать")
    page.goto("/")

    assert page.locator("svg:visible, img:visible").count() == 0
    choose(page, "показывать")


def test_the_choice_is_kept_and_leads_back_to_where_one_was(reader):
    choose(reader, "тёмная")

    expect(reader).to_have_url(re.compile("/accounts/login/$"))
    expect(reader.locator("html")).to_have_attribute("data-theme", "dark")
    reader.reload()
    expect(reader.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("theme", SCHEMES)
def test_pages_stay_readable_with_everything_enlarged_and_in_contrast(signed_in, theme):
    page = signed_in("head")
    choose(page, theme, "очень крупный", "увеличенные")
    faults = []
    for address in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        faults += faults_by_axe(page, COLOURS, theme)
        faults += faults_of_width(page, PHONE)

    assert not faults, "\n".join(faults)


def test_the_first_tab_leads_past_the_menu(signed_in):
    page = signed_in("editor")
    page.goto("/schools/")

    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="К содержанию")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_whatever_the_keyboard_reaches_shows_where_it_is(signed_in):
    page = signed_in("editor")
    page.goto("/schools/")
    without = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and not is_marked(focused):
            without.append(focused.evaluate("(one) => one.outerHTML.slice(0, 120)"))

    assert without == []


def is_marked(focused) -> bool:
    """An outline, or for fields the ring that Bootstrap draws as a shadow."""
    look = focused.evaluate(
        "(one) => { const style = getComputedStyle(one);"
        " return [style.outlineStyle, parseFloat(style.outlineWidth), style.boxShadow]; }"
    )
    return (look[0] != "none" and look[1] >= 1) or look[2] != "none"


def test_the_menu_of_a_phone_opens_by_keyboard_and_says_so(signed_in):
    page = signed_in("editor")
    page.set_viewport_size({"width": PHONE, "height": 640})
    page.goto("/")
    button = page.get_by_role("button", name="Меню")
    expect(button).to_have_attribute("aria-expanded", "false")

    button.focus()
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("link", name="Группа риска")).to_be_visible()
    expect(page.locator("#menu")).to_have_class(re.compile(r"\bshow\b"))
    assert not faults_of_width(page, PHONE)


def test_without_scripts_the_menu_of_a_phone_is_open(portal, browser, contexts):
    cookies = contexts("editor").cookies()
    with browser.new_context(base_url=portal.address, java_script_enabled=False) as context:
        context.add_cookies(cookies)
        page = context.new_page()
        page.set_viewport_size({"width": PHONE, "height": 640})
        page.goto("/")

        expect(page.get_by_role("link", name="Группа риска")).to_be_visible()


def test_nothing_on_a_page_jumps_while_it_loads(signed_in):
    page = signed_in("editor")
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver((list) => {"
        " for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps += one.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    jumped = {}
    for address in PAGES:
        page.goto(address, wait_until="networkidle")
        jumped[address] = page.evaluate("window.jumps")

    # 0.1 is where the measure of the web's own makers begins to call it a jump.
    assert {address: value for address, value in jumped.items() if value >= 0.1} == {}


def test_the_portal_has_its_picture_in_the_tab(reader):
    reader.goto("/accounts/login/")

    icon = reader.locator("link[rel=icon]").get_attribute("href")
    answer = reader.request.get(icon)

    assert answer.ok
    assert answer.headers["content-type"].startswith("image/svg+xml")


def test_on_paper_there_is_no_menu_and_ink_is_black_whatever_the_screen(signed_in):
    page = signed_in("editor")
    page.emulate_media(color_scheme="dark", media="print")
    page.goto("/schools/")

    expect(page.locator("nav.side")).to_be_hidden()
    assert style(page, "main h1", "color") == "rgb(0, 0, 0)"
    assert style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
