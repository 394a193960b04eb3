"""The wordings of published plans, read at run time from the folder beside the project."""

import json
from datetime import date
from pathlib import Path

import pytest

from plans.deadlines import read_deadline

TRUTH = Path(__file__).resolve().parents[4] / "shared" / "deadlines.jsonl"


def wordings():
    return [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not TRUTH.exists(), reason="the published wordings are not here")
def test_every_published_wording_is_read_exactly():
    for case in wordings():
        term = date.fromisoformat(case["from"]), date.fromisoformat(case["to"])

        readings = read_deadline(case["text"], *term)

        assert [one.as_json() for one in readings] == case["readings"], case["text"]
