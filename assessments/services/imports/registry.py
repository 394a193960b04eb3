"""Schools and works as files name them, looked up once for a whole file."""

from dataclasses import replace

from accounts.models import User
from accounts.words import natural_key
from assessments.models import Work
from assessments.services.works import draft_of, write_work
from assessments.spreadsheets.findings import Findings, Place
from assessments.spreadsheets.shapes.matching import KnownWork
from assessments.spreadsheets.shapes.records import SchoolMention
from assessments.spreadsheets.shapes.words import login_figures
from assessments.spreadsheets.spec import FormItem
from schools.models import School

ADD_SCHOOL = (
    "Если школа ваша, внесите её в реестр («Школы» → «Добавить») и загрузите файл снова. "
    "Если чужая, делать ничего не надо: её строки не берутся."
)


class SchoolRegistry:
    """Finds a school by the login of any year, or by its exact name where there is no login."""

    def __init__(self, schools: list[School]) -> None:
        self.by_login = {school.login.casefold(): school for school in schools}
        self.by_figures: dict[str, list[School]] = {}
        self.by_name: dict[str, list[School]] = {}
        for school in schools:
            self.by_figures.setdefault(login_figures(school.login), []).append(school)
            for name in {natural_key(school.name), natural_key(school.short_name)} - {""}:
                self.by_name.setdefault(name, []).append(school)

    def find(self, mention: SchoolMention) -> School | None:
        if mention.login:
            exact = self.by_login.get(mention.login)
            same = self.by_figures.get(login_figures(mention.login), [])
            return exact or (same[0] if len(same) == 1 else None)
        exact = self.by_login.get(mention.name.casefold())
        same = self.by_name.get(natural_key(mention.name), [])
        return exact or (same[0] if len(same) == 1 else None)


def note_unknown(mention: SchoolMention, place: Place, rows: int, findings: Findings) -> None:
    """By name, once a school: nobody reads the same sentence for each of its pupils."""
    findings.fault(
        place,
        "unknown_school",
        f"В реестре нет школы: {mention}. Её строк в файле: {rows}.",
        ADD_SCHOOL,
        str(mention),
    )


def taken_over(work: Work, year: int, by: User | None) -> Work:
    """The same work in the catalogue of another year, without a scale: nobody has given one."""
    source = f"задания как в работе {work.year} года"
    draft = replace(draft_of(work), year=year, uppers=None, source=source)
    made = Work()
    write_work(work=made, draft=draft, subject=work.subject, by=by)
    return made


def known_works(subject: str = "", grade: int | None = None) -> list[KnownWork]:
    """The catalogue as plain values, in three queries whatever its size."""
    works = Work.objects.select_related("subject").prefetch_related("items")
    if grade is not None:
        works = works.filter(grade=grade)
    if subject:
        works = works.filter(subject__code__iexact=subject) | works.filter(
            subject__name__iexact=subject
        )
    return [
        KnownWork(
            key=work.pk,
            year=work.year,
            grade=work.grade,
            subject=work.subject.name,
            items=tuple(FormItem(item.code, item.max_points) for item in work.items.all()),
            max_points=work.max_points,
            title=str(work),
        )
        for work in works
    ]
