"""What an observer counts is compared with the protocol and the file."""

from observers.models import ObservationAct
from observers.services.acts import submit_act
from tests.observers.people import DAY, account_of, sent
from tests.observers.test_acts import facts


def test_the_number_of_an_act_is_compared_with_the_file(observer, session):
    session.tallies.create(source="file", present=23, absent=2)

    submit_act(
        assignment_id=sent(observer, session).pk,
        facts=facts(participants=24),
        by=account_of(observer),
        today=DAY,
    )

    words = [each.words for each in session.discrepancies.filter(kind="act-file")]
    assert words == ["наблюдатель насчитал 24, в файле писали 23"]


def test_an_act_of_another_stage_counts_nobody(observer, session):
    submit_act(
        assignment_id=sent(observer, session).pk,
        facts=facts(stage=ObservationAct.Stage.MARKING),
        by=account_of(observer),
        today=DAY,
    )

    assert not session.tallies.exists()
