"""Twelve schools with their people, grades and classes."""

import random
from dataclasses import dataclass, field

from accounts.models import Committee, Person
from config.demo.names import People
from schools.models import ClassGroup, GradeSize, Post, School

GRADES = (4, 5, 6)
LETTERS = "АБВГ"


@dataclass(frozen=True)
class Sketch:
    """A school before it exists: pupils is the usual size of one grade."""

    number: str
    name: str
    kind: str
    street: str
    pupils: int


SKETCHES = (
    Sketch("1", "Лицей № 1", School.Kind.LYCEUM, "ул. Набережная, 3", 92),
    Sketch("2", "Школа № 2", School.Kind.SECONDARY, "ул. Сосновая, 18", 78),
    Sketch("3", "Школа № 3", School.Kind.SECONDARY, "ул. Мельничная, 7", 66),
    Sketch("4", "Школа № 4", School.Kind.SECONDARY, "пр. Озёрный, 41", 74),
    Sketch("5", "Гимназия № 5", School.Kind.GYMNASIUM, "ул. Парковая, 12", 84),
    Sketch("6", "Школа № 6", School.Kind.SECONDARY, "ул. Заводская, 2", 52),
    Sketch("7", "Школа № 7", School.Kind.SECONDARY, "ул. Луговая, 30", 70),
    Sketch("8", "Школа № 8", School.Kind.SECONDARY, "ул. Рябиновая, 9", 61),
    Sketch("9", "Школа № 9", School.Kind.SECONDARY, "ул. Причальная, 5", 48),
    Sketch("10", "Школа № 10", School.Kind.SECONDARY, "мкр. Северный, 14", 88),
    Sketch("11", "Основная школа № 11", School.Kind.BASIC, "пос. Камышинка, ул. Речная, 1", 8),
    Sketch("12", "Основная школа № 12", School.Kind.BASIC, "с. Ключики, ул. Школьная, 6", 23),
)


@dataclass
class DemoSchool:
    """A school with what the generator needs to go on: classes by (school year, grade)."""

    school: School
    head: Person
    deputy: Person
    teacher: Person
    classes: dict[tuple[int, int], list[ClassGroup]] = field(default_factory=dict)


def make_schools(
    committee: Committee, people: People, rng: random.Random, years: tuple[int, ...]
) -> list[DemoSchool]:
    """The schools, with classes for every school year of `years`, named by its first half."""
    return [_make(sketch, committee, people, rng, years) for sketch in SKETCHES]


def _make(
    sketch: Sketch,
    committee: Committee,
    people: People,
    rng: random.Random,
    years: tuple[int, ...],
) -> DemoSchool:
    number = int(sketch.number)
    school = School.objects.create(
        committee=committee,
        login=f"edu9900{number:02}",
        code=f"9900{number:02}",
        name=f"Муниципальное общеобразовательное учреждение «{sketch.name}» города Светлоозёрска",
        short_name=sketch.name,
        kind=sketch.kind,
        municipality="город Светлоозёрск",
        address=f"г. Светлоозёрск, {sketch.street}",
        phone=f"8 (000) 200-{number:02}-00",
        email=f"school{number}@svetloozersk.example",
    )
    made = DemoSchool(
        school=school,
        head=people.another(position="директор", mail=f"head{number}"),
        deputy=people.another(position="заместитель директора", mail=f"deputy{number}"),
        teacher=people.another(position="учитель математики"),
    )
    posts = {
        Post.Role.HEAD: made.head,
        Post.Role.DEPUTY: made.deputy,
        Post.Role.TEACHER: made.teacher,
    }
    Post.objects.bulk_create(
        Post(school=school, person=person, role=role) for role, person in posts.items()
    )
    for year in years:
        for grade in GRADES:
            made.classes[year, grade] = _classes(school, year, grade, sketch.pupils, rng)
    GradeSize.objects.bulk_create(
        GradeSize(
            school=school, grade=grade, pupils=sum(c.pupils for c in made.classes[years[-1], grade])
        )
        for grade in GRADES
    )
    return made


def _classes(
    school: School, year: int, grade: int, pupils: int, rng: random.Random
) -> list[ClassGroup]:
    """About `pupils` children in classes of at most 28."""
    total = max(6, pupils + rng.randint(-3, 3)) if pupils > 10 else pupils
    count = -(-total // 28)
    sizes = [total // count + (1 if n < total % count else 0) for n in range(count)]
    return ClassGroup.objects.bulk_create(
        ClassGroup(school=school, school_year=year, grade=grade, letter=LETTERS[n], pupils=size)
        for n, size in enumerate(sizes)
    )
