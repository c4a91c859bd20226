"""A referral: what a service, hotline, partner or member of the public tells about possible harm to a child.

These values are at once the engines' input, the API's body and the stored document. They are allegations: a party is
a subject, never an offender. Times are aware datetimes; text is as the sender wrote it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from causeway.vocabulary.places import Address, EstimatedLocation

REFERRAL_SCHEMA_VERSION = 1
"""Version of the stored document; raised when a stored field changes its meaning."""

ADULT_AGE_YEARS = 18
"""UN Convention on the Rights of the Child, article 1."""


class SenderKind(StrEnum):
    """Who tells; it decides which completeness table applies."""

    SERVICE = "service"
    HOTLINE = "hotline"
    SCHOOL = "school"
    CHARITY = "charity"
    PUBLIC = "public"
    CHILD = "child"
    POLICE = "police"


class Door(StrEnum):
    """Through which door a referral came."""

    CYBERTIP_API = "cybertip_api"
    JSON_API = "json_api"
    WEB_FORM = "web_form"
    PUBLIC_FORM = "public_form"
    IMPORT = "import"


class Concern(StrEnum):
    """What kind of harm is feared, in preferred terms (Luxembourg Guidelines)."""

    SEXUAL_ABUSE_MATERIAL = "sexual_abuse_material"
    GROOMING = "grooming"
    TRAFFICKING = "trafficking"
    TRAVEL = "travel"
    CONTACT_ABUSE = "contact_abuse"
    UNSOLICITED_MATERIAL = "unsolicited_material"
    MISLEADING_DOMAIN = "misleading_domain"
    MISLEADING_WORDS = "misleading_words"
    OTHER = "other"


class Annotation(StrEnum):
    """What a sender adds to the concern."""

    EXTORTION = "extortion"
    SOLICITATION = "solicitation"
    BETWEEN_CHILDREN = "between_children"
    SPAM = "spam"
    SADISTIC_EXPLOITATION = "sadistic_exploitation"
    INFORMATIONAL = "informational"
    AGGRAVATING_FACTORS = "aggravating_factors"
    INSTRUMENTAL_USE = "instrumental_use"


class PartyRole(StrEnum):
    """What a person is in the referral. An allegation, not a finding."""

    SUBJECT = "subject"
    VICTIM = "victim"
    RECIPIENT = "recipient"
    ASSOCIATE = "associate"


class EventKind(StrEnum):
    """What an address or device was seen doing."""

    LOGIN = "login"
    REGISTRATION = "registration"
    PURCHASE = "purchase"
    UPLOAD = "upload"
    OTHER = "other"
    UNKNOWN = "unknown"


class IncidentKind(StrEnum):
    """Where it happened."""

    WEB_PAGE = "web_page"
    EMAIL = "email"
    NEWSGROUP = "newsgroup"
    CHAT = "chat"
    GAME = "game"
    PHONE = "phone"
    PEER_TO_PEER = "peer_to_peer"
    OFFLINE = "offline"


class FileFlag(StrEnum):
    """What a sender says of a file. No flag lowers a novel file's priority without a person's word."""

    DRAWING = "drawing"
    MEME = "meme"
    VIRAL = "viral"
    SELF_PRODUCED = "self_produced"
    PHYSICAL_HARM = "physical_harm"
    VIOLENCE = "violence"
    ANIMAL = "animal"
    LIVE_STREAM = "live_stream"
    INFANT = "infant"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """An e-mail address as given; `selectors` normalises it."""

    __pydantic_config__ = {"extra": "forbid"}

    address: str
    kind: str | None = None
    verified: bool | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone number as given. `calling_code` such as `+44`."""

    __pydantic_config__ = {"extra": "forbid"}

    number: str
    kind: str | None = None
    calling_code: str | None = None
    verified: bool | None = None
    verified_at: datetime | None = None
    extension: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IpEvent:
    """An IP address seen at work. Without port and time it seldom names one subscriber."""

    __pydantic_config__ = {"extra": "forbid"}

    address: str
    kind: EventKind = EventKind.UNKNOWN
    at: datetime | None = None
    port: int | None = None
    possible_proxy: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device identifier. `kind` is the sender's own word, such as `IMEI` or `advertising id`."""

    __pydantic_config__ = {"extra": "forbid"}

    kind: str
    value: str
    at: datetime | None = None
    event: EventKind = EventKind.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at a service. `identifier` is the service's lasting id, `handle` the name shown.

    `third_party`: it is at another service than the sender's. `disabled` holds now; `disabled_for_good` tells the two
    closures apart; `holder_told` matters to police: whoever was told knows.
    """

    __pydantic_config__ = {"extra": "forbid"}

    service: str | None = None
    identifier: str | None = None
    handle: str | None = None
    display_names: tuple[str, ...] = ()
    profile_urls: tuple[str, ...] = ()
    bio: str | None = None
    group: str | None = None
    compromised: bool | None = None
    disabled: bool | None = None
    disabled_for_good: bool | None = None
    disabled_at: datetime | None = None
    reenabled_at: datetime | None = None
    holder_told: bool | None = None
    holder_told_at: datetime | None = None
    third_party: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person in a referral. A child may stand in any role; `is_child` is None when nobody knows.

    `associate_of` is the place in `Referral.parties` of the party whose associate this is. `age_is_approximate` and
    `all_emails_given` are the sender's word.
    """

    __pydantic_config__ = {"extra": "forbid"}

    role: PartyRole
    is_child: bool | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    age_years: int | None = None
    age_is_approximate: bool | None = None
    born_on: date | None = None
    age_disputed: bool | None = None
    emails: tuple[Email, ...] = ()
    all_emails_given: bool | None = None
    phones: tuple[Phone, ...] = ()
    addresses: tuple[Address, ...] = ()
    location: EstimatedLocation | None = None
    accounts: tuple[Account, ...] = ()
    ip_events: tuple[IpEvent, ...] = ()
    devices: tuple[Device, ...] = ()
    school: str | None = None
    vehicle: str | None = None
    relation: str | None = None
    associate_of: int | None = None
    prior_references: tuple[str, ...] = ()
    notes: str | None = None

    def age_known(self, on: date) -> int | None:
        """The age in whole years on a day: as stated, else from the date of birth, else None."""
        if self.age_years is not None:
            return self.age_years
        if self.born_on is None:
            return None
        had_birthday = (on.month, on.day) >= (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - (0 if had_birthday else 1)

    def child(self, on: date) -> bool | None:
        """Whether this person is a child on a day, as far as the referral says; None when it does not."""
        if self.is_child is not None:
            return self.is_child
        age = self.age_known(on)
        return None if age is None else age < ADULT_AGE_YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One place in which it happened, and what was said or found there. `client` is the program or console used."""

    __pydantic_config__ = {"extra": "forbid"}

    kind: IncidentKind
    name: str | None = None
    client: str | None = None
    urls: tuple[str, ...] = ()
    emails: tuple[Email, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[Address, ...] = ()
    ip_events: tuple[IpEvent, ...] = ()
    content: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    third_party_hosted: bool | None = None
    file_names: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDigest:
    """A digest the sender states for a file, not one we computed. `kind` is the sender's word, such as `MD5` or
    `PhotoDNA`.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What the sender says of a file. The bytes are sealed apart; `sha256` (hex) joins the two, or is None for a URL
    alone.
    """

    __pydantic_config__ = {"extra": "forbid"}

    sha256: str | None = None
    name: str | None = None
    original_name: str | None = None
    url: str | None = None
    uploaded_at: datetime | None = None
    viewed_by_sender: bool | None = None
    exif_viewed_by_sender: bool | None = None
    publicly_available: bool | None = None
    supplemental: bool = False
    flags: tuple[FileFlag, ...] = ()
    industry_class: str | None = None
    stated_digests: tuple[StatedDigest, ...] = ()
    upload_event: IpEvent | None = None
    devices: tuple[Device, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask at the sender: a role mailbox outlives any one person."""

    __pydantic_config__ = {"extra": "forbid"}

    name: str | None = None
    emails: tuple[Email, ...] = ()
    phones: tuple[Phone, ...] = ()
    legal_process_url: str | None = None
    terms: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceContact:
    """Police who already know of it, by the sender's account."""

    __pydantic_config__ = {"extra": "forbid"}

    agency: str
    case_reference: str | None = None
    officer_name: str | None = None
    officer_email: str | None = None
    officer_phone: str | None = None
    country: str | None = None
    already_told: bool | None = None
    process_served: bool | None = None
    foreign_process_served: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One referral, as it was told. `occurred_definition` says how the platform defines the incident's time.

    `is_contact_ongoing`: somebody is in contact with the child still. `is_planned`: a meeting with the child, or a
    deadline that somebody set them; `planned_at` when, as far as that is known. None is not known.

    `contact` is whom to ask; `told_by` who signed the referral, where the sender names both.
    """

    __pydantic_config__ = {"extra": "forbid"}

    concern: Concern
    sender_kind: SenderKind = SenderKind.SERVICE
    annotations: tuple[Annotation, ...] = ()
    occurred_at: datetime | None = None
    occurred_definition: str | None = None
    platform: str | None = None
    emergency: str | None = None
    is_contact_ongoing: bool | None = None
    is_planned: bool | None = None
    planned_at: datetime | None = None
    viral: bool = False
    narrative: str | None = None
    incidents: tuple[Incident, ...] = ()
    parties: tuple[Party, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    contact: Contact | None = None
    told_by: Contact | None = None
    police: PoliceContact | None = None
    sender_reference: str | None = None
    do_not_alert_until: date | None = None
    schema_version: int = REFERRAL_SCHEMA_VERSION

    def parties_as(self, role: PartyRole) -> tuple[Party, ...]:
        """The parties in one role, in the order told."""
        return tuple(party for party in self.parties if party.role is role)

    @property
    def has_file(self) -> bool:
        """Whether any attachment came with its bytes."""
        return any(attachment.sha256 for attachment in self.attachments)
