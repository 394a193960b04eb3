"""A printed plan says all that the plan says, where the plan says it, to eyes and to machines."""

import json
from pathlib import Path

import pytest

from plans.documents.outline import PlanOutline
from plans.documents.pdf import print_plan
from tests.plans import invented
from tests.plans.printed import (
    bare,
    lost_cells,
    opened,
    read_pages,
    tags,
    words_over_an_edge,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "plans"
PLANS = {
    **invented.INVENTED,
    **{
        file.stem: lambda file=file: PlanOutline.from_json(json.loads(file.read_text()))
        for file in sorted(SHARED.glob("*.json"))
    },
}


@pytest.fixture(params=PLANS, scope="module")
def outline(request):
    return PLANS[request.param]()


@pytest.fixture(scope="module")
def pdf(outline):
    return print_plan(outline)


@pytest.mark.slow
class TestEveryPlan:
    def test_keeps_the_text_of_every_cell_in_its_own_column(self, outline, pdf):
        lost = lost_cells(outline, pdf)

        assert lost == []

    def test_hyphenates_nothing_so_that_a_search_finds_each_word(self, pdf):
        text = "".join(read_pages(pdf))

        assert "\u00ad" not in text

    def test_runs_no_word_over_the_edge_of_its_column(self, outline, pdf):
        over = words_over_an_edge(outline, pdf)

        assert over == []

    def test_prints_what_stands_around_the_table_as_worded(self, outline, pdf):
        around = [outline.title, *outline.footer]
        around += [section.title for section in outline.sections]
        around += [line for stamp in outline.stamps for line in stamp.lines]
        around += [line.removeprefix("- ") for line in outline.preamble]

        text = bare("".join(read_pages(pdf)))

        assert [line for line in around if bare(line) not in text] == []

    def test_repeats_the_captions_on_every_page_of_the_table(self, outline, pdf):
        captions = bare("".join(outline.columns))
        numbers_last = bare(outline.activities[-1].title)[-12:]
        pages = [bare(page) for page in read_pages(pdf)]
        last = max(index for index, page in enumerate(pages) if numbers_last in page)

        bearing = [captions in page for page in pages[: last + 1]]

        # A long preamble may push the table to the second page.
        assert all(bearing[1:])
        assert any(bearing)

    def test_numbers_its_pages_from_the_second(self, outline, pdf):
        pages = read_pages(pdf)

        first_lines = [page.splitlines()[0] for page in pages]

        assert first_lines[1:] == [f"{n} из {len(pages)}" for n in range(2, len(pages) + 1)]
        assert f"1 из {len(pages)}" not in first_lines[0]

    def test_is_landscape_a4(self, pdf):
        boxes = {tuple(round(float(n)) for n in page.mediabox) for page in opened(pdf).pages}

        assert boxes == {(0, 0, 842, 595)}

    def test_is_tagged_russian_and_titled(self, outline, pdf):
        root = opened(pdf).trailer["/Root"]

        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "ru"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert bare(opened(pdf).metadata.title) == bare(outline.title)

    def test_declares_both_standards(self, pdf):
        xmp = opened(pdf).trailer["/Root"]["/Metadata"].get_data().decode()

        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp

    def test_is_one_table_to_a_screen_reader_with_a_scope_on_each_header(self, outline, pdf):
        found = tags(opened(pdf))
        sections = [section for section in outline.sections if section.title]

        kinds = [tag["/S"] for tag in found]
        scopes = [scope_of(tag) for tag in found if tag["/S"] == "/TH"]

        assert kinds.count("/Table") == 1
        assert kinds.count("/H1") == 1
        assert kinds.count("/TD") == len(outline.fields) * len(outline.activities)
        assert len(scopes) == len(outline.columns) + len(sections)
        assert set(scopes) == {"/Column"}

    def test_is_the_same_to_the_byte_each_time(self, outline, pdf):
        again = print_plan(outline)

        assert again == pdf


def scope_of(tag):
    attributes = tag["/A"].get_object()
    each = attributes if isinstance(attributes, list) else [attributes]
    return next(a.get_object()["/Scope"] for a in each if "/Scope" in a.get_object())
