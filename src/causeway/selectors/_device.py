"""Device identifiers.

An IMEI is checked by its Luhn digit (3GPP TS 23.003, section 6.2 and annex B); other kinds are folded as text.
"""

import re

from causeway.selectors._errors import SelectorError
from causeway.selectors._placeholder import is_placeholder
from causeway.selectors._text import folded
from causeway.vocabulary.referral import Device
from causeway.vocabulary.selectors import Selector, SelectorKind

_EVERYWHERE = frozenset({"020000000000", "9774d56d682e549c"})
"""What Android 6 and later answer in place of a MAC address (its list of changes, "Access to Hardware Identifier"), and
the identifier that a faulty version 2.2 gave to every device (Android issue 10603).
"""

_IMEI_BODY = 14  # type allocation code and serial number, without check digit or software version


def fold_device_kind(kind: str) -> str:
    """The sender's word for the kind of identifier, in one spelling: `Advertising ID` and `advertising_id` are one."""
    text = re.sub(r"[\W_]+", "-", folded(kind, what="device kind")).strip("-")
    if not text:
        raise SelectorError("empty", "The device kind is empty.")
    return text


def normalise_device(device: Device) -> Selector:
    """`kind:value`, where an IMEI is checked and an identifier that is all zeros (a person opted out) is refused."""
    kind = fold_device_kind(device.kind)
    # Folded again after the gaps are closed: a mark that stood apart may now join the letter before it.
    value = folded(re.sub(r"\s", "", folded(device.value, what="device identifier")), what="device identifier")
    significant = re.sub(r"[\W_]", "", value)
    if not significant.strip("0") or is_placeholder(value) or significant in _EVERYWHERE:
        raise SelectorError("placeholder", "The device identifier is a placeholder that many devices share.")
    if kind.startswith("imei"):
        return Selector(kind=SelectorKind.DEVICE, value=f"imei:{_imei(significant)}")
    if re.fullmatch(r"mac(-.*)?", kind) and re.fullmatch(r"[0-9a-f]{12}", significant):
        value = significant
    return Selector(kind=SelectorKind.DEVICE, value=f"{kind}:{value}")


def _imei(digits: str) -> str:
    """Fifteen digits.

    The software version of a 16-digit IMEISV says nothing of the device and gives way to the check digit.
    """
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (14, 15, 16):
        raise SelectorError("bad_imei", "An IMEI has 14 to 16 digits.")
    body = digits[:_IMEI_BODY]
    check = _luhn_digit(body)
    if len(digits) == 15 and digits[-1] != check:
        raise SelectorError("bad_imei", "The check digit of the IMEI is wrong.")
    return body + check


def _luhn_digit(body: str) -> str:
    total = 0
    for place, character in enumerate(reversed(body)):
        digit = int(character) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)
