"""A value as a STIX pattern, and the few patterns that are one value."""

import re
from typing import Final

from causeway.interchange.signals import NotWritable
from causeway.interchange.stix.mapping import HASHES
from causeway.vocabulary.signals import SignalKind

_TEXT: Final = r"'((?:[^'\\]|\\['\\])*)'"
_HASH: Final = re.compile(rf"\[\s*file:hashes\.('?[A-Za-z0-9-]+'?)\s*=\s*{_TEXT}\s*\]")
_URL: Final = re.compile(rf"\[\s*url:value\s*=\s*{_TEXT}\s*\]")
_ACCOUNT: Final = re.compile(
    rf"\[\s*user-account:account_type\s*=\s*{_TEXT}\s+AND\s+user-account:(user_id|account_login)\s*=\s*{_TEXT}\s*\]"
)
_LONGEST: Final = 5_000
_KINDS: Final = {name.strip("'").upper(): kind for kind, name in HASHES.items()}
_ALIASES: Final = {"SHA1": SignalKind.SHA1, "SHA256": SignalKind.SHA256}
_MARKS: Final = {"user_id": "#", "account_login": "@"}


def pattern_of(kind: SignalKind, value: str) -> str:
    """The pattern that matches the value. Raises NotWritable for a kind that STIX has no object for."""
    if kind in HASHES:
        return f"[file:hashes.{HASHES[kind]} = {_quoted(value)}]"
    if kind is SignalKind.URL:
        return f"[url:value = {_quoted(value)}]"
    if kind is SignalKind.ACCOUNT:
        service, mark, name = re.split("([#@])", value, maxsplit=1)
        field = "user_id" if mark == "#" else "account_login"
        return f"[user-account:account_type = {_quoted(service)} AND user-account:{field} = {_quoted(name)}]"
    raise NotWritable("no_object", f"STIX has no object for a signal of kind {kind}")


def value_in(pattern: str) -> tuple[SignalKind, str] | None:
    """The kind and value of a pattern that is one comparison of ours; None for any other."""
    if len(pattern) > _LONGEST:
        return None
    if found := _HASH.fullmatch(pattern.strip()):
        name = found[1].strip("'").upper()
        kind = _KINDS.get(name) or _ALIASES.get(name)
        value = _plain(found[2])
        return None if kind is None else (kind, value if kind is SignalKind.PHOTODNA else value.lower())
    if found := _URL.fullmatch(pattern.strip()):
        return SignalKind.URL, _plain(found[1])
    if found := _ACCOUNT.fullmatch(pattern.strip()):
        return SignalKind.ACCOUNT, f"{_plain(found[1])}{_MARKS[found[2]]}{_plain(found[3])}"
    return None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
