"""A road with everybody on it."""

import pytest

from hub.conftest import SmallWorld
from hub.told_referrals import Road, build_road


@pytest.fixture
def road(world: SmallWorld) -> Road:
    """A service, the desk, forces and a body that protects children, with their agreements."""
    return build_road(world)
