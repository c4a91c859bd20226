"""Where the real test data lies, seen from the project's root; a test that needs it says so when it is absent, and
fails where nobody reads what was skipped.
"""

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(relative: str) -> Path:
    """The path of a shared file or folder. Absent, it is a skip with a clear message, and a failure in CI."""
    path = SHARED_DATA / relative
    if not path.exists():
        absent = f"shared test data absent: ../shared/data/{relative}"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(absent)
        pytest.skip(absent)
    return path
