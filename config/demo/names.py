"""Invented people of an invented town. Any likeness is chance."""

import random

from accounts.models import Committee, Person

LAST_NAMES = (
    "Осокин", "Лебедев", "Громов", "Ключевский", "Перелесков", "Туманов", "Ракитин", "Берегов",
    "Заозёрный", "Снегирёв", "Полянский", "Вересков", "Луговой", "Ясенев", "Ольховский", "Каменев",
    "Сухарев", "Тростников", "Облаков", "Росин", "Журавлёв", "Медовников", "Калинин", "Дубравин",
    "Зимин", "Вешняков", "Хвоин", "Рябинин", "Стрижов", "Боровиков", "Малинов", "Чистов",
)  # fmt: skip
MEN = ("Алексей", "Борис", "Виктор", "Глеб", "Дмитрий", "Егор", "Игорь", "Кирилл", "Павел", "Тимур")
WOMEN = (
    "Анна",
    "Вера",
    "Галина",
    "Дарья",
    "Елена",
    "Ирина",
    "Ксения",
    "Марина",
    "Ольга",
    "Татьяна",
)
FATHERS = ("Андрее", "Викторо", "Ивано", "Михайло", "Николае", "Павло", "Петро", "Сергее")


def feminine(last_name: str) -> str:
    """Осокин → Осокина, Луговой → Луговая, Ключевский → Ключевская."""
    if last_name.endswith(("ый", "ий", "ой")):
        return f"{last_name[:-2]}ая"
    return f"{last_name}а"


class People:
    """Gives out people one after another, nobody twice."""

    def __init__(self, committee: Committee, rng: random.Random) -> None:
        self.committee = committee
        self.rng = rng
        self.taken: set[tuple[str, str, str]] = set()

    def another(self, *, position: str, mail: str = "") -> Person:
        while (name := self._name()) in self.taken:
            continue
        self.taken.add(name)
        last, first, patronymic = name
        return Person.objects.create(
            committee=self.committee,
            last_name=last,
            first_name=first,
            patronymic=patronymic,
            position=position,
            email=f"{mail}@svetloozersk.example" if mail else "",
        )

    def _name(self) -> tuple[str, str, str]:
        last, father = self.rng.choice(LAST_NAMES), self.rng.choice(FATHERS)
        if self.rng.random() < 0.7:  # most of those who work in schools are women
            return feminine(last), self.rng.choice(WOMEN), f"{father}вна"
        return last, self.rng.choice(MEN), f"{father}вич"
