"""What anybody may see without signing in: is a sheet genuine, and what has been published."""

import datetime
import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import PlanVersion, Publication
from plans.services import approval, publication
from plans.views import public
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.plans.printed import opened, tags
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


@pytest.fixture
def version(editor, head):
    plan = PlanFactory(committee=editor.committee, title="План «Честные результаты»")
    ActivityFactory(section=SectionFactory(plan=plan), title="Совещание")
    return approved(plan, editor, head)


def approved(plan, editor, head, number="12", day=datetime.date(2026, 9, 14)):
    plan.refresh_from_db()
    plan = approval.submit_plan(plan_id=plan.pk, version=plan.version, by=editor)
    return approval.approve_plan(
        plan_id=plan.pk, version=plan.version, order_number=number, order_date=day, by=head
    )


def amended(version, editor, head):
    copy = approval.start_amendment(plan_id=version.plan_id, by=editor)
    return approved(copy, editor, head, "34", datetime.date(2027, 2, 1))


def sheet(version):
    return reverse("plans:version-authenticity", args=[version.token])


def sent(client, version, content):
    return client.post(sheet(version), {"file": SimpleUploadedFile("план.pdf", content)})


# Authenticity ------------------------------------------------------------------------------------


def test_the_code_on_the_sheet_leads_to_the_page_of_this_very_version(version, settings):
    figures = [tag["/Alt"] for tag in tags(opened(bytes(version.pdf))) if tag["/S"] == "/Figure"]

    assert figures[0].endswith(settings.PORTAL_URL + sheet(version))
    assert len(version.token) == 43


def test_anybody_reads_what_was_approved_by_which_order_and_that_it_is_in_force(client, version):
    answer = client.get(sheet(version))

    page = answer.content.decode()
    told = ["План «Честные результаты»", version.plan.committee.name, "14.09.2026", version.sha256]
    assert [text for text in told if text not in page] == []
    assert "редакция действует" in page
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_page_names_no_people(client, version, editor, head):
    page = client.get(sheet(version)).content.decode()

    assert editor.person.last_name not in page
    assert head.person.last_name not in page


def test_an_older_sheet_says_that_there_is_a_newer_version(client, version, editor, head):
    newer = amended(version, editor, head)

    old = client.get(sheet(version)).content.decode()
    new = client.get(sheet(newer)).content.decode()

    assert "Это не действующая редакция" in old
    assert "приказ от 01.02.2027" in old
    assert "редакция действует" in new


def test_a_wrong_token_is_not_found_and_guessing_is_braked(client, version):
    address = reverse("plans:version-authenticity", args=["no-such-token"])

    answers = [client.get(address).status_code for _ in range(public.WRONG_TOKENS + 1)]

    assert answers == [404] * public.WRONG_TOKENS + [429]
    assert client.get(sheet(version)).status_code == 200


def test_versions_without_a_token_have_no_page(client, version):
    PlanVersion.objects.create(
        plan=version.plan, number=2, outline=version.outline, pdf=b"%PDF", sha256="0" * 64,
        order_number="1", order_date=version.order_date, approved_by=version.approved_by,
    )  # fmt: skip

    assert client.get("/p/None/").status_code == 404


# A file to compare -------------------------------------------------------------------------------


def test_the_server_compares_a_file_where_the_browser_cannot(client, version):
    same = sent(client, version, bytes(version.pdf)).content.decode()
    changed = sent(client, version, bytes(version.pdf)[:-1] + b"x").content.decode()

    assert "Файл совпадает с утверждённым" in same
    assert "Файл отличается от утверждённого" in changed


