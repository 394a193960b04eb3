"""Third-party front-end files, from node_modules into the git-ignored `assets/`.

Run as `python -m config.assets` after `npm ci`. Only what stands in the lists below is taken:
serving node_modules itself would put thousands of files through `collectstatic`.
"""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
ASSETS = ROOT / "assets"

TEXT_FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap.bundle.min.js",
    "sortablejs/Sortable.min.js": "sortable.min.js",
}
BINARY_FILES = {
    "@fontsource-variable/golos-text/files/golos-text-cyrillic-wght-normal.woff2": (
        "golos-text-cyrillic.woff2"
    ),
    "@fontsource-variable/golos-text/files/golos-text-cyrillic-ext-wght-normal.woff2": (
        "golos-text-cyrillic-ext.woff2"
    ),
    "@fontsource-variable/golos-text/files/golos-text-latin-wght-normal.woff2": (
        "golos-text-latin.woff2"
    ),
    "@fontsource-variable/golos-text/files/golos-text-latin-ext-wght-normal.woff2": (
        "golos-text-latin-ext.woff2"
    ),
}
FONTS = "@expo-google-fonts/tinos/*/*.ttf"
ICONS = (
    "alert-triangle", "arrow-back-up", "arrow-down", "arrow-left", "arrow-right", "arrow-up",
    "building", "calendar", "calendar-event", "chart-bar", "check", "checklist", "checks",
    "chevron-right", "clipboard-check", "clipboard-text", "clock", "download", "edit", "eye",
    "file-check", "file-spreadsheet", "file-text", "file-upload", "grip-vertical", "help",
    "history", "home", "info-circle", "lifebuoy", "link", "list-check", "lock", "logout",
    "mail", "menu-2", "palette", "plus", "printer", "refresh", "school", "search", "send",
    "settings", "trash", "upload", "user", "user-plus", "users", "x",
)  # fmt: skip
SVG = "http://www.w3.org/2000/svg"


def without_source_map(text: str) -> str:
    """The manifest storage would look for the map beside it and fail."""
    return re.sub(r"/[/*][#@] sourceMappingURL=\S+( \*/)?", "", text)


def icon_sprite(names: tuple[str, ...]) -> str:
    """One file of symbols: a page fetches it once and refers to each icon by name."""
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        source = ET.parse(MODULES / f"@tabler/icons/icons/outline/{name}.svg").getroot()  # noqa: S314
        symbol = ET.SubElement(sprite, f"{{{SVG}}}symbol", id=name, viewBox="0 0 24 24")
        symbol.extend(child for child in source if child.get("stroke") != "none")
    return ET.tostring(sprite, encoding="unicode")


def install() -> None:
    shutil.rmtree(ASSETS, ignore_errors=True)
    (ASSETS / "fonts").mkdir(parents=True)
    for source, target in TEXT_FILES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        (ASSETS / target).write_text(without_source_map(text), encoding="utf-8")
    for source, target in BINARY_FILES.items():
        shutil.copyfile(MODULES / source, ASSETS / target)
    for font in MODULES.glob(FONTS):
        shutil.copyfile(font, ASSETS / "fonts" / font.name)
    (ASSETS / "icons.svg").write_text(icon_sprite(ICONS), encoding="utf-8")


if __name__ == "__main__":
    if not MODULES.is_dir():
        sys.exit("Нет папки node_modules: сначала `npm ci --ignore-scripts` (или `make setup`).")
    install()
