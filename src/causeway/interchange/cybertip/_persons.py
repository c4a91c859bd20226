"""People and how to reach them: the types that every part of a report shares."""

from dataclasses import dataclass
from typing import Annotated

from causeway.interchange.cybertip._lexical import Boolean, Day, Integer, Moment, OneOf, Text
from causeway.interchange.cybertip._wire import Attribute, Content, Element, Wired
from causeway.interchange.cybertip.enumerations import US_STATES, AddressType, EmailType, EventName, PhoneType
from causeway.interchange.cybertip.times import WireDate, WireDateTime

COUNTRY_CODE = Text(pattern="[A-Za-z]{2}", says="is not a two-letter country code")
"""ISO 3166-1 alpha-2; either case is read."""

URL_LENGTH = 2083
"""The longest URL the format takes."""

VERIFIED = Attribute("verified", Boolean())
VERIFICATION_DATE = Attribute("verificationDate", Moment())


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Wired):
    """A telephone number, as the sender has it."""

    number: Annotated[str, Content(Text(50))]
    type: Annotated[PhoneType | None, Attribute("type", OneOf(PhoneType))] = None
    verified: Annotated[bool | None, VERIFIED] = None
    verification_date: Annotated[WireDateTime | None, VERIFICATION_DATE] = None
    country_calling_code: Annotated[
        str | None,
        Attribute("countryCallingCode", Text(pattern=r"\+[0-9]{1,3}", says="is not a calling code such as +44")),
    ] = None
    extension: Annotated[
        str | None, Attribute("extension", Text(10, pattern="[0-9]+", says="is not made of digits only"))
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Wired):
    """An e-mail address."""

    address: Annotated[str, Content(Text(255))]
    type: Annotated[EmailType | None, Attribute("type", OneOf(EmailType))] = None
    verified: Annotated[bool | None, VERIFIED] = None
    verification_date: Annotated[WireDateTime | None, VERIFICATION_DATE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Wired):
    """A postal address."""

    type: Annotated[AddressType | None, Attribute("type", OneOf(AddressType))] = None
    address: Annotated[str | None, Element("address", Text(255))] = None
    city: Annotated[str | None, Element("city", Text(100))] = None
    zip_code: Annotated[str | None, Element("zipCode", Text(20))] = None
    state: Annotated[
        str | None, Element("state", Text(one_of=US_STATES, says="is not the two-letter code of a US state"))
    ] = None
    non_usa_state: Annotated[str | None, Element("nonUsaState", Text(100))] = None
    country: Annotated[str | None, Element("country", COUNTRY_CODE)] = None


FIRST_NAME = Element("firstName", Text(100))
LAST_NAME = Element("lastName", Text(100))
PHONE = Element("phone", Phone)
EMAIL = Element("email", Email)
ADDRESS = Element("address", Address)
DATE_OF_BIRTH = Element("dateOfBirth", Day())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Wired):
    """A person of whom somebody tells."""

    first_name: Annotated[str | None, FIRST_NAME] = None
    last_name: Annotated[str | None, LAST_NAME] = None
    phones: Annotated[tuple[Phone, ...], PHONE] = ()
    emails: Annotated[tuple[Email, ...], EMAIL] = ()
    addresses: Annotated[tuple[Address, ...], ADDRESS] = ()
    age: Annotated[int | None, Element("age", Integer(0, 150))] = None
    age_assertion_discrepancy: Annotated[bool | None, Element("ageAssertionDiscrepancy", Boolean())] = None
    date_of_birth: Annotated[WireDate | None, DATE_OF_BIRTH] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingPerson(Person):
    """The person who reports; an e-mail address is required."""

    emails: Annotated[tuple[Email, ...], EMAIL]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson(Wired):
    """A person whom one may ask."""

    first_name: Annotated[str | None, FIRST_NAME] = None
    last_name: Annotated[str | None, LAST_NAME] = None
    phones: Annotated[tuple[Phone, ...], PHONE] = ()
    emails: Annotated[tuple[Email, ...], EMAIL] = ()
    addresses: Annotated[tuple[Address, ...], ADDRESS] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimatedLocation(Wired):
    """Where the sender believes somebody to be."""

    verified: Annotated[bool | None, VERIFIED] = None
    timestamp: Annotated[WireDateTime | None, Attribute("timestamp", Moment())] = None
    city: Annotated[str | None, Element("city", Text())] = None
    region: Annotated[str | None, Element("region", Text())] = None
    country_code: Annotated[str | None, Element("countryCode", COUNTRY_CODE)] = None


EVENT_NAME = Element("eventName", OneOf(EventName))
DATE_TIME = Element("dateTime", Moment())


@dataclass(frozen=True, slots=True, kw_only=True)
class IpCaptureEvent(Wired):
    """An IP address seen at work."""

    ip_address: Annotated[str, Element("ipAddress", Text())]
    event_name: Annotated[EventName | None, EVENT_NAME] = None
    date_time: Annotated[WireDateTime | None, DATE_TIME] = None
    possible_proxy: Annotated[bool | None, Element("possibleProxy", Boolean())] = None
    port: Annotated[int | None, Element("port", Integer(1, 65535))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceId(Wired):
    """An identifier of a device; `id_type` is the sender's own word."""

    id_type: Annotated[str, Element("idType", Text(255))]
    id_value: Annotated[str, Element("idValue", Text(URL_LENGTH))]
    event_name: Annotated[EventName | None, EVENT_NAME] = None
    date_time: Annotated[WireDateTime | None, DATE_TIME] = None
