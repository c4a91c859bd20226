"""The desk of a service, in a vault of each test's own."""

from pathlib import Path
from typing import Any

import pytest

from hub.candidates.desk_world import Desk, desk_of
from hub.conftest import SmallWorld


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any) -> Desk:
    """A service with two reviewers and a supervisor."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_of(world)
