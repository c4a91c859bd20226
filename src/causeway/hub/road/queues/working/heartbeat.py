"""The worker's sign of life: a small file in the state folder, for `causeway doctor` and monitoring. Holds nothing of
a case.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from causeway.hub.state import home

FILE = "worker.json"
STALE_AFTER = timedelta(seconds=60)
"""A worker beats every few seconds, whatever work it has in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """When a worker was last alive (ISO 8601), its process, and how many rounds and pieces of work it has done since
    it started.
    """

    at: str
    process_id: int
    rounds: int
    done: int
    fault: str = ""


def _path() -> Path:
    return home() / FILE


def beat(sign: Beat) -> None:
    """Leave a sign of life; a reader sees the old one or the new one whole."""
    fresh = _path().with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(asdict(sign)), encoding="utf-8")
    fresh.replace(_path())


def last_beat() -> Beat | None:
    """The last sign of life, or None when there never was one or it cannot be read."""
    try:
        return Beat(**json.loads(_path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_alive(now: datetime) -> bool:
    """Whether a worker has given a sign of life lately."""
    sign = last_beat()
    return sign is not None and now - datetime.fromisoformat(sign.at) <= STALE_AFTER
