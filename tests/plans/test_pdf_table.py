"""Rows, pages and columns of a printed plan."""

import pytest

from plans.documents.fonts import find_fonts
from plans.documents.layout import Page, column_widths
from plans.documents.outline import OutlineActivity, OutlineSection
from plans.documents.pdf import print_plan
from tests.plans import invented
from tests.plans.printed import (
    bare,
    read_pages,
)


class TestRowsAndPages:
    def test_a_row_taller_than_a_page_goes_on_over_the_next_pages(self):
        outline = invented.tall_plan()

        pages = [bare(page) for page in read_pages(print_plan(outline))]

        assert "шаг0подготовки" in pages[0]
        assert "шаг89подготовки" in pages[-1]
        assert len(pages) >= 3

    def test_a_row_is_cut_between_its_paragraphs_not_inside_them(self):
        rule = "Правило наблюдения за ходом работ в аудитории и за её пределами, часть {}."
        paragraphs = [rule.format(n) * (4 + n % 3) for n in range(40)]
        row = OutlineActivity(number="1", title="\n".join(paragraphs), result="Итог " * 200)
        outline = invented.plan(OutlineSection("Раздел", [row]))

        pages = [bare(page) for page in read_pages(print_plan(outline))]

        assert len(pages) >= 3
        assert all(any(bare(text) in page for page in pages) for text in paragraphs)

    def test_a_low_row_is_never_cut(self):
        outline = invented.long_plan(60)

        pages = [bare(page) for page in read_pages(print_plan(outline))]

        whole = [
            any(bare(row.title) in page and bare(row.responsible) in page for page in pages)
            for row in outline.activities
        ]
        assert all(whole)

    @pytest.mark.parametrize("rows_before", range(7, 16))
    def test_a_section_row_never_ends_a_page(self, rows_before):
        before = [invented.activity(n) for n in range(1, rows_before + 1)]
        after = [invented.activity(77, "После раздела")]
        outline = invented.plan(
            OutlineSection("", before), OutlineSection("Раздел, за которым строка", after)
        )

        pages = [bare(page) for page in read_pages(print_plan(outline))]

        page = next(page for page in pages if "Раздел,закоторымстрока" in page)
        assert "Послераздела,шаг77" in page

    def test_a_section_without_activities_still_prints(self):
        outline = invented.plan(
            OutlineSection("Раздел 1", [invented.activity(1)]), OutlineSection("Раздел 2", [])
        )

        text = "".join(read_pages(print_plan(outline)))

        assert "Раздел 2" in text

    def test_a_plan_without_any_activity_prints_its_captions(self):
        outline = invented.plan(sections=[])

        text = "".join(read_pages(print_plan(outline)))

        assert "Планируемый результат" in text

    def test_a_plan_without_captions_of_its_own_gets_the_usual_ones(self):
        outline = invented.plan(columns=[])

        text = "".join(read_pages(print_plan(outline)))

        assert "Ожидаемый результат" in text


class TestColumns:
    def test_widths_fill_the_page_and_the_number_column_is_narrow(self):
        page, outline = Page(), invented.full_plan()
        rows = [[getattr(row, name) for name in outline.fields] for row in outline.activities]

        widths = column_widths(outline.columns, rows, find_fonts(), page)

        assert sum(widths) == pytest.approx(page.width)
        assert widths[0] == min(widths) < page.width * 0.08
        assert widths[1] == max(widths)

    def test_a_column_with_more_text_is_wider_wherever_it_stands(self):
        page = Page()
        rows = [["коротко " * 3, "длинный рассказ о работе " * 10]] * 5

        right = column_widths(["Первая", "Вторая"], rows, find_fonts(), page)
        left = column_widths(["Вторая", "Первая"], [row[::-1] for row in rows], find_fonts(), page)

        assert right[1] > 2 * right[0]
        assert left == pytest.approx(right[::-1])
