"""The token that callers of a service of ours must send, from a file: an argument would stand in the process list."""

from pathlib import Path
from typing import Final

from causeway.cli.output import CommandFailed

_SHORTEST_TOKEN: Final = 16


def read_token(path: Path | None) -> str | None:
    """The token that stands in the file. Raises CommandFailed."""
    if path is None:
        return None
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        raise CommandFailed(f"{path} cannot be read as a token", exit_code=2) from None
    if len(token) < _SHORTEST_TOKEN or not token.isprintable() or " " in token:
        raise CommandFailed(f"a token has at least {_SHORTEST_TOKEN} characters and no spaces", exit_code=2)
    return token
