"""Accounts and who stands behind them: the reported person, the intended recipient, the victim, and the accounts tied
to them.

The four share most elements in slightly different order, so each is written out; the marks below keep each element's
rule in one place.
"""

from dataclasses import dataclass
from typing import Annotated

from causeway.interchange.cybertip._lexical import Boolean, Integer, Moment, OneOf, Text
from causeway.interchange.cybertip._persons import (
    ADDRESS,
    DATE_OF_BIRTH,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    PHONE,
    Address,
    DeviceId,
    Email,
    EstimatedLocation,
    IpCaptureEvent,
    Person,
    Phone,
)
from causeway.interchange.cybertip._wire import Attribute, Content, Element, Wired
from causeway.interchange.cybertip.enumerations import AssociatedAccountType
from causeway.interchange.cybertip.times import WireDate, WireDateTime

DISABLED_DATE = Attribute("disabledDate", Moment())
USER_NOTIFIED = Attribute("userNotified", Boolean())
USER_NOTIFIED_DATE = Attribute("userNotifiedDate", Moment())


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporarilyDisabled(Wired):
    """Whether the account was closed for a time, and whether its user was told."""

    is_disabled: Annotated[bool, Content(Boolean())]
    disabled_date: Annotated[WireDateTime | None, DISABLED_DATE] = None
    user_notified: Annotated[bool | None, USER_NOTIFIED] = None
    user_notified_date: Annotated[WireDateTime | None, USER_NOTIFIED_DATE] = None
    reenabled_date: Annotated[WireDateTime | None, Attribute("reenabledDate", Moment())] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PermanentlyDisabled(Wired):
    """Whether the account was closed for good, and whether its user was told."""

    is_disabled: Annotated[bool, Content(Boolean())]
    disabled_date: Annotated[WireDateTime | None, DISABLED_DATE] = None
    user_notified: Annotated[bool | None, USER_NOTIFIED] = None
    user_notified_date: Annotated[WireDateTime | None, USER_NOTIFIED_DATE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlatform(Wired):
    """The platform of an associated account."""

    name: Annotated[str, Content(Text())]
    third_party_user: Annotated[bool | None, Attribute("thirdPartyUser", Boolean())] = None


ESP_IDENTIFIER = Element("espIdentifier", Text(255))
ESP_SERVICE = Element("espService", Text(100))
COMPROMISED = Element("compromisedAccount", Boolean())
SCREEN_NAME = Element("screenName", Text(256))
DISPLAY_NAME = Element("displayName", Text())
PROFILE_URL = Element("profileUrl", Text())
PROFILE_BIO = Element("profileBio", Text())
IP_CAPTURE_EVENT = Element("ipCaptureEvent", IpCaptureEvent)
DEVICE_ID = Element("deviceId", DeviceId)
PRIOR_REPORTS = Element("priorCTReports", Integer())
GROUP_IDENTIFIER = Element("groupIdentifier", Text(255))
TEMPORARILY_DISABLED = Element("accountTemporarilyDisabled", TemporarilyDisabled)
PERMANENTLY_DISABLED = Element("accountPermanentlyDisabled", PermanentlyDisabled)
ESTIMATED_LOCATION = Element("estimatedLocation", EstimatedLocation)
ALL_EMAILS_REPORTED = Element("allEmailsReported", Boolean())
ADDITIONAL_INFO = Element("additionalInfo", Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociatedAccount(Wired):
    """Another account tied to the reported person or the victim."""

    type: Annotated[AssociatedAccountType | None, Attribute("type", OneOf(AssociatedAccountType))] = None
    platform: Annotated[AccountPlatform | None, Element("platform", AccountPlatform)] = None
    first_name: Annotated[str | None, FIRST_NAME] = None
    middle_name: Annotated[str | None, Element("middleName", Text(100))] = None
    last_name: Annotated[str | None, LAST_NAME] = None
    approximate_age: Annotated[int | None, Element("approximateAge", Integer(0, 150))] = None
    date_of_birth: Annotated[WireDate | None, DATE_OF_BIRTH] = None
    phones: Annotated[tuple[Phone, ...], PHONE] = ()
    emails: Annotated[tuple[Email, ...], EMAIL] = ()
    all_emails_reported: Annotated[bool | None, ALL_EMAILS_REPORTED] = None
    addresses: Annotated[tuple[Address, ...], ADDRESS] = ()
    esp_service: Annotated[str | None, ESP_SERVICE] = None
    esp_identifier: Annotated[str | None, ESP_IDENTIFIER] = None
    profile_urls: Annotated[tuple[str, ...], PROFILE_URL] = ()
    screen_name: Annotated[str | None, SCREEN_NAME] = None
    display_names: Annotated[tuple[str, ...], DISPLAY_NAME] = ()
    profile_bio: Annotated[str | None, PROFILE_BIO] = None
    group_identifier: Annotated[str | None, GROUP_IDENTIFIER] = None
    compromised_account: Annotated[bool | None, COMPROMISED] = None
    temporarily_disabled: Annotated[TemporarilyDisabled | None, TEMPORARILY_DISABLED] = None
    permanently_disabled: Annotated[PermanentlyDisabled | None, PERMANENTLY_DISABLED] = None
    ip_capture_events: Annotated[tuple[IpCaptureEvent, ...], IP_CAPTURE_EVENT] = ()
    device_ids: Annotated[tuple[DeviceId, ...], DEVICE_ID] = ()
    prior_reports: Annotated[tuple[int, ...], Element("priorCTReport", Integer())] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


ASSOCIATED_ACCOUNT = Element("associatedAccount", AssociatedAccount)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOrUserReported(Wired):
    """Whom the report is about: alleged, not found."""

    person: Annotated[Person | None, Element("personOrUserReportedPerson", Person)] = None
    vehicle_description: Annotated[str | None, Element("vehicleDescription", Text(300))] = None
    esp_identifier: Annotated[str | None, ESP_IDENTIFIER] = None
    esp_service: Annotated[str | None, ESP_SERVICE] = None
    compromised_account: Annotated[bool | None, COMPROMISED] = None
    screen_name: Annotated[str | None, SCREEN_NAME] = None
    display_names: Annotated[tuple[str, ...], DISPLAY_NAME] = ()
    profile_urls: Annotated[tuple[str, ...], PROFILE_URL] = ()
    profile_bio: Annotated[str | None, PROFILE_BIO] = None
    ip_capture_events: Annotated[tuple[IpCaptureEvent, ...], IP_CAPTURE_EVENT] = ()
    device_ids: Annotated[tuple[DeviceId, ...], DEVICE_ID] = ()
    third_party_user_reported: Annotated[bool | None, Element("thirdPartyUserReported", Boolean())] = None
    prior_reports: Annotated[tuple[int, ...], PRIOR_REPORTS] = ()
    group_identifier: Annotated[str | None, GROUP_IDENTIFIER] = None
    temporarily_disabled: Annotated[TemporarilyDisabled | None, TEMPORARILY_DISABLED] = None
    permanently_disabled: Annotated[PermanentlyDisabled | None, PERMANENTLY_DISABLED] = None
    estimated_location: Annotated[EstimatedLocation | None, ESTIMATED_LOCATION] = None
    all_emails_reported: Annotated[bool | None, ALL_EMAILS_REPORTED] = None
    associated_accounts: Annotated[tuple[AssociatedAccount, ...], ASSOCIATED_ACCOUNT] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedRecipient(Wired):
    """For whom something was meant."""

    person: Annotated[Person | None, Element("intendedRecipientPerson", Person)] = None
    esp_identifier: Annotated[str | None, ESP_IDENTIFIER] = None
    esp_service: Annotated[str | None, ESP_SERVICE] = None
    compromised_account: Annotated[bool | None, COMPROMISED] = None
    screen_name: Annotated[str | None, SCREEN_NAME] = None
    display_names: Annotated[tuple[str, ...], DISPLAY_NAME] = ()
    profile_urls: Annotated[tuple[str, ...], PROFILE_URL] = ()
    profile_bio: Annotated[str | None, PROFILE_BIO] = None
    ip_capture_events: Annotated[tuple[IpCaptureEvent, ...], IP_CAPTURE_EVENT] = ()
    device_ids: Annotated[tuple[DeviceId, ...], DEVICE_ID] = ()
    prior_reports: Annotated[tuple[int, ...], PRIOR_REPORTS] = ()
    group_identifier: Annotated[str | None, GROUP_IDENTIFIER] = None
    temporarily_disabled: Annotated[TemporarilyDisabled | None, TEMPORARILY_DISABLED] = None
    permanently_disabled: Annotated[PermanentlyDisabled | None, PERMANENTLY_DISABLED] = None
    estimated_location: Annotated[EstimatedLocation | None, ESTIMATED_LOCATION] = None
    all_emails_reported: Annotated[bool | None, ALL_EMAILS_REPORTED] = None
    additional_info: Annotated[tuple[str, ...], ADDITIONAL_INFO] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim(Wired):
    """The child concerned."""

    person: Annotated[Person, Element("victimPerson", Person)]
    esp_identifier: Annotated[str | None, ESP_IDENTIFIER] = None
    esp_service: Annotated[str | None, ESP_SERVICE] = None
    compromised_account: Annotated[bool | None, COMPROMISED] = None
    screen_name: Annotated[str | None, SCREEN_NAME] = None
    display_names: Annotated[tuple[str, ...], DISPLAY_NAME] = ()
    profile_urls: Annotated[tuple[str, ...], PROFILE_URL] = ()
    profile_bio: Annotated[str | None, PROFILE_BIO] = None
    ip_capture_events: Annotated[tuple[IpCaptureEvent, ...], IP_CAPTURE_EVENT] = ()
    device_ids: Annotated[tuple[DeviceId, ...], DEVICE_ID] = ()
    school_name: Annotated[str | None, Element("schoolName", Text(255))] = None
    prior_reports: Annotated[tuple[int, ...], PRIOR_REPORTS] = ()
    temporarily_disabled: Annotated[TemporarilyDisabled | None, TEMPORARILY_DISABLED] = None
    permanently_disabled: Annotated[PermanentlyDisabled | None, PERMANENTLY_DISABLED] = None
    estimated_location: Annotated[EstimatedLocation | None, ESTIMATED_LOCATION] = None
    all_emails_reported: Annotated[bool | None, ALL_EMAILS_REPORTED] = None
    associated_accounts: Annotated[tuple[AssociatedAccount, ...], ASSOCIATED_ACCOUNT] = ()
    additional_info: Annotated[str | None, ADDITIONAL_INFO] = None
