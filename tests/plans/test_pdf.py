"""A printed plan says all that the plan says, where the plan says it, to eyes and to machines."""

import datetime
import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.documents import fonts
from plans.documents.fonts import find_fonts
from plans.documents.layout import Page, column_widths
from plans.documents.outline import OutlineActivity, OutlineSection, OutlineStamp, PlanOutline
from plans.documents.paper import group_preamble, part_footer, place_stamps
from plans.documents.pdf import MAX_ROWS, PrintOptions, print_plan, print_warnings
from plans.documents.refusal import PrintRefused
from tests.plans import invented
from tests.plans.printed import (
    bare,
    lost_cells,
    read_pages,
    read_words,
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


def opened(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


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


class TestStampsPreambleFooter:
    def test_two_stamps_stand_side_by_side_agreement_to_the_left(self):
        outline = invented.full_plan()
        outline.stamps.reverse()

        words = {word.text: word for word in read_words(print_plan(outline)) if word.page == 0}

        agreed, approved = words["СОГЛАСОВАНО"], words["УТВЕРЖДАЮ"]
        assert agreed.bottom == pytest.approx(approved.bottom)
        assert agreed.left < Page().page_width / 2 < approved.left

    def test_a_lone_stamp_stands_to_the_right(self):
        outline = invented.plan(stamps=[OutlineStamp("agreed", ["СОГЛАСОВАНО"])])

        words = {word.text: word for word in read_words(print_plan(outline))}

        assert words["СОГЛАСОВАНО"].left > Page().page_width / 2

    @pytest.mark.parametrize(
        ("kinds", "places"),
        [
            (["approved", "approved"], [("0", "1")]),
            (["agreed", "agreed", "approved"], [("0", "2"), ("1", None)]),
            (["agreed", "agreed", "agreed", "approved"], [("0", "3"), ("1", "2")]),
            (["agreed", "agreed", "agreed"], [("0", "2"), ("1", None)]),
        ],
    )
    def test_several_stamps_share_both_sides(self, kinds, places):
        stamps = [OutlineStamp(kind, [str(index)]) for index, kind in enumerate(kinds)]

        placed = place_stamps(stamps)

        sides = [(pair["left"], pair["right"]) for pair in placed]
        assert sides == [tuple(side and [side] for side in pair) for pair in places]

    def test_what_follows_a_colon_becomes_a_list(self):
        lines = ["Задачи:", "честные работы;", "помощь школам.", "Итог подводят в мае."]

        groups = group_preamble(lines)

        assert groups == [
            {"kind": "text", "lines": ["Задачи:"]},
            {"kind": "list", "lines": ["честные работы;", "помощь школам."]},
            {"kind": "text", "lines": ["Итог подводят в мае."]},
        ]

    def test_the_executor_stands_apart_from_the_legend_at_the_foot_of_the_last_page(self):
        outline = invented.full_plan()

        legend, executor = part_footer(outline.footer)
        words = read_words(print_plan(outline))

        assert (legend, executor) == (outline.footer[:1], outline.footer[1:])
        assert next(word for word in words if word.text == "8-(000)00-00000").bottom > 500

    def test_a_telephone_on_its_own_line_takes_the_name_above_it_along(self):
        footer = ["ОО – школы.", "Вязов Андрей", "8 (000) 000-00-00"]

        legend, executor = part_footer(footer)

        assert legend == ["ОО – школы."]
        assert executor == footer[1:]

    def test_a_number_sign_never_ends_a_line(self):
        row = OutlineActivity(number="1", title="по приказу № 17 " * 60)
        outline = invented.plan(OutlineSection(activities=[row]))

        lines = "\n".join(read_pages(print_plan(outline))).splitlines()

        assert [line for line in lines if line.rstrip().endswith("№")] == []


class TestCharacters:
    def test_a_character_the_font_lacks_is_replaced_in_sight_and_listed(self):
        row = OutlineActivity(number="1", title="Праздник 😀 и 漢", result="✓")
        outline = invented.plan(OutlineSection("Раздел", [row]))

        text = bare("".join(read_pages(print_plan(outline))))
        warnings = print_warnings(outline)

        assert "Праздник□и□" in text
        assert [(w.code, w.row, w.column) for w in warnings] == [
            ("character-replaced", 2, "Мероприятие"),
            ("character-replaced", 2, "Мероприятие"),
            ("character-replaced", 2, "Планируемый результат"),
        ]
        assert "😀" in warnings[0].message
        assert "U+1F600" in warnings[0].message

    def test_control_and_direction_characters_leave_no_trace(self):
        row = OutlineActivity(
            number="1", title="до\x00\x07 \u202eконца\u202c\ufeff го\u00adда\ufe0f"
        )
        outline = invented.plan(OutlineSection(activities=[row]))

        text = bare("".join(read_pages(print_plan(outline))))

        assert "доконцагода" in text
        assert print_warnings(outline) == []

    def test_letters_typed_as_two_characters_print_as_one(self):
        row = OutlineActivity(number="1", title="и\u0306од и е\u0308лка")
        outline = invented.plan(OutlineSection(activities=[row]))

        text = bare("".join(read_pages(print_plan(outline))))

        assert "йодиёлка" in text

    def test_a_broken_half_of_a_character_does_not_stop_the_print(self):
        row = OutlineActivity(number="1", title="пол\ud83dсимвола")
        outline = invented.plan(OutlineSection(activities=[row]))

        text = bare("".join(read_pages(print_plan(outline))))

        assert "пол□символа" in text
        assert print_warnings(outline)[0].message.isprintable()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=st.text(alphabet=st.characters(), max_size=80))
    def test_whatever_is_typed_prints(self, text):
        row = OutlineActivity(number=text, title=text, deadline=text, responsible=text, result=text)
        outline = invented.plan(
            OutlineSection(text, [row]),
            title=text,
            stamps=[OutlineStamp("approved", [text])],
            preamble=[text],
            footer=[text],
        )

        pdf = print_plan(outline)

        assert pdf.startswith(b"%PDF-1.7")

    def test_text_without_a_column_is_named(self):
        outline = invented.plan(columns=["№", "Мероприятие"], fields=["number", "title"])

        codes = [warning.code for warning in print_warnings(outline)]

        assert codes == ["column-left-out", "column-left-out"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"columns": ["№", "Мероприятие"]}, "columns-mismatch"),
            ({"columns": [], "fields": []}, "columns-repeated"),
            ({"columns": ["а", "б"], "fields": ["title", "title"]}, "columns-repeated"),
            ({"preamble": ["слово " * 100_000]}, "too-long"),
            ({"preamble": ["а\n" * 20_000]}, "too-many-pages"),
        ],
    )
    def test_a_plan_that_cannot_be_printed_is_refused_by_name(self, changes, code):
        outline = invented.plan(**changes)

        with pytest.raises(PrintRefused) as refusal:
            print_plan(outline)

        assert refusal.value.code == code

    def test_too_many_rows_are_refused_before_they_take_the_memory(self):
        rows = [OutlineActivity(number="1")] * MAX_ROWS
        outline = invented.plan(OutlineSection("Раздел", rows))

        with pytest.raises(PrintRefused) as refusal:
            print_plan(outline)

        assert refusal.value.code == "too-many-rows"

    def test_a_table_of_too_many_pages_is_refused(self):
        row = OutlineActivity(number="1", deadline="\n".join("срок" for _ in range(6_000)))
        outline = invented.plan(OutlineSection("Раздел", [row]))

        with pytest.raises(PrintRefused) as refusal:
            print_plan(outline)

        assert refusal.value.code == "too-many-pages"

    def test_missing_fonts_are_named_with_the_place_that_was_searched(self, tmp_path):
        options = PrintOptions(font_dir=tmp_path)

        with pytest.raises(PrintRefused) as refusal:
            print_plan(invented.plan(), options=options)

        assert refusal.value.code == "fonts-missing"
        assert str(tmp_path) in str(refusal.value)

    def test_a_damaged_font_file_is_named(self, tmp_path):
        (tmp_path / "Tinos-Regular.ttf").write_bytes(b"\x00\x01\x00\x00\x00\x01nonsense")
        (tmp_path / "Tinos-Bold.ttf").write_bytes(b"")

        with pytest.raises(PrintRefused) as refusal:
            print_plan(invented.plan(), options=PrintOptions(font_dir=tmp_path))

        assert refusal.value.code == "fonts-unreadable"


