"""Every text that people read here is as easy as its readers need: the limits stand in `tools/reading_age.py`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_text_is_harder_than_its_readers_need() -> None:
    done = subprocess.run(
        [sys.executable, "tools/reading_age.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "", "too hard to read: shorten the sentences, and say it in shorter words"
    assert done.returncode == 0, done.stderr
