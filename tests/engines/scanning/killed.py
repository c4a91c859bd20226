"""What a scan that is killed leaves."""

import shutil
from pathlib import Path

from causeway.scanning.journal import Journal


def seen_after_a_kill(state: Path, folder: Path) -> list[str]:
    """The files that the next run would find seen if the one that has the state open ended now."""
    left = state.with_name("left")
    for file in state.parent.glob(f"{state.name}*"):
        shutil.copy(file, left.with_name(file.name.replace(state.name, left.name, 1)))
    with Journal(left, folder) as journal:
        return [path.decode() for (path,) in journal._execute("SELECT source FROM seen ORDER BY source")]
