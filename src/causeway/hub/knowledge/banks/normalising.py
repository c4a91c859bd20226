"""A signal's value in its one spelling, so that two organisations that list the same thing list it once."""

import base64
import re

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.interchange.hashlists import digest_fault
from causeway.selectors import SelectorError, fold_keyword, is_bare_host, is_findable, normalise_account, normalise_url
from causeway.vocabulary.findings import DigestKind
from causeway.vocabulary.referral import Account
from causeway.vocabulary.signals import SignalKind

LONGEST_VALUE = 500
_PHOTODNA_BYTES = 144
"""Given in hex, or in base64 as lists exchange it, and kept in hex. It is carried: we neither compute nor match it."""
_EXACT = {kind: DigestKind(kind.value) for kind in (SignalKind.MD5, SignalKind.SHA1, SignalKind.SHA256, SignalKind.PDQ)}
SHORTEST_KEYWORD = 3


def normalised(kind: SignalKind, value: str, *, service: str = "", field: str = "value") -> str:
    """The value as it is kept: hex in lower case, `service@handle`, a canonical URL, a keyword in one case.

    Raises:
        Invalid: it is no value of this kind; `field` names where it came from.
    """
    text = value.strip()
    try:
        found = _normalised(kind, text, service)
    except SelectorError as fault:
        raise Invalid(_fault_words(kind), field=field) from fault
    if not found or not is_kept(found, LONGEST_VALUE):
        raise Invalid(_fault_words(kind), field=field)
    return found


def _normalised(kind: SignalKind, text: str, service: str) -> str | None:
    """None where it is no value of this kind."""
    if kind is SignalKind.ACCOUNT:
        return normalise_account(Account(service=service, handle=text)).value
    if kind is SignalKind.URL:
        url = normalise_url(text).value
        # A bare host would list everybody who is on it.
        return None if is_bare_host(url) else url
    if kind is SignalKind.KEYWORD:
        word = fold_keyword(text)
        return word if word.isprintable() and len(word) >= SHORTEST_KEYWORD and is_findable(word) else None
    return _photodna(text) if kind is SignalKind.PHOTODNA else _digest(kind, text.lower())


def _photodna(text: str) -> str | None:
    try:
        value = bytes.fromhex(text) if re.fullmatch("[0-9A-Fa-f]{288}", text) else base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return value.hex() if len(value) == _PHOTODNA_BYTES else None


def _digest(kind: SignalKind, text: str) -> str | None:
    # A frame of a video has a PDQ of its own.
    return None if digest_fault(_EXACT.get(kind, DigestKind.PDQ), text) else text


def _fault_words(kind: SignalKind) -> str:
    if kind is SignalKind.ACCOUNT:
        return _("Name the service and the account’s name there.")
    if kind is SignalKind.URL:
        return _("Give the address of one page, profile or file. A whole site cannot be listed.")
    if kind is SignalKind.KEYWORD:
        return _("A keyword has between 3 and 100 characters, and at most 12 words.")
    return _("This is no digest of the kind that you chose.")
