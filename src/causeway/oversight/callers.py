"""Who may ask the evaluator, and for how much a day: a force's own program, or a hub on behalf of many forces."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from causeway.oversight.errors import KeepingFault
from causeway.oversight.keyring import check_private, write_private

PER_DAY: Final = 500
"""Selectors a day of one force: a large case has dozens, and ten thousand numbers would take three weeks (our choice).
"""
HUB_PER_DAY: Final = 5_000
"""Of a hub for all its forces together, each of which has its own limit too."""
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One caller. `per_day` counts selectors in any 24 hours; `per_force` counts those on behalf of one force."""

    name: str
    token_sha256: str
    per_day: int = PER_DAY
    per_force: int = PER_DAY


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_caller(path: Path, *, name: str, per_day: int = PER_DAY, per_force: int = PER_DAY) -> str:
    """Let a caller in, and give its token, which is kept nowhere.

    Raises:
        KeepingFault: there is one of that name, a limit is below 1, or the file cannot be used.
    """
    callers = load_callers(path) if path.exists() else []
    if not name.strip() or any(one.name == name for one in callers):
        raise KeepingFault("a caller needs a name that no other has")
    if per_day < 1 or per_force < 1:
        raise KeepingFault("a limit is 1 or more")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    fresh = Caller(name=name, token_sha256=digest_of(token), per_day=per_day, per_force=per_force)
    _write(path, [*callers, fresh])
    return token


def remove_caller(path: Path, name: str) -> None:
    """Let a caller in no more. Raises KeepingFault."""
    callers = load_callers(path)
    left = [one for one in callers if one.name != name]
    if len(left) == len(callers):
        raise KeepingFault("there is no caller of that name")
    _write(path, left)


def load_callers(path: Path) -> list[Caller]:
    """All that may ask. Raises KeepingFault."""
    check_private(path)
    try:
        return [Caller(**one) for one in json.loads(path.read_text(encoding="utf-8"))["callers"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise KeepingFault(f"{path.name} holds no callers of an evaluator") from None


def _write(path: Path, callers: list[Caller]) -> None:
    write_private(path, json.dumps({"callers": [asdict(one) for one in callers]}, indent=2))
