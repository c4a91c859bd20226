"""Where the real test data lies, seen from the project's root; a test that needs it says so when it is absent."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(relative: str) -> Path:
    """The path of a shared file or folder, or a skip with a clear message."""
    path = SHARED_DATA / relative
    if not path.exists():
        pytest.skip(f"shared test data absent: ../shared/data/{relative}")
    return path
