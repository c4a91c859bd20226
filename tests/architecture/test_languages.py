"""Every string of a page is there in Dutch and Italian, with the same placeholders, and in the same words."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogues_are_whole_and_sound() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "", "run: python tools/messages.py update, translate what is new, and check again"
    assert done.returncode == 0, done.stderr
