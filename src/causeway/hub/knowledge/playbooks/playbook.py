"""Playbooks as typed data, read from the versioned TOML files that ship with the program.

Our own plain words throughout. An organisation's own playbooks come later and will have the same shape.
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from causeway.vocabulary.organisations import Role

SAFEGUARDING_TASK = "tell_safeguarding"
"""The task that every playbook has, whatever else it asks for."""
PRESERVE_TASK = "preserve_data"
"""The task that is done by asking a service."""


class PlaybookInvalid(Exception):
    """A playbook's file cannot be used; the message names what is wrong."""

    code = "playbook_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookTask:
    """One step: what to do, in plain words, within which time of taking the case, by whom."""

    code: str
    title: str
    guidance: str
    due_in: timedelta
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """Standard practice for one kind of referral. A case notes code and version, and keeps the tasks as they were
    then.
    """

    code: str
    version: str
    title: str
    about: str
    tasks: tuple[PlaybookTask, ...]


def parse_playbook(text: str) -> Playbook:
    """Read one playbook from TOML.

    Raises:
        PlaybookInvalid: it cannot be read, a code comes twice, or nobody is told to tell the body that protects the
        child.
    """
    try:
        document = tomllib.loads(text)
        playbook = Playbook(
            code=str(document["code"]),
            version=str(document["version"]),
            title=str(document["title"]),
            about=str(document["about"]),
            tasks=tuple(_task(task) for task in document["tasks"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as fault:
        raise PlaybookInvalid(f"The playbook cannot be read: {fault}") from fault
    codes = [task.code for task in playbook.tasks]
    if len(set(codes)) != len(codes):
        raise PlaybookInvalid(f"Playbook {playbook.code} has two tasks of one code.")
    if SAFEGUARDING_TASK not in codes:
        raise PlaybookInvalid(f"Playbook {playbook.code} has no task {SAFEGUARDING_TASK}.")
    return playbook


@cache
def playbooks() -> dict[str, Playbook]:
    """The playbooks that ship with this version, by code."""
    folder = files(__package__) / "data"
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")]
    found = sorted((parse_playbook(text) for text in texts), key=lambda playbook: playbook.title)
    return {playbook.code: playbook for playbook in found}


def _task(document: dict[str, Any]) -> PlaybookTask:
    hours = document["due_in_hours"]
    if not isinstance(hours, int) or hours <= 0:
        raise ValueError(f"due_in_hours of {document['code']} must be a whole number above 0")
    return PlaybookTask(
        code=str(document["code"]),
        title=str(document["title"]),
        guidance=str(document["guidance"]),
        due_in=timedelta(hours=hours),
        roles=tuple(Role(role) for role in document["roles"]),
    )