class TestFontsAndOptions:
    def test_the_copied_fonts_come_first_and_print_the_same(self, tmp_path, monkeypatch):
        copied, absent = tmp_path / "assets", tmp_path / "absent"
        copied.mkdir()
        for folder in find_fonts().folders:
            for file in folder.glob("*.ttf"):
                shutil.copy(file, copied)
        usual = print_plan(invented.full_plan())
        monkeypatch.setattr(fonts, "PLACES", (copied, absent))

        again = print_plan(invented.full_plan())

        assert find_fonts().folders == (copied,)
        assert again == usual

    def test_an_absent_first_place_is_passed_over(self, tmp_path, monkeypatch):
        folders = find_fonts().folders
        monkeypatch.setattr(fonts, "PLACES", (tmp_path / "absent", folders[0].parent))

        found = find_fonts()

        assert set(found.folders) <= set(folders[0].parent.rglob("*")) | {folders[0].parent}

    def test_the_file_is_dated_by_the_order_unless_told_otherwise(self):
        outline = invented.full_plan()
        moment = datetime.datetime(2031, 5, 6, 7, 8, tzinfo=datetime.UTC)

        by_order = opened(print_plan(outline)).metadata.creation_date
        told = opened(print_plan(outline, options=PrintOptions(created_at=moment)))

        assert by_order.date() == datetime.date(2030, 3, 4)
        assert told.metadata.creation_date == moment

    def test_an_order_date_that_could_not_be_read_does_not_stop_the_print(self):
        outline = invented.full_plan()
        outline.order.date = "4 марта"

        pdf = print_plan(outline)

        assert opened(pdf).metadata.creation_date.year == 2000

    def test_prints_at_the_same_time_do_not_mix(self):
        outlines = [invented.full_plan(), invented.tall_plan(), invented.long_plan(20)] * 3
        alone = [print_plan(outline) for outline in outlines]

        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(print_plan, outlines))

        assert together == alone
