"""Telephone numbers in E.164, by Google's libphonenumber.

Possible is enough: a number need not be assigned to be the same number.
"""

import re

import phonenumbers

from causeway.selectors._errors import SelectorError
from causeway.selectors._text import visible
from causeway.vocabulary.referral import Phone
from causeway.vocabulary.selectors import Selector, SelectorKind

_WORLD = "001"  # libphonenumber's name for codes that belong to no country


def normalise_phone(phone: Phone, *, default_region: str | None = None) -> Selector:
    """The number in E.164, such as `+442079460000`; an extension is dropped.

    `calling_code` says the country of a national number; else `default_region` (ISO alpha-2) does.
    """
    text = visible(phone.number, what="phone number").removeprefix("tel:")
    text = re.sub(r"^\s*00(?=\d)", "+", text)
    for candidate, region in _readings(text, phone.calling_code, default_region):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            number.extension = None
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return Selector(kind=SelectorKind.PHONE, value=str(value))
    if not text.startswith("+") and not phone.calling_code and not default_region:
        raise SelectorError("no_calling_code", "The phone number has no calling code, so its country is unknown.")
    raise SelectorError("bad_phone", "This is not a possible phone number.")


def country_of_phone(value: str) -> str | None:
    """The country (ISO alpha-2) of a number in E.164, or None for a code of no country."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    region = region or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return str(region) if region not in (None, _WORLD, "ZZ") else None


def _readings(text: str, calling_code: str | None, default_region: str | None) -> list[tuple[str, str | None]]:
    if text.startswith("+"):
        return [(text, None)]
    readings: list[tuple[str, str | None]] = []
    digits = re.sub(r"[^0-9]", "", calling_code or "").lstrip("0") if (calling_code or "").isascii() else ""
    if digits and len(digits) <= 3:
        region = phonenumbers.region_code_for_country_code(int(digits))
        if region not in (_WORLD, "ZZ"):
            readings.append((text, region))
        readings.append((f"+{digits}{text}", None))
    elif default_region:
        readings.append((text, default_region.upper()))
    return readings
