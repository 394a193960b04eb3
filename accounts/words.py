"""Comparing words as people read them."""

import re

from django.db.models import Q

DIGITS = 6  # numbers of schools, classes and rooms are shorter


def natural_key(text: str) -> str:
    """What sorts as people count: «Школа № 2» before «Школа № 10», «ё» where «е» is."""
    plain = " ".join(text.casefold().replace("ё", "е").replace("№", " ").split())
    return re.sub(r"\d+", lambda number: number[0].zfill(DIGITS), plain)


def any_case(field: str, text: str, *, whole: bool = False) -> Q:
    """`field` holds `text` (or is it), whatever the capital letters.

    SQLite's LIKE folds the case of Latin letters only: there `icontains` does not find «Анна» by
    «анна». Its REGEXP is Python's, PostgreSQL's is its own, and both know Cyrillic.
    """
    pattern = re.escape(text)
    return Q(**{f"{field}__iregex": f"^{pattern}$" if whole else pattern})
