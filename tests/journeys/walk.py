"""A walk over pages with axe-core in hand, and what it finds there."""

from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
# In another look only colours can go wrong, on a narrow screen only what scrolls sideways.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SCROLLING = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable"]}}
DESK, ZOOMED, PHONE = 1280, 640, 320  # CSS pixels; 1280 at 200 % are 640
# The fifteenth row of a table has the same cells as the first: axe need not read a thousand.
REPEATED = {"exclude": [["tbody tr:nth-child(n+15)"], ["ul > li:nth-child(n+15)"]]}
RUN_AXE = """async ([context, options]) => (await axe.run(context, options)).violations"""
# Whatever takes its colours from a rule: an element with its class inside what has another.
COLOURED = """() => {
  const named = (one) => one.tagName + "." + one.className + (one.disabled ? ":off" : "");
  const around = (one) => one.parentElement?.closest("[class]")?.className || "";
  const all = [...document.body.querySelectorAll("*:not(svg *)")];
  return [...new Set(all.map((one) => around(one) + ">" + named(one)))];
}"""
WIDER_THAN_THE_PAGE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const scrolls = (element) => element && element !== document.body
    && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1
                     && !scrolls(one.parentElement))
    .map((one) => one.tagName.toLowerCase() + (one.className && "." + one.className))
    .slice(-4);
}"""

# Two fields with one id share the label of the first.
REPEATED_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


class Visit(NamedTuple):
    """What one page had wrong with it; each fault is a sentence that begins with its address."""

    address: str
    rules: list[str]
    too_wide: list[str]
    complaints: list[str]
    low_vision_links: int
    headings: int
    repeated_ids: list[str]


def faults_by_axe(page: Page, options: dict, look: str) -> list[str]:
    """Every broken rule of WCAG with the element that breaks it. A page takes in axe-core once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN_AXE, [REPEATED, options])
    return [
        f"{page.url} ({look}): {violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page, heading: str = "") -> None:
    """No broken rule on the page in hand; after a click, on the one that has this heading."""
    if heading:
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        page.wait_for_load_state()
    faults = faults_by_axe(page, RULES, "on the way")
    assert not faults, "\n".join(faults)


def faults_of_width(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate(WIDER_THAN_THE_PAGE)
    return [f"{page.url} ({width} px): {', '.join(wide)}"] if wide else []


class Walker:
    """One tab; listens to what the browser complains about while it goes from page to page."""

    def __init__(self, context: BrowserContext, coloured: set[str]) -> None:
        self.page = context.new_page()
        self.coloured = coloured  # what was seen in the dark
        self.complaints: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        counted_by_response = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not counted_by_response:
            self.complaints.append(f"{message.type}: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")

    def visit(self, address: str) -> Visit:
        self.complaints.clear()
        page = self.page
        page.set_viewport_size({"width": DESK, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        rules = faults_by_axe(page, RULES, "light") + self._faults_in_the_dark()
        too_wide = [*faults_of_width(page, ZOOMED), *faults_of_width(page, PHONE)]
        rules += faults_by_axe(page, SCROLLING, "320 px")
        return Visit(
            address=address,
            rules=rules,
            too_wide=too_wide,
            complaints=[f"{page.url}: {complaint}" for complaint in self.complaints],
            low_vision_links=page.get_by_text("Версия для слабовидящих").count(),
            headings=page.locator("h1").count(),
            repeated_ids=page.evaluate(REPEATED_IDS),
        )

    def _faults_in_the_dark(self) -> list[str]:
        """Only where something has colours that no page before it had."""
        coloured = set(self.page.evaluate(COLOURED))
        if coloured <= self.coloured:
            return []
        self.coloured |= coloured
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        return faults_by_axe(self.page, COLOURS, "dark")
