"""Who answers, read out of the wording."""

import pytest

from plans.responsibles import Directory, Known, person_spellings, split_responsible

WORDINGS = {
    "one person": ("Громов П. А.", [("Громов П. А.", "lead")]),
    "lines": (
        "Громов П. А.\nРуководители ОО",
        [("Громов П. А.", "lead"), ("Руководители ОО", "lead")],
    ),
    "commas and semicolons": (
        "Центр оценки, Г.В.Белова; МОУО",
        [("Центр оценки", "lead"), ("Г.В.Белова", "lead"), ("МОУО", "lead")],
    ),
    "commas inside brackets and quotes": (
        "ГБУ «Центр, филиал» (отдел А, отдел Б), школы",
        [("ГБУ «Центр, филиал» (отдел А, отдел Б)", "lead"), ("школы", "lead")],
    ),
    "two people without a comma": (
        "Вахрин И.А. Мишин Е.И.",
        [("Вахрин И.А.", "lead"), ("Мишин Е.И.", "lead")],
    ),
    "control in the same line": (
        "Громов П. А., контроль: Лебедева И. С.",
        [("Громов П. А.", "lead"), ("Лебедева И. С.", "control")],
    ),
    "control on a line of its own": (
        "Руководители ОО\nКонтроль:\nнаблюдатели, специалисты",
        [("Руководители ОО", "lead"), ("наблюдатели", "control"), ("специалисты", "control")],
    ),
    "co-executors to the end of the line": (
        "Соисполнители: школы; детсады\nМетодисты",
        [("школы", "co-executor"), ("детсады", "co-executor"), ("Методисты", "lead")],
    ),
    "role in brackets": ("Громов П. А. (контроль)", [("Громов П. А.", "control")]),
    "role after a dash": ("Методисты — соисполнители", [("Методисты", "co-executor")]),
    "a word that only begins like a role": ("Контрольный отдел", [("Контрольный отдел", "lead")]),
    "answerable for something": (
        "Ответственные за проведение ВПР в ОО",
        [("Ответственные за проведение ВПР в ОО", "lead")],
    ),
    "nothing": (" \n, ;", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), WORDINGS.values(), ids=WORDINGS)
def test_a_wording_falls_into_parts_with_roles(text, parts):
    assert [(part.wording, part.role) for part in split_responsible(text)] == parts


GROMOV = Known("person", 1, "Громов П. А.", person_spellings("Громов", "Пётр", "Андреевич"))
HEADS = Known("group", 1, "Руководители ОО")


@pytest.mark.parametrize(
    "wording",
    [
        "Громов П. А.", "П.А.Громов", "громов\u00a0п.а.", "Громов Петр Андреевич",
        "Пётр Андреевич Громов", "начальник отдела Громов П.А.",
    ],
)  # fmt: skip
def test_a_person_is_known_by_any_spelling(wording):
    assert Directory([GROMOV, HEADS]).exactly(wording) == GROMOV


def test_two_people_of_one_name_are_left_to_a_human():
    other = Known("person", 2, "Громов П. А.", person_spellings("Громов", "Павел", "Ильич"))
    directory = Directory([GROMOV, other])

    assert directory.exactly("Громов П. А.") is None
    assert directory.similar("Громов П. А.") == [GROMOV, other]


@pytest.mark.parametrize(
    ("wording", "similar"),
    [("Громов П. О.", [GROMOV]), ("Руководители ОУ", [HEADS]), ("Согласно плану", [])],
)
def test_near_names_are_offered_but_never_taken(wording, similar):
    directory = Directory([GROMOV, HEADS])

    assert directory.exactly(wording) is None
    assert directory.similar(wording) == similar
