"""What every template keeps to; read as text, so that no page is forgotten."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(ROOT.rglob("*.html"))
TO_GO_BACK = re.compile(r'<a class="([^"]*)"[^>]*>(?:Отмена|Не [а-яё]+)</a>')


def found(pattern):
    return {
        f"{page.relative_to(ROOT)}: {match[0]}"
        for page in PAGES
        for match in re.finditer(pattern, page.read_text(encoding="utf-8"))
    }


def test_lists_are_filtered_by_one_component():
    forms = {page for page in PAGES if "{{ filter.form|crispy }}" in page.read_text("utf-8")}

    assert forms == set()
    assert len(found(r'include "_components/filters.html"')) >= 11


def test_the_way_back_out_of_a_form_looks_the_same_everywhere():
    links = [match for page in PAGES for match in TO_GO_BACK.findall(page.read_text("utf-8"))]

    assert len(links) >= 10
    assert set(links) == {"btn quiet"}


@pytest.mark.parametrize("sign", ["№ ", "№{{"], ids=["plain blank", "no blank"])
def test_a_number_never_leaves_its_sign(sign):
    assert found(re.escape(sign)) == set()


def test_a_stacked_table_names_each_cell_for_a_phone():
    for page in PAGES:
        table = re.search(r'<table class="work stacked">.*?</table>', page.read_text("utf-8"), re.S)
        cells = re.findall(
            r"<td(?![^>]*data-label)[^>]*>(.*?)</td>", table[0] if table else "", re.S
        )
        # What can be pressed says itself what it does.
        assert [cell for cell in cells if not re.search(r"<button|<form|<a ", cell)] == [], page
