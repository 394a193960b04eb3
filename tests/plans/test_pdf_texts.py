"""What stands around the table of a printed plan, and letters the font lacks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.documents.layout import Page
from plans.documents.outline import OutlineActivity, OutlineSection, OutlineStamp
from plans.documents.paper import group_preamble, part_footer, place_stamps
from plans.documents.pdf import print_plan, print_warnings
from tests.plans import invented
from tests.plans.printed import (
    bare,
    read_pages,
    read_words,
)


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
            (["agreed", "agreed", "agreed", "agreed"], [("0", "2"), ("1", "3")]),
        ],
    )
    def test_several_stamps_share_both_sides(self, kinds, places):
        stamps = [OutlineStamp(kind, [str(index)]) for index, kind in enumerate(kinds)]

        placed = place_stamps(stamps)

        sides = [(pair["left"], pair["right"]) for pair in placed]
        assert sides == [tuple(side and [side] for side in pair) for pair in places]

    def test_an_annex_is_named_in_the_upper_right_corner_whatever_stands_beside_it(self):
        annex = OutlineStamp("approved", ["Приложение 1", "к приказу"])
        head, agreed = OutlineStamp("approved", ["УТВЕРЖДАЮ"]), OutlineStamp("agreed", ["СОВЕТ"])

        alone = place_stamps([annex, head])
        beside = place_stamps([agreed, head, annex])

        assert alone == [
            {"left": None, "right": annex.lines},
            {"left": None, "right": head.lines},
        ]
        assert beside == [
            {"left": agreed.lines, "right": annex.lines},
            {"left": None, "right": head.lines},
        ]

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
