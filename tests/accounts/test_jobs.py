"""Long work: each job is done, once, whatever happens to its worker."""

import datetime
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts import jobs, services, tasks
from accounts.models import Job, Role
from tests.factories.accounts import CommitteeFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(hours=1)


@pytest.fixture
def work(monkeypatch):
    """A kind of work that notes for whom it worked."""
    done = []
    monkeypatch.setitem(jobs.JOB_KINDS, "note", lambda job: done.append(job.pk))
    return done


def start(**changed):
    return services.start_job(
        **{"kind": "note", "unique_key": "note", "by": None, "args": {}, **changed}
    )


def make_job(**fields):
    created_at = fields.pop("created_at", timezone.now())
    job = Job.objects.create(**{"kind": "note", "unique_key": "note", **fields})
    Job.objects.filter(pk=job.pk).update(created_at=created_at)
    return job


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def test_a_job_runs_once_its_order_is_committed(work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = start()
        before = list(work)

    assert before == []
    assert work == [job.pk]
    assert state_of(job) == Job.State.DONE


def test_work_under_way_is_not_started_twice_and_may_be_ordered_again_when_done(work):
    first = start()

    again = start()
    tasks.work_off(first.pk)
    later = start()

    assert again == first
    assert later != first


def test_two_workers_woken_for_one_job_do_it_once(work, monkeypatch):
    job = make_job()
    answers = []

    def while_we_work(job):
        work.append(job.pk)
        answers.append(tasks.work_off(job.pk))

    monkeypatch.setitem(jobs.JOB_KINDS, "note", while_we_work)

    answers.append(tasks.work_off(job.pk))
    answers.append(tasks.work_off(job.pk))

    assert work == [job.pk]
    assert answers == [False, True, False]


def test_a_worker_that_is_overtaken_between_looking_and_taking_gives_way(work):
    job = make_job()
    rivals = []

    def the_other_is_quicker(execute, sql, params, many, context):
        if sql.startswith('UPDATE "accounts_job"') and not rivals:
            rivals.append("first")
            rivals[0] = tasks.work_off(job.pk)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(the_other_is_quicker):
        ours = tasks.work_off(job.pk)

    assert (rivals, ours) == ([True], False)
    assert work == [job.pk]


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_is_taken_up_again(tmp_path):
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "for this test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'jobs.sqlite3'}",
    }
    command = [sys.executable, "-m", "tests.accounts.job_worker"]
    with subprocess.Popen(
        [*command, "start"], env=environment, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline() == "started\n"
        first.kill()

    second = subprocess.run(
        [*command, "again"], env=environment, capture_output=True, text=True, check=True
    )

    assert second.stdout.splitlines() == [
        "too early: running",
        "started",
        "done {'done in attempt': 2}",
    ]


def test_a_job_that_fell_silent_is_woken_by_the_clock(work):
    now = timezone.now()
    job = make_job(
        state=Job.State.RUNNING, attempts=1, heartbeat_at=now - LONG_AGO, created_at=now - LONG_AGO
    )

    woken = services.take_up_dead_jobs(now=now)

    assert woken == 1
    assert work == [job.pk]


def test_a_job_whose_wake_up_call_got_lost_is_woken_by_the_clock(work):
    now = timezone.now()
    job = make_job(created_at=now - LONG_AGO)

    services.take_up_dead_jobs(now=now)

    assert work == [job.pk]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"state": "queued"}, id="has just been queued"),
        pytest.param({"state": "running", "silent": 0}, id="has just shown a sign of life"),
        pytest.param({"state": "running", "silent": 15}, id="is quiet for a quarter of an hour"),
        pytest.param({"state": "done", "silent": 60}, id="is done"),
        pytest.param({"state": "failed", "silent": 60}, id="has failed"),
    ],
)
def test_the_clock_leaves_alone_a_job_that(fields, work):
    now = timezone.now()
    silent = fields.pop("silent", None)
    heartbeat = now - datetime.timedelta(minutes=silent) if silent is not None else None
    created = now if fields["state"] == "queued" else now - LONG_AGO
    job = make_job(**fields, attempts=1, heartbeat_at=heartbeat, created_at=created)

    woken = services.take_up_dead_jobs(now=now)

    assert woken == 0
    assert work == []
    assert state_of(job) == fields["state"]


