"""Which banks a mirror is of, and by which key its hub signs: from what was said on the command line."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from causeway.cli.output import CommandFailed
from causeway.transparency import NoteMalformed, VerifierKey

if TYPE_CHECKING:
    from causeway.client import Client, SharedBank

BAD_SETTING: Final = 2


def banks_named(client: "Client", names: Sequence[str], *, server: str, folder: Path) -> list[str]:
    """The identifiers of banks by their names, each once; what is one already is not asked for. A bank that the hub
    shows no more is found by its mirror in the folder.

    Raises CommandFailed.
    """
    known = [_identifier(named) for named in names]
    banks = client.banks() if None in known else ()
    found = [own or _found(named, banks, server, folder) for named, own in zip(names, known, strict=True)]
    return list(dict.fromkeys(found))


def mirror_named(folder: Path, named: str) -> Path:
    """The mirror of the bank of this name or identifier in a folder of them. Raises CommandFailed."""
    from causeway.client.following_state import read_following
    from causeway.client.mirror import bank_in, mirrors_in

    mirrors, identifier = mirrors_in(folder), _identifier(named)
    found = [each for each in mirrors if bank_in(each) in (named, identifier) or read_following(each).name == named]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{read_following(each).name or 'no name'} ({bank_in(each)})" for each in mirrors)
    fault = "several banks are named" if found else "there is no mirror of the bank"
    raise CommandFailed(f"{folder}: {fault} {named!r}; there are: {there or 'none'}", exit_code=BAD_SETTING)


def _identifier(named: str) -> str | None:
    with suppress(ValueError):
        return str(UUID(named))
    return None


def _found(named: str, banks: "Sequence[SharedBank]", server: str, folder: Path) -> str:
    from causeway.client.mirror import bank_in

    found = [one for one in banks if one.name == named]
    if len(found) == 1:
        return found[0].id
    if found:
        raise CommandFailed(f"several banks are named {named!r}; give an identifier: {_listed(found)}", BAD_SETTING)
    with suppress(CommandFailed):
        mirrored = _identifier(bank_in(mirror_named(folder, named)))
        if mirrored is not None:
            return mirrored
    there = f"there are: {_listed(banks)}" if banks else "your organisation shares none there yet"
    raise CommandFailed(f"{server} shows you no bank {named!r}; {there}", exit_code=BAD_SETTING)


def _listed(banks: Iterable["SharedBank"]) -> str:
    return ", ".join(f"{one.name} ({one.id})" for one in banks)


def hub_key(key: str | None, key_file: Path | None, client: "Client", bank_id: str) -> VerifierKey:
    """The hub's key, from one of two options. Raises CommandFailed; where none is given, with the hub's own word."""
    if key_file is not None:
        try:
            key = key_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise CommandFailed(f"{key_file} cannot be read as a key", exit_code=BAD_SETTING) from None
    if key is None:
        raise CommandFailed(
            f"the hub's key is missing. It says that its key is {client.stated_key(bank_id)} - compare that with what "
            "the hub's keeper gave you by another way, then give it with --key or --key-file",
            exit_code=BAD_SETTING,
        )
    try:
        return VerifierKey.parse(key)
    except NoteMalformed:
        raise CommandFailed("the hub's key is none: it reads name+id+base64", exit_code=BAD_SETTING) from None
