"""A plan on paper: the draft says so on every page, the approved one is what was frozen."""

import datetime
import hashlib
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Role
from plans.documents.outline import PlanOutline
from plans.models import Plan, PlanVersion
from plans.reports.outline import plan_outline
from plans.services import approval, imports, printing
from tests.factories.accounts import CommitteeFactory, UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory, make_deputy
from tests.plans.invented import INVENTED
from tests.plans.printed import bare, lost_cells, read_pages
from tests.plans.test_docx_reader import plans_with_truth


def save(outline: PlanOutline) -> Plan:
    return imports.draft_from_outline(
        outline=outline,
        committee_id=CommitteeFactory().pk,
        period_from=datetime.date(2026, 9, 1),
        period_to=datetime.date(2027, 8, 31),
        by=None,
    )


def body_of(response):
    return b"".join(response.streaming_content)


def print_by_command(plan_id, path):
    err, code = io.StringIO(), 0
    try:
        call_command("print_plan", str(plan_id), output=path, stdout=io.StringIO(), stderr=err)
    except SystemExit as left:
        code = left.code
    return code, err.getvalue()


@pytest.fixture
def approved():
    editor = UserFactory()
    head = UserFactory(committee=editor.committee, role=Role.HEAD)
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    plan = approval.submit_plan(plan_id=plan.pk, version=1, by=editor)
    return approval.approve_plan(
        plan_id=plan.pk, version=plan.version, by=head,
        order_number="12", order_date=datetime.date(2026, 9, 14),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "name", "truth"), list(plans_with_truth()))
def test_from_a_word_file_to_paper_by_two_commands_no_cell_is_lost(tmp_path, source, name, truth):
    file, paper = tmp_path / f"{truth['name']}.docx", tmp_path / "plan.pdf"
    file.write_bytes(source if isinstance(source, bytes) else source.read_bytes())
    call_command("import_plan", str(file), stdout=io.StringIO())

    code, _ = print_by_command(Plan.objects.get().pk, paper)

    printed = paper.read_bytes()
    whole = bare(" ".join(read_pages(printed)))
    assert code == 0
    assert lost_cells(plan_outline(Plan.objects.get()), printed) == []
    assert all(bare(line) in whole for stamp in truth["stamps"] for line in stamp["lines"])
    assert all(bare(section["title"]) in whole for section in truth["sections"])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", INVENTED)
def test_a_saved_plan_prints_every_cell(kind):
    plan = save(INVENTED[kind]())

    printed = printing.printed_plan(plan)

    assert lost_cells(plan_outline(plan), printed.pdf) == []
    assert printed.sha256 == hashlib.sha256(printed.pdf).hexdigest()


@pytest.mark.django_db
def test_every_page_of_a_draft_says_that_it_is_one(client):
    plan = save(INVENTED["150 rows"]())
    client.force_login(UserFactory(committee=plan.committee))

    response = client.get(reverse("plans:plan-print", args=[plan.pk]))

    pages = read_pages(body_of(response))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert len(pages) > 3
    assert all("ПРОЕКТ" in page for page in pages)


@pytest.mark.django_db
def test_an_approved_plan_prints_as_the_bytes_that_were_frozen(client, approved, tmp_path):
    client.force_login(approved.approved_by)
    frozen = bytes(PlanVersion.objects.get().pdf)

    by_plan = client.get(reverse("plans:plan-print", args=[approved.plan_id]))
    by_version = client.get(reverse("plans:version-print", args=[approved.pk]) + "?save=1")
    code, _ = print_by_command(approved.plan_id, tmp_path / "plan.pdf")

    assert body_of(by_plan) == body_of(by_version) == frozen
    assert (tmp_path / "plan.pdf").read_bytes() == frozen
    assert (code, hashlib.sha256(frozen).hexdigest()) == (0, approved.sha256)
    assert by_version["Content-Disposition"].startswith("attachment")
    assert all("ПРОЕКТ" not in page for page in read_pages(frozen))


@pytest.mark.django_db
def test_a_deputy_reads_what_is_approved_and_no_drafts(client, approved):
    draft = save(INVENTED["no sections"]())
    Plan.objects.filter(pk=draft.pk).update(committee=approved.plan.committee)
    deputy = make_deputy(SchoolFactory(committee=approved.plan.committee))
    client.force_login(deputy)

    answers = [
        client.get(reverse("plans:plan-print", args=[plan_id])).status_code
        for plan_id in (approved.plan_id, draft.pk)
    ]

    assert answers == [200, 404]


@pytest.mark.django_db
def test_a_plan_that_does_not_fit_on_paper_says_why(client, tmp_path):
    plan = PlanFactory()
    section = SectionFactory(plan=plan)
    for place in range(4):
        ActivityFactory(section=section, position=place, title="слово " * 20_000)
    client.force_login(UserFactory(committee=plan.committee))

    page = client.get(reverse("plans:plan-print", args=[plan.pk]), follow=True)
    code, err = print_by_command(plan.pk, tmp_path / "plan.pdf")

    assert page.redirect_chain[0][0] == plan.get_absolute_url()
    assert "Разделите план" in page.content.decode()
    assert (code, "Разделите план" in err) == (2, True)
    assert not (tmp_path / "plan.pdf").exists()


@pytest.mark.django_db
def test_the_command_refuses_a_plan_that_is_not_there(tmp_path):
    code, err = print_by_command(404, tmp_path / "plan.pdf")

    assert code == 2
    assert "404" in err
