"""The little words before a date, which say what it is: «до», «к», «с», «за»."""

from typing import Final, Literal

PREFIX: Final = (
    r"(?<![а-я])(?:(?P<pre>не поз(?:днее|же)(?: чем)?(?: до)?|(?:в )?срок(?:и|ом)? ?[:-]? ?"
    r"(?:до(?![а-я])|по(?![а-я])|не поз(?:днее|же)|к(?![а-я]))?|в течени[еи]|на протяжении"
    r"|начиная с"
    r"|вплоть до|до|ко?|по|со?|после|от|за|перед|на|во?)(?![а-я]) ?)?"
)
Place = Literal["by", "from", "about", "during", "at"]


def place_of(prefix: str | None) -> Place:
    """by: due until then; from: begins then; about: tells of it («за март»); at: just then."""
    word = (prefix or "").strip()
    if word.startswith(("не поз", "срок", "в срок", "вплоть", "до")) or word in {"к", "ко", "по"}:
        return "by"
    if word in {"с", "со", "начиная с", "после", "перед"}:
        return "from"
    if word in {"за", "от"}:
        return "about"
    return "during" if word.startswith(("в течени", "на протяж")) else "at"
