"""A selector as a person types it, in one line: of a known kind, without a form for each of its parts."""

import re

from causeway.selectors._account import normalise_account
from causeway.selectors._device import normalise_device
from causeway.selectors._email import normalise_email
from causeway.selectors._errors import SelectorError
from causeway.selectors._ip import names_nobody, normalise_ip
from causeway.selectors._phone import normalise_phone
from causeway.selectors._url import normalise_url
from causeway.vocabulary.referral import Account, Device, Email, IpEvent, Phone
from causeway.vocabulary.selectors import Selector, SelectorKind

_PARTS = re.compile(r"(?P<of>[^:]+):\s*(?P<what>.+)")


def typed_selector(kind: SelectorKind, text: str, *, default_region: str | None = None) -> Selector:
    """The selector of a line. An account is `service: handle`, or `service: #identifier`; a device `kind: value`.

    `default_region` (ISO alpha-2) reads a national phone number.

    Raises:
        SelectorError: the line names none, or one that leads to nobody.
    """
    match kind:
        case SelectorKind.PHONE:
            return normalise_phone(Phone(number=text), default_region=default_region)
        case SelectorKind.EMAIL:
            return normalise_email(Email(address=text))
        case SelectorKind.URL:
            return normalise_url(text)
        case SelectorKind.IP:
            return _ip(text)
        case SelectorKind.DEVICE:
            of, what = _parts(text, "A device is its kind and value, such as IMEI: 490154203237518.")
            return normalise_device(Device(kind=of, value=what))
        case SelectorKind.ACCOUNT:
            of, what = _parts(text, "An account is its service and handle, such as Harbour Chat: tidepool.")
            is_lasting = what.startswith("#")
            identifier, handle = (what[1:], None) if is_lasting else (None, what)
            return normalise_account(Account(service=of, identifier=identifier, handle=handle))
        case SelectorKind.NAME:
            raise SelectorError("name", "A name is shared by many people.")


def _ip(text: str) -> Selector:
    selector = normalise_ip(IpEvent(address=text))
    if names_nobody(selector.value):
        raise SelectorError("names_nobody", "An address of a private network names nobody outside it.")
    return Selector(kind=selector.kind, value=selector.value)


def _parts(text: str, advice: str) -> tuple[str, str]:
    match = _PARTS.fullmatch(text.strip())
    if match is None:
        raise SelectorError("no_parts", advice)
    return match["of"].strip(), match["what"].strip()
