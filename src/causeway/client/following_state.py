"""What is known beside a mirror of how it is followed: which bank, when the hub last answered, and what went wrong.

It stands in the mirror's folder, and says nothing that the mirror itself depends on.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from causeway.lasting import write_lastingly

FILE: Final = "following.json"
_TIMES: Final = ("tried_at", "reached_at", "acknowledged_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """`name` is what its hub calls the bank. `fault` is empty where the last round went well. Times are in UTC, None
    where it never was.
    """

    bank: str = ""
    name: str = ""
    tried_at: datetime | None = None
    reached_at: datetime | None = None
    fault: str = ""
    acknowledged_up_to: int = 0
    acknowledged_at: datetime | None = None


def read_following(folder: Path) -> Following:
    """What was noted last; nothing where none was, or where it cannot be read."""
    try:
        document: dict[str, Any] = json.loads((folder / FILE).read_bytes())
        times = {name: datetime.fromisoformat(document[name]) for name in _TIMES if document.get(name)}
        return Following(**(document | dict.fromkeys(_TIMES) | times))
    except (OSError, ValueError, TypeError, AttributeError):
        return Following()


def write_following(folder: Path, following: Following) -> None:
    """Keep it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(following), default=lambda at: at.isoformat(), indent=2)
    write_lastingly(folder / FILE, text.encode() + b"\n")
