"""What must start before anything is set."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["config.assets", "tests.screenshots"])
def test_front_end_files_and_pictures_need_no_settings(module, tmp_path):
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], env=bare, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()