def test_a_compared_file_is_kept_nowhere(client, version, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    settings.MEDIA_ROOT = tmp_path / "media"
    seen = []
    taken = public.SumTaker.receive_data_chunk

    def watch(taker, raw_data, start):
        seen.append(list(tmp_path.rglob("*")))
        return taken(taker, raw_data, start)

    public.SumTaker.receive_data_chunk = watch
    try:
        answer = sent(client, version, b"%PDF" + b"0" * 200_000)
    finally:
        public.SumTaker.receive_data_chunk = taken

    assert answer.status_code == 200
    assert seen
    assert not any(seen)
    assert list(tmp_path.rglob("*")) == []


def test_too_large_a_file_and_none_at_all_are_refused_in_words(client, version, monkeypatch):
    none = client.post(sheet(version))
    monkeypatch.setattr(public, "LARGEST_FILE", 1000)
    large = sent(client, version, b"0" * 2000)

    assert (none.status_code, large.status_code) == (422, 413)
    assert "Выберите файл PDF" in none.content.decode()
    assert "больше 30" in large.content.decode()


def test_comparing_again_and_again_is_braked(client, version):
    answers = [sent(client, version, b"%PDF").status_code for _ in range(public.FILES + 1)]

    assert answers == [200] * public.FILES + [429]


# Publication -------------------------------------------------------------------------------------


def published(client):
    return client.get(reverse("plans:published-list")).content.decode()


def test_a_published_plan_is_read_by_anybody_and_its_file_is_the_approved_one(
    client, version, editor
):
    before = published(client)
    one = publication.publish_version(version_id=version.pk, by=editor)

    listed = published(client)
    page = client.get(one.get_absolute_url())
    file = b"".join(client.get(reverse("plans:published-print", args=[one.pk])))

    assert "Опубликованных планов пока нет" in before
    assert one.get_absolute_url() in listed
    assert "Совещание" in page.content.decode()
    assert '<th scope="col"' in page.content.decode()
    assert "noindex" in page["X-Robots-Tag"]
    assert hashlib.sha256(file).hexdigest() == version.sha256
    assert AuditEvent.objects.about(version.plan).first().action == "plan-published"


def test_a_withdrawn_plan_is_gone_from_every_public_page(client, version, editor, head):
    one = publication.publish_version(version_id=version.pk, by=head)

    publication.withdraw_publication(version_id=version.pk, by=editor)

    answers = [
        client.get(one.get_absolute_url()).status_code,
        client.get(reverse("plans:published-print", args=[one.pk])).status_code,
    ]
    one.refresh_from_db()
    assert answers == [404, 404]
    assert one.get_absolute_url() not in published(client)
    assert one.withdrawn_by == editor
    assert refusal(
        publication.withdraw_publication, version_id=version.pk, by=editor
    ) == "not-published"  # fmt: skip


def test_a_newer_version_takes_the_place_of_the_published_one(client, version, editor, head):
    first = publication.publish_version(version_id=version.pk, by=editor)
    newer = amended(version, editor, head)
    between = client.get(first.get_absolute_url()).content.decode()

    second = publication.publish_version(version_id=newer.pk, by=editor)

    standing = Publication.objects.standing()
    assert "новая редакция ещё не опубликована" in between
    assert list(standing) == [second]
    old = refusal(publication.publish_version, version_id=version.pk, by=editor)
    twice = refusal(publication.publish_version, version_id=newer.pk, by=editor)
    assert (old, twice) == ("not-in-force", "already-published")


def test_a_school_or_another_committee_publishes_nothing(version):
    deputy = UserFactory(committee=version.plan.committee, role=Role.DEPUTY)

    with pytest.raises(NotAllowed):
        publication.publish_version(version_id=version.pk, by=deputy)
    with pytest.raises(PlanVersion.DoesNotExist):
        publication.publish_version(version_id=version.pk, by=UserFactory())

    assert not Publication.objects.exists()


def test_publishing_and_withdrawing_by_the_page_of_the_version(client, version, head):
    client.force_login(head)
    page = version.get_absolute_url()
    client.post(reverse("plans:version-publish", args=[version.pk]))
    shown = client.get(page).content.decode()

    client.post(reverse("plans:version-unpublish", args=[version.pk]))

    one = Publication.objects.get()
    assert one.get_absolute_url() in shown
    assert one.withdrawn_at is not None
    assert one.get_absolute_url() not in client.get(page).content.decode()


def test_a_longer_list_takes_no_more_queries(
    client, version, editor, head, django_assert_num_queries
):
    publication.publish_version(version_id=version.pk, by=editor)
    with django_assert_num_queries(2):
        published(client)
    for _ in range(3):
        plan = PlanFactory(committee=editor.committee)
        ActivityFactory(section=SectionFactory(plan=plan))
        publication.publish_version(version_id=approved(plan, editor, head).pk, by=editor)

    with django_assert_num_queries(2):
        page = published(client)

    assert page.count("/pdf/") == 4
