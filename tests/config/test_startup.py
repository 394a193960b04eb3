"""What must start before anything is set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("module", ["config.assets", "tests.screenshots"])
def test_front_end_files_and_pictures_need_no_settings(module, tmp_path):
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], env=bare, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()


def manage(*arguments, var):
    """As from a shell in which nothing is set."""
    bare = {"PATH": os.environ["PATH"], "VAR_DIR": str(var)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_forgotten_migrations_are_looked_for_without_a_key_and_nothing_else_is_done_so(tmp_path):
    looked = manage("makemigrations", "--check", "--dry-run", var=tmp_path)
    refused = manage("migrate", var=tmp_path)

    assert looked.returncode == 0, looked.stderr
    assert refused.returncode != 0
    assert "Не задан SECRET_KEY" in refused.stderr
