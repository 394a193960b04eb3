"""Pages of signs: who sees what, what they say, and the step from a sign to a case."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Role
from assessments.models import Reference, Sign, SignRun
from assessments.services import signs
from schools.models import Case, CaseEvidence
from tests.assessments.signs_city import PLAIN, City, compute, plain_city, shifted
from tests.factories.accounts import UserFactory
from tests.factories.schools import make_deputy

pytestmark = pytest.mark.django_db

HIGH = [18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 20, 20]
LIST_QUERIES, SCHOOL_QUERIES = 10, 15


def marked_city(schools=7):
    """The first school stands out in mathematics of grade 5; the second has six in grade 4."""
    city = City(schools)
    city.write(city.schools[0], HIGH)
    for n, school in enumerate(city.schools[1:]):
        city.write(school, shifted(n % 3 - 1))
    city.write(city.schools[1], PLAIN[:6], grade=4)
    city.write(city.schools[2], PLAIN, grade=4)
    return city


def words(response):
    """The page as read: tags and line breaks gone, blanks plain."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\u00a0", " ").split())


def comma(number, digits=1):
    return f"{number:.{digits}f}".replace(".", ",").replace("-", "−")


def school_page(run, school):
    return reverse("assessments:sign-school", args=[run.pk, school.pk])


def test_the_list_says_how_many_schools_have_signs_and_what_the_index_means(client):
    city = marked_city()
    compute(city)
    client.force_login(city.editor)

    page = words(client.get(reverse("assessments:sign-list")))

    assert "ВПР 2026: признаки у 1 школы из 7, требуют проверки" in page
    assert "Индекс объективности 85,7" in page
    assert "1 из 7" in page


def test_a_class_too_small_to_judge_shows_its_number_instead_of_a_verdict(client):
    city = marked_city()
    compute(city)
    client.force_login(city.editor)

    page = words(client.get(reverse("assessments:sign-list")))

    assert "n = 6" in page
    assert "Школа № 2 n = 6" in page


def test_the_list_admits_when_the_formula_counts_schools_too_small_to_judge(client):
    city = plain_city()
    city.write(city.schools[0], [20, 20, 20, 19, 20, 20], grade=4)
    city.write(city.schools[1], PLAIN, grade=4)
    compute(city)
    client.force_login(city.editor)

    page = words(client.get(reverse("assessments:sign-list")))

    assert "признаков нет ни у одной школы из 6" in page
    assert "У 1 школы из них формула сработала только там, где участников меньше 10" in page


@pytest.mark.parametrize("schools", [3, 9])
def test_the_list_needs_the_same_queries_for_any_city(client, schools, django_assert_num_queries):
    city = marked_city(schools)
    compute(city)
    client.force_login(city.editor)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("assessments:sign-list"))


@pytest.mark.parametrize("schools", [3, 9])
def test_a_school_needs_the_same_queries_in_any_city(client, schools, django_assert_num_queries):
    city = marked_city(schools)
    run = compute(city)
    client.force_login(city.editor)

    with django_assert_num_queries(SCHOOL_QUERIES):
        client.get(school_page(run, city.schools[0]))


def test_pressing_recompute_leads_to_the_progress_and_back_to_the_new_run(
    client, django_capture_on_commit_callbacks
):
    city = marked_city()
    client.force_login(city.editor)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("assessments:sign-compute", args=[city.procedure().pk]))

    run = SignRun.objects.get()
    assert answer.url == reverse("accounts:job-detail", args=[run.job_id])
    assert f"?run={run.pk}" in client.get(answer.url).content.decode()


