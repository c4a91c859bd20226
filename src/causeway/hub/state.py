"""Where this installation keeps its state: one folder, `CAUSEWAY_HOME`, holding database, vault, keys and logs.

Without `CAUSEWAY_HOME` the platform's user data folder is used. Run as root, when that folder cannot be reached by
the database's own unprivileged user, the machine's data folder is used instead.
"""

import os
import secrets
from pathlib import Path

import platformdirs

from causeway.lasting import sync_folder

_APPLICATION = "causeway"


def is_reachable_by_others(folder: Path) -> bool:
    """Whether every existing folder on the way can be entered by an unprivileged user."""
    existing = [parent for parent in (folder, *folder.parents) if parent.exists()]
    return all(parent.stat().st_mode & 0o001 for parent in existing)


def _default_home() -> Path:
    personal = Path(platformdirs.user_data_dir(_APPLICATION))
    if os.name == "posix" and os.geteuid() == 0 and not is_reachable_by_others(personal.parent):
        return Path("/var/lib") / _APPLICATION
    return personal


def is_production() -> bool:
    """Whether this installation is told that real work is done in it."""
    return os.environ.get("CAUSEWAY_PRODUCTION", "").lower() in {"1", "yes", "true"}


def planned_home() -> Path:
    """Where the state folder is, or will be."""
    return Path(os.environ.get("CAUSEWAY_HOME") or _default_home()).expanduser().resolve()


def home() -> Path:
    """The state folder, created when absent."""
    folder = planned_home()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_folder(name: str) -> Path:
    """A sub-folder of the state folder that only this user may enter."""
    folder = home() / name
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def secret(name: str, *, size_bytes: int = 48) -> bytes:
    """The named secret, made at first use and kept in a file only this user can read.

    Two processes that start together agree: the file is created exclusively, and the loser reads the winner's.
    """
    path = private_folder("secrets") / name
    if not path.exists():
        write_once(path, secrets.token_bytes(size_bytes))
    return path.read_bytes()


def public_keys(text: str) -> dict[int, bytes]:
    """Public keys of 32 bytes by epoch, as a setting states them: `1=HEX,2=HEX`.

    Raises:
        ValueError: it states them otherwise.
    """
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        epoch, _, digits = part.partition("=")
        if not epoch.strip().isdecimal() or len(digits.strip()) != 64:
            raise ValueError("CAUSEWAY_EVALUATOR_KEYS is a list such as 1=HEX,2=HEX, of 64 hex digits each")
        found[int(epoch)] = bytes.fromhex(digits)
    return found


def public_country(text: str) -> str:
    """The country whose desk the public door prefers, as the setting states it: ISO alpha-2, or empty for any.

    Raises:
        ValueError: there is no such country.
    """
    from phonenumbers import SUPPORTED_REGIONS  # what an organisation's country is checked against, too

    code = text.strip().upper()
    if code and code not in SUPPORTED_REGIONS:
        raise ValueError("CAUSEWAY_PUBLIC_COUNTRY is the two letters of a country, such as NL")
    return code


def write_once(path: Path, content: bytes) -> None:
    """Keep this in a file that only this user can read, whole or not at all; what lies there already stays."""
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    sync_folder(path.parent)
