"""Stamps agree with the document they approve and leave room for what is signed by hand."""

import datetime

import pytest

from plans.documents.stamps import agree, approve, approved_by_order, approved_word

DAY = datetime.date(2030, 3, 4)


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ("план", "Утверждён"),
        ("ПЛАН МЕРОПРИЯТИЙ, НАПРАВЛЕННЫХ НА ЧЕСТНЫЕ РАБОТЫ", "Утверждён"),
        ("Комплексный план мер", "Утверждён"),
        ("План мероприятий («дорожная карта»)", "Утверждён"),
        ("Порядок проведения работ", "Утверждён"),
        ("Комплекс мер по поддержке школ", "Утверждён"),
        ("дорожная карта", "Утверждена"),
        ("Муниципальная программа помощи школам", "Утверждена"),
        ("Циклограмма работ", "Утверждена"),
        ("положение", "Утверждено"),
        ("Положение о наблюдателях", "Утверждено"),
        ("мероприятия", "Утверждены"),
        ("Меры по повышению объективности", "Утверждены"),
        ("Методические рекомендации", "Утверждены"),
        ("Памятка наблюдателя", "Утверждена"),
        ("Алгоритм действий", "Утверждён"),
        ("Общее соглашение", "Утверждено"),
        ("", "Утверждено"),
    ],
)
def test_the_stamp_agrees_with_the_noun_that_names_the_document(document, word):
    assert approved_word(document) == word


def test_an_approval_by_order_names_the_order():
    stamp = approved_by_order("дорожная карта", "комитета по делам школ", date=DAY, number="17")

    assert stamp.kind == "approved"
    assert stamp.lines == [
        "Утверждена",
        "приказом комитета по делам школ",
        "от 04.03.2030 № 17",
    ]


def test_an_order_not_yet_signed_leaves_lines_to_fill_in():
    stamp = approved_by_order("план", "администрации города", act="постановлением")

    assert stamp.lines == [
        "Утверждён",
        "постановлением администрации города",
        "от «__» ____________ 20__ г. № ______",
    ]


def test_the_head_approves_with_position_name_and_date():
    stamp = approve("Председатель комитета\nпо делам школ", "А. А. Вязов", DAY)

    assert stamp.kind == "approved"
    assert stamp.lines == [
        "УТВЕРЖДАЮ",
        "Председатель комитета",
        "по делам школ",
        "____________ А. А. Вязов",
        "«04» марта 2030 г.",
    ]


def test_an_agreement_without_a_date_leaves_room_for_it():
    stamp = agree("Директор центра", "Б. Б. Дубов")

    assert stamp.kind == "agreed"
    assert stamp.lines == [
        "СОГЛАСОВАНО",
        "Директор центра",
        "____________ Б. Б. Дубов",
        "«__» ____________ 20__ г.",
    ]


def test_an_approval_without_a_name_leaves_room_for_the_signature():
    stamp = approve("Председатель комитета", "")

    assert stamp.lines[2] == "____________"
