"""Worlds that several tests look at, made once; the forces are those the program really has."""

from datetime import UTC, datetime

import pytest

from causeway.routing import forces
from causeway.worlds import ForceEntry, World, generate

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def force_list() -> tuple[ForceEntry, ...]:
    return tuple(ForceEntry(force.code, force.name, force.country, force.zone) for force in forces())


@pytest.fixture(scope="session")
def worlds(force_list: tuple[ForceEntry, ...]) -> tuple[World, ...]:
    return tuple(generate(seed, forces=force_list, now=NOW) for seed in (7, 41, 2026))


@pytest.fixture(scope="session")
def world(worlds: tuple[World, ...]) -> World:
    return worlds[0]