def test_a_school_reads_its_sign_as_a_comparison_and_not_as_a_verdict(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = words(client.get(school_page(run, city.schools[0])))

    sign = Sign.objects.get(run=run, school=city.schools[0], code="HI_MA5")
    own, theirs = comma(sign.lower), comma(sign.reference_upper)
    assert f"Нижняя граница школы {own} балла выше верхней границы муниципалитета {theirs}." in page
    assert "Это повод посмотреть работы, а не вывод." in page


def test_a_school_reads_both_correlations(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = words(client.get(school_page(run, city.schools[3])))

    sign = Sign.objects.get(run=run, school=city.schools[3], code="MIS_MA5")
    assert f"{comma(sign.value, 2)} (" in page
    assert f"с поправкой на совпадения {comma(sign.corrected_value, 2)} (" in page


def test_a_school_with_six_participants_reads_why_nothing_is_said(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = words(client.get(school_page(run, city.schools[1])))

    assert "Недостаточно данных: участников слишком мало, чтобы судить." in page


def test_charts_have_a_text_and_a_table_and_no_inline_style(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = client.get(school_page(run, city.schools[0])).content.decode()

    charts = re.findall(r"<svg class=\"chart sign\"[^>]*role=\"img\"[^>]*>", page)
    assert len(charts) == 2
    assert all(re.search(r'aria-label="[^"]{30,}"', chart) for chart in charts)
    assert page.count("<summary>Таблица</summary>") == 2
    assert " style=" not in page
    assert not re.search(r'(?:x|y|cx|cy|width|height|points)="[^"]*\d,\d+[^"\d ,.-]', page)


def test_a_deputy_sees_the_own_school_and_of_the_others_only_dots(client):
    city = marked_city()
    run = compute(city)
    for school in city.schools[1:]:
        school.short_name = f"Канарейка {school.pk}"
        school.save()
    client.force_login(make_deputy(city.schools[0]))

    page = client.get(school_page(run, city.schools[0])).content.decode()

    assert "Канарейка" not in page
    assert page.count('class="other-dot" cx=') == 6 + 1  # and one in the key
    assert page.count('<th scope="row">Школа №\u00a01</th>') == 1
    assert not any(school_page(run, school) in page for school in city.schools[1:])
    assert 'class="other-line"' not in page


def test_a_deputy_of_a_small_city_sees_no_dots_of_others(client):
    city = marked_city(schools=4)
    run = compute(city)
    client.force_login(make_deputy(city.schools[0]))

    page = client.get(school_page(run, city.schools[0])).content.decode()

    assert 'class="other-dot"' not in page


def test_a_foreign_school_and_an_absent_one_answer_alike(client):
    city = marked_city()
    run = compute(city)
    client.force_login(make_deputy(city.schools[0]))

    answers = [client.get(school_page(run, city.schools[1])).status_code]
    answers.append(client.get(reverse("assessments:sign-school", args=[run.pk, 0])).status_code)

    assert answers == [404, 404]


def test_an_editor_of_another_committee_finds_nothing(client):
    city = marked_city()
    run = compute(city)
    client.force_login(UserFactory())

    answers = [
        client.get(school_page(run, city.schools[0])),
        client.get(reverse("assessments:sign-list"), {"run": run.pk}),
        client.get(reverse("assessments:sign-list"), {"procedure": run.procedure_id}),
        client.post(reverse("assessments:sign-compute", args=[run.procedure_id])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("asked", ["?procedure=x", "?procedure=", "?run=²", "?run=" + "9" * 40])
def test_an_address_with_nonsense_still_opens_the_list(client, asked):
    city = marked_city()
    compute(city)
    client.force_login(city.editor)

    answer = client.get(reverse("assessments:sign-list") + asked)

    assert answer.status_code == 200


# From a sign to a case.


def case_page(run, school):
    return reverse("assessments:sign-case", args=[run.pk, school.pk])


def test_before_a_case_is_opened_the_page_says_what_will_happen(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = words(client.get(case_page(run, city.schools[0])))

    assert "ВПР 2026: завышенный средний балл, МА 5." in page
    assert "15 календарных дней" in page
    assert not Case.objects.exists()


def test_pressed_twice_it_is_one_case_with_the_evidence_once(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    answers = [client.post(case_page(run, city.schools[0])) for _ in range(2)]

    case = Case.objects.get()
    assert {answer.url for answer in answers} == {reverse("schools:case-detail", args=[case.pk])}
    assert (case.school, case.year) == (city.schools[0], 2026)
    assert CaseEvidence.objects.get().case == case
    assert AuditEvent.objects.about(case).count() == 1


def test_the_same_sign_computed_again_is_no_new_evidence(client):
    city = marked_city()
    client.force_login(city.editor)
    client.post(case_page(compute(city), city.schools[0]))

    again = compute(city)
    client.post(case_page(again, city.schools[0]))

    assert CaseEvidence.objects.count() == 1
    assert "К открытому случаю" in words(client.get(school_page(again, city.schools[0])))


def test_a_sign_found_later_joins_the_open_case(client):
    city = marked_city()
    client.force_login(city.editor)
    client.post(case_page(compute(city), city.schools[0]))
    city.write(city.schools[0], HIGH, grade=4)

    client.post(case_page(compute(city), city.schools[0]))

    assert Case.objects.get().evidence.count() == 2


def test_a_school_without_signs_gets_no_case(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    answer = client.post(case_page(run, city.schools[3]))

    assert answer.url == school_page(run, city.schools[3])
    assert not Case.objects.exists()


def test_too_few_participants_open_no_case():
    city = plain_city()
    city.write(city.schools[0], [20, 20, 20, 19, 20, 20], grade=4)
    city.write(city.schools[1], PLAIN, grade=4)
    run = compute(city)

    assert signs.signs_for_case(run, city.schools[0].pk) == []


def test_an_old_computation_opens_no_case(client):
    city = marked_city()
    old = compute(city)
    compute(city)
    client.force_login(city.editor)

    client.post(case_page(old, city.schools[0]))

    assert not Case.objects.exists()
    assert "Это прежний расчёт" in words(client.get(school_page(old, city.schools[0])))


# What the results are compared with.


def sample(**changes):
    return {"title": "Область", "source": "отчёт", "mean": "11,5", "sd": "4", "n": "900", **changes}


def reference_page(city):
    return reverse("assessments:reference-edit", args=[city.procedure().pk, city.work().pk])


def test_an_editor_enters_the_region(client):
    city = marked_city()
    client.force_login(city.editor)

    client.post(reference_page(city), sample())

    reference = Reference.objects.get()
    assert (reference.mean, reference.sd, reference.n) == (11.5, 4.0, 900)
    assert "Область" in words(
        client.get(reverse("assessments:reference-list", args=[city.procedure().pk]))
    )


@pytest.mark.parametrize("wrong", [{"mean": "21"}, {"mean": "-1"}, {"sd": "-2"}, {"n": "1"}])
def test_a_region_that_cannot_be_is_turned_away(client, wrong):
    city = marked_city()
    client.force_login(city.editor)

    answer = client.post(reference_page(city), sample(**wrong))

    assert answer.status_code == 422
    assert not Reference.objects.exists()


def test_the_head_reads_the_samples_and_changes_nothing(client):
    city = marked_city()
    client.force_login(UserFactory(committee=city.committee, role=Role.HEAD))

    listed = client.get(reverse("assessments:reference-list", args=[city.procedure().pk]))
    answer = client.post(reference_page(city), sample())

    assert listed.status_code == 200
    assert answer.status_code == 403
    assert not Reference.objects.exists()


def test_pages_of_signs_name_the_method_in_full_and_no_machine_words(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    for address in (reverse("assessments:sign-list"), school_page(run, city.schools[0])):
        page = words(client.get(address))
        assert "Методика расчета показателя “Уровень объективности" in page
        assert "Редакция расчёта в портале: первая" in page
        assert not [word for word in ("official-2019", "слой", "информативно") if word in page]


def test_a_run_by_a_method_that_is_no_more_is_still_read(client):
    city = marked_city()
    run = compute(city)
    SignRun.objects.filter(pk=run.pk).update(method="draft-2018")
    client.force_login(city.editor)

    assert "методика «draft-2018»" in words(client.get(reverse("assessments:sign-list")))


def test_the_step_to_a_case_leads_back_by_two_steps(client):
    city = marked_city()
    run = compute(city)
    client.force_login(city.editor)

    page = client.get(reverse("assessments:sign-case", args=[run.pk, city.schools[0].pk]))

    crumbs = re.search(r'<p class="crumbs">.*?</p>', page.content.decode())[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == [
        f"{reverse('assessments:sign-list')}?run={run.pk}",
        school_page(run, city.schools[0]),
    ]
