"""Who signs in elsewhere: the environment first, then the demonstration's own services, then the person asked."""

import json
import os
from pathlib import Path

import pytest

from causeway.cli.output import CommandFailed
from causeway.cli.remote import Access, access_for


@pytest.fixture
def demo_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder that holds a demonstration's services."""
    services = [
        {"name": "Lantern Forum", "credential": "lantern-uploads", "username": "lantern-1", "password": "shown once"}
    ]
    (tmp_path / "demo.json").write_text(json.dumps({"services": services}))
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path))
    monkeypatch.delenv("CAUSEWAY_SECRET", raising=False)


@pytest.mark.parametrize("name", ["lantern forum", "lantern-1", "Lantern-Uploads"])
def test_a_service_of_the_demonstration_needs_no_password(demo_home: None, name: str) -> None:
    assert access_for(name) == Access("lantern-1", "shown once")


def test_the_environment_goes_first(demo_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSEWAY_SECRET", "from outside")
    assert access_for("Lantern Forum").password == "from outside"


def test_without_anybody_to_ask_it_is_said_what_to_set(demo_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _descriptor: False)
    with pytest.raises(CommandFailed, match="CAUSEWAY_SECRET"):
        access_for("nobody")
