"""Telephone numbers in E.164, by Google's libphonenumber.

Possible is enough: a number need not be assigned to be the same number. The library is loaded with the first number: a
service's client has none, and need not have it installed.
"""

import re

from causeway.selectors._errors import SelectorError
from causeway.selectors._text import visible
from causeway.vocabulary.referral import Phone
from causeway.vocabulary.selectors import Selector, SelectorKind

_ROW = "1234567890"
"""What people type, as one digit over and over, into a field that must be filled."""
_WORLD = "001"  # libphonenumber's name for codes that belong to no country


def normalise_phone(phone: Phone, *, default_region: str | None = None) -> Selector:
    """The number in E.164, such as `+442079460000`; an extension is dropped.

    `calling_code` says the country of a national number; else `default_region` (ISO alpha-2) does. A number read by a
    region is as good a guess as the region: the same number written alike compares equal either way.
    """
    text = visible(phone.number, what="phone number").removeprefix("tel:")
    text = re.sub(r"^\s*00(?=[\s\d])", "+", text)
    for candidate, region in _readings(text, phone.calling_code, default_region):
        value = _possible(candidate, region)
        if value is not None:
            return Selector(kind=SelectorKind.PHONE, value=value)
    if not text.startswith("+") and not phone.calling_code and not default_region:
        raise SelectorError("no_calling_code", "The phone number has no calling code, so its country is unknown.")
    raise SelectorError("bad_phone", "This is not a possible phone number.")


def _possible(text: str, region: str | None) -> str | None:
    """The number in E.164 where this reading is a possible one; one that would be read otherwise again is none."""
    import phonenumbers

    e164 = phonenumbers.PhoneNumberFormat.E164
    try:
        number = phonenumbers.parse(text, region)
        if not phonenumbers.is_possible_number(number):
            return None
        number.extension = None
        value = phonenumbers.format_number(number, e164)
        if phonenumbers.format_number(phonenumbers.parse(value), e164) != value:
            return None
    except phonenumbers.NumberParseException:
        return None
    digits = str(number.national_number)
    if len(set(digits)) == 1 or digits == _ROW:
        raise SelectorError("placeholder", "The phone number is a placeholder that says nothing.")
    return str(value)


def phone_region(country: str | None) -> str | None:
    """The region (ISO alpha-2) whose national numbers are written in a country, or None for what is no code of one."""
    import phonenumbers

    region = (country or "").strip().upper()
    region = "GB" if region == "UK" else region
    return region if region in phonenumbers.SUPPORTED_REGIONS else None


def country_of_phone(value: str) -> str | None:
    """The country (ISO alpha-2) of a number in E.164, or None for a code of no country."""
    import phonenumbers

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
    import phonenumbers

    readings: list[tuple[str, str | None]] = []
    digits = re.sub(r"[^0-9]", "", calling_code or "").lstrip("0") if (calling_code or "").isascii() else ""
    if digits and len(digits) <= 3:
        region = phonenumbers.region_code_for_country_code(int(digits))
        if region not in (_WORLD, "ZZ"):
            readings.append((text, region))
        readings.append((f"+{digits}{text}", None))
    elif default := phone_region(default_region):
        readings.append((text, default))
    return readings
