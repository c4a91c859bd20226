"""The desk at work, and a vault of the test's own."""

from pathlib import Path
from typing import Any

import pytest

from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, desk_at_work


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"


@pytest.fixture
def road(world: SmallWorld) -> DeskAtWork:
    """A desk, a service and two forces, with a worker."""
    return desk_at_work(world)
