"""The list of people, what is written down about them, and the journal."""

import pytest
from django.core.management import CommandError, call_command

from accounts import services
from accounts.audit import AUDIT_WORDS, record_event
from accounts.models import AuditEvent, Person, Role, User
from tests.factories.accounts import CommitteeFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(client, administrator):
    """The browser of the administrator."""
    client.force_login(administrator)
    return client


def shown(response):
    return {person.last_name for person in response.context["page"]}


def test_people_are_found_by_name_role_and_access(desk, administrator):
    ours = {"committee": administrator.committee}
    deputy = PersonFactory(last_name="Соснова", first_name="Анна", **ours)
    UserFactory(role=Role.DEPUTY, person=deputy, **ours)
    blocked = PersonFactory(last_name="Дубов", **ours)
    UserFactory(role=Role.EDITOR, person=blocked, is_active=False, **ours)
    PersonFactory(last_name="Липова", **ours)

    found = {
        query: shown(desk.get(f"/people/?{query}"))
        for query in ("search=анна сосн", "role=deputy", "access=blocked", "access=none")
    }

    assert found == {
        "search=анна сосн": {"Соснова"},
        "role=deputy": {"Соснова"},
        "access=blocked": {"Дубов"},
        "access=none": {"Липова"},
    }


def test_the_list_asks_as_many_questions_for_many_people_as_for_few(
    desk, administrator, django_assert_max_num_queries
):
    UserFactory.create_batch(3, committee=administrator.committee)
    with django_assert_max_num_queries(20) as few:
        desk.get("/people/")
    UserFactory.create_batch(20, committee=administrator.committee)

    with django_assert_max_num_queries(20) as many:
        desk.get("/people/")

    assert len(many) == len(few)


def test_a_person_is_written_down_and_changed(desk, administrator):
    desk.post("/people/add/", {"last_name": "Клёнов", "email": "klen@example.test"})
    person = Person.objects.get(last_name="Клёнов")
    account = UserFactory(person=person, committee=person.committee, email=person.email)

    desk.post(f"/people/{person.pk}/edit/", {"last_name": "Клёнов", "email": "new@example.test"})

    person.refresh_from_db()
    account.refresh_from_db()
    story = AuditEvent.objects.about(person)
    assert person.committee == administrator.committee
    # One signs in by address, too: it follows the person's.
    assert (person.email, account.email) == ("new@example.test", "new@example.test")
    assert story.first().details == {"fields": ["email"]}
    assert story.count() == 2


def test_a_form_without_a_surname_is_sent_back_and_nothing_is_saved(desk):
    before = Person.objects.count()

    response = desk.post("/people/add/", {"first_name": "Анна"})

    assert response.status_code == 422
    assert Person.objects.count() == before


def test_the_story_of_a_record_is_told_in_words(desk, administrator):
    person = PersonFactory(committee=administrator.committee)
    record_event(action="person-added", target=person, by=administrator)
    record_event(action="never-worded", target=person, by=None)

    page = desk.get(f"/people/{person.pk}/").content.decode()

    assert AUDIT_WORDS["person-added"] in page
    assert "Действие «never-worded»" in page
    assert "портал" in page


def test_the_journal_is_filtered_by_person_day_and_action(desk, administrator):
    guest = PersonFactory(committee=administrator.committee)
    other = UserFactory(committee=administrator.committee)
    record_event(action="person-added", target=guest, by=administrator)
    line = record_event(action="person-changed", target=guest, by=other)
    record_event(action="person-changed", target=guest, by=UserFactory())

    def lines(query):
        return [event.pk for event in desk.get(f"/journal/?{query}").context["page"]]

    assert lines(f"by={other.pk}") == [line.pk]
    assert lines("action=person-changed") == [line.pk]
    assert len(lines(f"day={line.at.astimezone():%Y-%m-%d}")) == 2
    assert lines("day=2001-01-01") == []


def test_the_journal_asks_as_many_questions_for_many_lines_as_for_few(
    desk, administrator, django_assert_max_num_queries
):
    def write(lines):
        for _ in range(lines):
            author = UserFactory(committee=administrator.committee)
            record_event(action="person-added", target=author.person, by=author)

    write(2)
    with django_assert_max_num_queries(20) as few:
        desk.get("/journal/")
    write(10)

    with django_assert_max_num_queries(20) as many:
        desk.get("/journal/")

    assert len(many) == len(few)


def test_a_decision_that_is_taken_back_leaves_no_line(administrator):
    deputy = UserFactory(role=Role.DEPUTY, committee=administrator.committee)

    with pytest.raises(ValueError, match="is not a valid Role"):
        services.change_role(user_id=deputy.pk, role="king", by=administrator)

    assert not AuditEvent.objects.exists()


def test_the_installers_account_brings_the_first_committee_and_may_begin_at_once(client):
    installer = User.objects.create_superuser("installer", password="a long password")
    client.force_login(installer)

    response = client.post("/people/add/", {"last_name": "Клёнов"})

    assert response.status_code == 302
    assert str(Person.objects.get().committee) == str(installer.committee) == "Комитет"


def test_a_second_installer_joins_the_committee_that_is_there(administrator):
    second = User.objects.create_superuser("installer", password="a long password")

    assert second.committee == administrator.committee
    assert second.is_administrator


def test_among_several_committees_the_installer_is_asked_to_choose(administrator, monkeypatch):
    CommitteeFactory()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password")

    with pytest.raises(CommandError, match="несколько комитетов"):
        call_command("createsuperuser", interactive=False, username="installer", email="a@b.test")

    assert not User.objects.filter(username="installer").exists()
