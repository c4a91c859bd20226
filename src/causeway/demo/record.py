"""The demonstration's record, `demo.json` in the state folder: where it is served, who can sign in, what happened."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from causeway.hub.state import home
from causeway.lasting import write_lastingly

FILE_NAME = "demo.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Somebody who can sign in. `is_shown` marks the one printed for a role."""

    role: str
    organisation: str
    email: str
    password: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccess:
    """An API credential of the organisation of this name; username and password serve as Basic credentials too."""

    name: str
    credential: str
    username: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened at one step of the road, and how often."""

    step: str
    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measured figure against the world's known truth; precision or recall is None where it makes no sense."""

    what: str
    precision: float | None
    recall: float | None
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """All of it. `is_complete` is false, and nobody is named, while the first run has not come to its end."""

    base_url: str
    seed: int
    referrals: int
    is_complete: bool = False
    people: tuple[SignIn, ...] = ()
    services: tuple[ServiceAccess, ...] = ()
    steps: tuple[Step, ...] = ()
    scores: tuple[Measure, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document that is stored and printed."""
        return asdict(self)


def record_path() -> Path:
    """Where the record lies."""
    return home() / FILE_NAME


def read_record() -> Demo | None:
    """The record of the demonstration in this state folder, or None."""
    path = record_path()
    if not path.exists():
        return None
    document = json.loads(path.read_text("utf-8"))
    return Demo(
        base_url=document["base_url"],
        seed=document["seed"],
        referrals=document["referrals"],
        is_complete=document["is_complete"],
        people=tuple(SignIn(**person) for person in document["people"]),
        services=tuple(ServiceAccess(**service) for service in document["services"]),
        steps=tuple(Step(**step) for step in document["steps"]),
        scores=tuple(Measure(**measure) for measure in document["scores"]),
    )


def write_record(demo: Demo) -> None:
    """Write the record; only this user may read it, for it holds passwords."""
    write_lastingly(record_path(), json.dumps(demo.as_json(), indent=2, ensure_ascii=False).encode() + b"\n")
