"""What is not printed, in which fonts, and with which date."""

import datetime
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from plans.documents import fonts
from plans.documents.fonts import find_fonts
from plans.documents.outline import OutlineActivity, OutlineSection
from plans.documents.pdf import MAX_ROWS, PrintOptions, print_plan
from plans.documents.refusal import PrintRefused
from tests.plans import invented
from tests.plans.printed import (
    opened,
)


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