def test_a_job_that_kills_its_worker_is_given_up_after_three_attempts(work):
    now = timezone.now()
    job = make_job(created_at=now - LONG_AGO)
    attempts = []

    for _ in range(5):
        # The worker takes the job and dies in it: nothing after the taking is ever written.
        taken = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING, attempts=len(attempts) + 1, heartbeat_at=now - LONG_AGO
        )
        attempts += [1] * taken
        services.return_dead_jobs(now=now)

    job.refresh_from_db()
    assert len(attempts) == Job.MAX_ATTEMPTS == 3
    assert job.state == Job.State.FAILED
    assert "трижды" in job.error


def test_an_error_in_the_work_is_told_to_the_waiting_person_and_ends_it(monkeypatch):
    def breaks(job):
        raise ZeroDivisionError

    monkeypatch.setitem(jobs.JOB_KINDS, "note", breaks)
    job = make_job()

    tasks.work_off(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error
    assert job.finished_at


def test_a_worker_taken_for_dead_does_not_overwrite_its_successor(monkeypatch):
    def slow(job):
        """Sleeps so long that the clock gives the job to another, who is still at it."""
        Job.objects.filter(pk=job.pk).update(attempts=2)

    monkeypatch.setitem(jobs.JOB_KINDS, "note", slow)
    job = make_job()

    tasks.work_off(job.pk)

    assert state_of(job) == Job.State.RUNNING


def test_the_command_works_off_the_queue_for_those_without_a_worker(work, monkeypatch, capsys):
    def breaks(job):
        raise ZeroDivisionError

    monkeypatch.setitem(jobs.JOB_KINDS, "broken", breaks)
    first, second = make_job(unique_key="a"), make_job(unique_key="b")
    make_job(unique_key="c", kind="broken")

    call_command("run_jobs")

    assert work == [first.pk, second.pk]
    assert capsys.readouterr().out == "Выполнено заданий: 2, не удалось: 1.\n"


def test_the_page_shows_how_far_the_work_is_and_asks_again_until_it_ends(client):
    deputy = UserFactory(role=Role.DEPUTY)
    client.force_login(deputy)
    job = make_job(started_by=deputy, state=Job.State.RUNNING, steps_done=3, steps_total=12)
    address = f"/jobs/{job.pk}/"

    page = client.get(address).content.decode()
    Job.objects.update(state=Job.State.DONE, result={"next": "/plans/"})
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "Сделано 3 из 12" in page
    assert 'hx-trigger="every 1s"' in page
    assert 'href="/plans/"' in fragment
    assert "hx-get" not in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("target", ["https://elsewhere.test/", "//elsewhere.test/", "javascript:1"])
def test_the_page_leads_nowhere_but_into_the_portal(target, client):
    user = UserFactory()
    client.force_login(user)
    job = make_job(started_by=user, state=Job.State.DONE, result={"next": target})

    page = client.get(f"/jobs/{job.pk}/").content.decode()

    assert target not in page


def test_a_job_is_seen_by_who_started_it_and_by_their_committee():
    committee = CommitteeFactory()
    starter = UserFactory(role=Role.DEPUTY, committee=committee)
    make_job(started_by=starter)
    viewers = {
        "starter": starter,
        "editor": UserFactory(committee=committee),
        "another deputy": UserFactory(role=Role.DEPUTY, committee=committee),
        "another committee": UserFactory(),
    }

    seen = {who: Job.objects.visible_to(user).exists() for who, user in viewers.items()}

    assert seen == {
        "starter": True,
        "editor": True,
        "another deputy": False,
        "another committee": False,
    }
