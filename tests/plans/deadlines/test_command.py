"""`manage.py read_deadlines`: lines in, lines out, no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]


def run(lines, tmp_path):
    """As people run it, with a database that is not there."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only for this test",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "read_deadlines"],
        cwd=ROOT,
        env=environment,
        input="\n".join(lines).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )


def asked(text, first="2021-09-01", last="2022-08-31"):
    return json.dumps({"from": first, "to": last, "text": text}, ensure_ascii=False)


def test_each_line_is_answered_in_order(tmp_path):
    done = run([asked("октябрь"), asked("Постоянно")], tmp_path)

    assert done.returncode == 0, done.stderr.decode()
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "text": "октябрь",
            "readings": [{"kind": "within", "start": "2021-10-01", "end": "2021-10-31"}],
            "due": ["2021-10-31"],
            "said": "понято: октябрь 2021 → до 31.10.2021",
        },
        {
            "text": "Постоянно",
            "readings": [{"kind": "throughout"}],
            "due": [],
            "said": "понято: весь период плана → без даты, спросим в конце периода",
        },
    ]


def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path):
    bad = ["{", "[]", asked("май", first="вчера"), asked("май", last="2020-01-01"), '{"text": 5}']

    done = run([*bad, asked("май")], tmp_path)

    complaints = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [line.split(":")[0] for line in complaints] == [f"Строка {n}" for n in range(1, 6)]
    assert [json.loads(line)["due"] for line in done.stdout.splitlines()] == [["2022-05-31"]]
