"""Abbreviations that the legend under the table does not explain."""

import re
from collections.abc import Iterator

from plans.checks.findings import Checked, Finding, Severity, check

# At least two capitals: «ВСОКО», «СПбЦОКОиИТ», «ФИС ОКО» is two words, each looked up by itself.
ABBREVIATION = re.compile(r"(?<![\w])[А-ЯЁ](?:[а-яё]?[А-ЯЁ]){1,}[а-яё]{0,2}(?![\w.])")
ROMAN_LIKE = re.compile(r"[ХІV]+")
# What every reader of such a plan knows: the tests themselves and the schools.
KNOWN = frozenset({"ВПР", "ОО", "ОУ", "ГИА", "ЕГЭ", "ОГЭ", "ФГОС", "РФ", "МБОУ", "МКОУ", "СОШ"})
FIELDS = ("title", "deadline", "responsible", "result")
SHOUTED = 6  # a whole line in capitals is a heading, not abbreviations


@check
def not_in_the_legend(plan: Checked) -> Iterator[Finding]:
    """With a legend each missing abbreviation is remarked at its first place; without one, once."""
    explained = set(ABBREVIATION.findall(plan.legend))
    places = _places(plan)
    missing = [word for word in places if word not in explained and word not in KNOWN]
    if not plan.legend.strip():
        if missing:
            text = "Сокращения под таблицей не расшифрованы: " + ", ".join(sorted(missing)) + "."
            yield Finding("no-legend", Severity.HINT, text)
        return
    other_case = {word.lower(): word for word in explained}
    for word in missing:
        other = other_case.get(word.lower())
        end = f"там «{other}»." if other else "расшифруйте его под таблицей."
        text = f"Сокращения «{word}» нет в списке сокращений: {end}"
        yield Finding("not-in-legend", Severity.WARNING, text, places[word])


def _places(plan: Checked) -> dict[str, int]:
    """Each abbreviation and the first row it stands in."""
    places: dict[str, int] = {}
    for row in plan.rows:
        for name in FIELDS:
            for line in getattr(row, name).splitlines():
                found = ABBREVIATION.findall(line)
                if len(found) < SHOUTED or not line.isupper():
                    for word in found:
                        if not ROMAN_LIKE.fullmatch(word):
                            places.setdefault(word, row.key)
    return places
