"""A hub elsewhere: who signs in there, and faults of the client as faults of a command."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import platformdirs
import typer

from causeway.cli.output import CommandFailed

if TYPE_CHECKING:
    from causeway.client import Client

_ANSWER_SECONDS: Final = 30.0
_FILE_SECONDS: Final = 300.0
"""The server seals a file while it reads, so a large one takes its time."""

DEMO_FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Access:
    """With which name and password a service signs in."""

    username: str
    password: str


def access_for(name: str) -> Access:
    """The access of a service: from `CAUSEWAY_SECRET`, from the demonstration's `demo.json`, or asked for.

    Raises:
        CommandFailed: nobody is there to be asked.
    """
    if secret := os.environ.get("CAUSEWAY_SECRET"):
        return Access(name, secret)
    for service in _demo_services():
        names = (service.get(key, "") for key in ("name", "credential", "username"))
        if name.casefold() in {str(one).casefold() for one in names}:
            return Access(str(service["username"]), str(service["password"]))
    if not os.isatty(0):
        raise CommandFailed(f"no password for {name!r}: set CAUSEWAY_SECRET", exit_code=2)
    return Access(name, typer.prompt(f"Password of {name}", hide_input=True, err=True))


def _demo_services() -> list[Mapping[str, Any]]:
    folders = [os.environ.get("CAUSEWAY_HOME"), platformdirs.user_data_dir("causeway"), "/var/lib/causeway"]
    for folder in filter(None, folders):
        try:
            document = json.loads((Path(folder).expanduser() / DEMO_FILE).read_text(encoding="utf-8"))
            return list(document["services"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return []


@contextmanager
def client_for(server: str, access: Access, *, pause: Callable[[float], object] = time.sleep) -> Iterator["Client"]:
    """A client of the hub at an address; `pause` waits so many seconds between its tries.

    Raises:
        CommandFailed: whatever the client meets; a wrong name or password has exit code 4.
    """
    import httpx

    from causeway.client import Client, ClientError, NotAllowed, ServerUnreachable, WrongCredential
    from causeway.interchange.cybertip import CyberTipError

    try:
        with Client(server, access.username, access.password, pause=pause) as client:
            yield client
    except NotAllowed as error:
        raise CommandFailed(str(error), exit_code=4) from error
    except WrongCredential as error:
        raise CommandFailed("the server does not know this name and password", exit_code=4) from error
    except ServerUnreachable as error:
        raise CommandFailed(f"{server}: {error}", exit_code=5) from error
    except httpx.InvalidURL as error:
        raise CommandFailed(f"{server!r} is no address of a server", exit_code=2) from error
    except ClientError as error:
        raise CommandFailed(str(error)) from error
    except CyberTipError as error:
        raise CommandFailed(f"the description of a file: {error}", exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or 'a file'} cannot be read", exit_code=2) from error


def send_referral(
    server: str,
    access: Access,
    referral: object,
    files: Iterable[tuple[str, BinaryIO]],
    *,
    key: str,
    external_reference: str = "",
) -> tuple[str, bool]:
    """Send a referral by the JSON API; gives its reference, and whether the same one was in already.

    Raises:
        CommandFailed: it was refused. Exit code 3: the key stands for other content; 4: name or password is wrong;
            5: the server cannot be reached.
    """
    import httpx

    parts: list[tuple[str, Any]] = [("referral", (None, json.dumps(referral), "application/json"))]
    if external_reference:
        parts.append(("external_reference", (None, external_reference)))
    parts += [("files", (name, stream, "application/octet-stream")) for name, stream in files]
    try:
        answer = httpx.post(
            f"{server.rstrip('/')}/api/v1/referrals",
            files=parts,
            headers={"Idempotency-Key": hashlib.sha256(key.encode()).hexdigest()},
            auth=(access.username, access.password),
            timeout=httpx.Timeout(_ANSWER_SECONDS, read=_FILE_SECONDS, write=_FILE_SECONDS),
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CommandFailed(f"{server} cannot be reached", exit_code=5) from error
    if answer.status_code == httpx.codes.CONFLICT:
        raise CommandFailed("its content changed since it was sent", exit_code=3)
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise CommandFailed("the server does not know this name and password", exit_code=4)
    try:
        body = answer.json()
    except ValueError:
        body = {}
    if not answer.is_success:
        raise CommandFailed(f"refused: {body.get('detail') or body.get('title') or answer.status_code}")
    return str(body["reference"]), bool(body["is_repeat"])
