"""The road's tests use the hub's small world."""

from hub.conftest import committed_world, world

__all__ = ["committed_world", "world"]
