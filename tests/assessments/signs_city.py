"""A small city with results written by hand, and the official rules again in plain Python."""

import statistics
from fractions import Fraction

from assessments.models import Procedure, Result, Session, Work
from assessments.services import signs
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory, SubjectFactory
from tests.factories.schools import ClassGroupFactory, SchoolFactory

SUBJECTS = {"RU": ("РУ", "Русский язык"), "MA": ("МА", "Математика")}
MAX_POINTS = 20


class City:
    """One committee with a procedure of 2026, and of 2025 when it is asked for."""

    def __init__(self, schools=6):
        self.committee = CommitteeFactory()
        self.editor = UserFactory(committee=self.committee)
        self.schools = [
            SchoolFactory(committee=self.committee, short_name=f"Школа № {n}")
            for n in range(1, schools + 1)
        ]

    def procedure(self, year=2026):
        return ProcedureFactory(
            committee=self.committee, year=year, starts_on=f"{year}-04-01", ends_on=f"{year}-05-20"
        )

    def work(self, subject="MA", grade=5, year=2026):
        abbreviation, name = SUBJECTS[subject]
        row = SubjectFactory(code=subject, abbreviation=abbreviation, name=name)
        scale = {"upper_2": 6, "upper_3": 10, "upper_4": 14}
        found = {"max_points": MAX_POINTS, **scale}
        return Work.objects.get_or_create(year=year, grade=grade, subject=row, defaults=found)[0]

    def write(self, school, totals, marks=None, *, subject="MA", grade=5, year=2026):
        """One class of the school writes a work; marks of the journal follow the scores."""
        marks = marks or [5 if total > 14 else 4 if total > 9 else 3 for total in totals]
        group = ClassGroupFactory(school=school, school_year=year - 1, grade=grade)
        session = SessionFactory(
            class_group=group, procedure=self.procedure(year), held_on=f"{year}-04-10",
            work=self.work(subject, grade, year), status=Session.Status.COLLECTED,
        )  # fmt: skip
        Result.objects.bulk_create(
            Result(session=session, code=str(50000 + n), total=total, journal_mark=mark, mark=3)
            for n, (total, mark) in enumerate(zip(totals, marks, strict=True))
        )
        Result.objects.create(session=session, code="отсутствовал", absent=True)
        return session


# Twelve participants around 10 points, in twelve different ways of falling out.
PLAIN = [7, 8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13]


def shifted(by):
    return [total + by for total in PLAIN]


def plain_city(schools=6):
    """Every school wrote mathematics of grade 5 plainly; nothing is planted yet."""
    city = City(schools)
    for n, school in enumerate(city.schools):
        city.write(school, shifted(n % 2))
    return city


# The oracle: the source's formulas, one number at a time.


def interval(values):
    half = 1.96 * statistics.stdev(values) / len(values) ** 0.5
    return statistics.fmean(values) - half, statistics.fmean(values) + half


def is_inflated(school, everybody):
    return interval(school)[0] > interval(everybody)[1]


def ranks(values):
    """Middle ranks: equal values share the mean of their places."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


def printed_correlation(marks, totals):
    pairs = zip(ranks(marks), ranks(totals), strict=True)
    n = len(marks)
    return 1 - 6 * sum((one - other) ** 2 for one, other in pairs) / (n * (n * n - 1))


def tie_corrected_correlation(marks, totals):
    return statistics.correlation(ranks(marks), ranks(totals))


def fences(ratios):
    q1, _, q3 = statistics.quantiles(ratios, n=4, method="inclusive")
    return q1 - 3 * (q3 - q1), q3 + 3 * (q3 - q1)


def ratio(before, after):
    return Fraction(sum(before) * len(after), sum(after) * len(before))


def compute(city, year=2026):
    """The job as the shell runs it; the finished run."""
    procedure = Procedure.objects.get(committee=city.committee, year=year)
    return signs.compute_now(procedure_id=procedure.pk)
