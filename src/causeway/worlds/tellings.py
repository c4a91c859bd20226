"""How an event is told: which sender says what of it, by which door, and what is left out, mistyped or wrong.

`Telling` is a choice; `compose` makes the referral of it. What a referral states decides what is true of it: an
identifier nobody states cannot link, and a place nobody states cannot route.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Contact,
    Device,
    Door,
    Email,
    EventKind,
    FileFlag,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
    SenderKind,
    StatedDigest,
)
from causeway.worlds.events import PLATFORMS
from causeway.worlds.organisations import ORGANISATION_NAMES, PUBLIC_SENDER, SENDER_MAILBOXES
from causeway.worlds.people import Happening, Person
from causeway.worlds.places import Place
from causeway.worlds.slips import told_clock, typed_email, typed_phone, typed_postcode
from causeway.worlds.words import (
    DEFINITIONS,
    NARRATIVES,
    NOTES,
    PUBLIC_NARRATIVES,
    RETOLD_NARRATIVES,
    as_chat,
    retold_chat,
    sentence,
)

DOORS: dict[str, Door] = {
    "harbourline": Door.CYBERTIP_API,
    "stowaway": Door.CYBERTIP_API,
    "moatwalk": Door.JSON_API,
    "semaphore": Door.JSON_API,
    "kelpforum": Door.WEB_FORM,
    "foghorn": Door.IMPORT,
    "mooringlight": Door.WEB_FORM,
    "saltmarsh-school": Door.PUBLIC_FORM,
    "vuurbaak-school": Door.PUBLIC_FORM,
    PUBLIC_SENDER: Door.PUBLIC_FORM,
}
"""Sender key to the door by which its referrals come."""

CARE: dict[str, float] = {
    "harbourline": 0.9,
    "stowaway": 0.8,
    "moatwalk": 0.75,
    "semaphore": 0.6,
    "kelpforum": 0.4,
    "foghorn": 0.5,
    "mooringlight": 0.5,
}
"""The share of the things a sender could state that it does state; senders not named state few."""

_INCIDENTS = {
    "harbourline": IncidentKind.CHAT,
    "semaphore": IncidentKind.CHAT,
    "moatwalk": IncidentKind.GAME,
    "kelpforum": IncidentKind.CHAT,
    "stowaway": IncidentKind.WEB_PAGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One telling of an event.

    `is_alone` when nobody else tells of it or of its subject; `bridge` names the identifiers this telling must state.
    """

    happening: Happening
    sender: str
    sender_kind: SenderKind
    arrives_at: datetime
    is_first: bool
    is_alone: bool
    bridge: frozenset[str]
    clues: tuple[str, str]
    """How much is said of where the subject and the victim are: `full`, `town`, `country` or `none`."""


@dataclass(slots=True)
class Stated:
    """What a referral turned out to state: identifiers that tell, and places, each with whether it settles the force,
    subject first.
    """

    telling: set[str]
    places: list[tuple[Place, bool]]
    lures: set[str]


class Scribe:
    """Composes referrals from tellings with one rng."""

    def __init__(self, rng: Random, *, proxies: tuple[str, ...], abroad: tuple[str, ...]) -> None:
        self._rng = rng
        self._proxies, self._abroad = proxies, abroad

    def compose(self, telling: Telling, files: tuple[tuple[str, bytes], ...]) -> tuple[Referral, Stated]:
        """The referral of a telling with its files, and what it states."""
        rng, event = self._rng, telling.happening
        stated = Stated(telling=set(), places=[], lures=set(event.lures))
        care = CARE.get(telling.sender, 0.3)
        occurred_at = self._told_time(telling)
        parties = []
        if event.subject is not None:
            parties.append(self._party(PartyRole.SUBJECT, event.subject, telling, care, stated))
        if event.victim is not None:
            parties.append(self._party(PartyRole.VICTIM, event.victim, telling, care, stated))
        if event.url is not None:
            stated.telling.add(f"url:{event.url}")
        is_lay = telling.sender_kind in (SenderKind.PUBLIC, SenderKind.SCHOOL, SenderKind.CHILD)
        wordings = PUBLIC_NARRATIVES if is_lay else NARRATIVES if telling.is_first else RETOLD_NARRATIVES
        return (
            Referral(
                concern=event.concern,
                sender_kind=telling.sender_kind,
                annotations=event.annotations,
                occurred_at=occurred_at,
                occurred_definition=rng.choice(DEFINITIONS) if not is_lay and rng.random() < care else None,
                platform=PLATFORMS[event.platform] if event.platform else None,
                emergency=event.emergency,
                narrative=sentence(rng, wordings),
                incidents=self._incidents(telling, care),
                parties=tuple(parties),
                attachments=self._attachments(telling, files, care, parties),
                contact=self._contact(telling, care),
                do_not_alert_until=self._silence(telling),
                sender_reference=f"{telling.sender[:3].upper()}-{rng.randrange(10**6, 10**7)}" if not is_lay else None,
            ),
            stated,
        )

    def _silence(self, telling: Telling) -> date | None:
        """Until when the subject must not be alerted; the CyberTipline's format has no room for it."""
        if DOORS[telling.sender] is not Door.JSON_API or self._rng.random() >= 0.06:
            return None
        return telling.arrives_at.date() + timedelta(days=30)

    def _told_time(self, telling: Telling) -> datetime | None:
        """The event's time as this sender gives it: a retelling is minutes or a few hours off; a first telling may
        lack it.
        """
        rng, event = self._rng, telling.happening
        if telling.is_first:
            may_lack = telling.is_alone and not event.is_urgent and DOORS[telling.sender] is not Door.CYBERTIP_API
            return None if may_lack and rng.random() < 0.1 else event.at
        off = rng.choices((0, rng.randint(1, 12), rng.randint(-240, -60)), (4, 4, 2))[0]
        return min(event.at + timedelta(minutes=off), telling.arrives_at - timedelta(minutes=5))

    def _party(self, role: PartyRole, person: Person, telling: Telling, care: float, stated: Stated) -> Party:
        rng, event = self._rng, telling.happening
        is_subject = role is PartyRole.SUBJECT
        clue = telling.clues[0 if is_subject else 1]
        age = person.age_years(event.at.date())
        named = rng.random() < (0.5 if is_subject else 0.35)
        base = Party(
            role=role,
            is_child=age < 18 if age < 18 or rng.random() < 0.3 else None,
            first_name=person.first if named else None,
            last_name=person.family if named else None,
            age_years=age if age < 18 else None,
            born_on=person.born_on if named and age >= 18 and rng.random() < 0.5 else None,
            accounts=self._accounts(person, telling, stated if is_subject else None),
            notes=rng.choice(NOTES) if is_subject and rng.random() < 0.2 else None,
        )
        if is_subject:
            base = self._identified(base, person, telling, care, stated)
            base = replace(base, ip_events=self._ip_events(person, telling, care, clue, stated))
        elif telling.sender_kind is SenderKind.SCHOOL:
            base = replace(base, school=ORGANISATION_NAMES[telling.sender])
        return self._placed(base, person, clue, stated)

    def _identified(self, party: Party, person: Person, telling: Telling, care: float, stated: Stated) -> Party:
        """Mailbox, telephone and device: those every telling must state, and others by the sender's care."""
        rng, is_own = self._rng, telling.sender == telling.happening.platform
        emails: tuple[Email, ...] = ()
        phones: tuple[Phone, ...] = ()
        devices: tuple[Device, ...] = ()
        if "email" in telling.bridge or (is_own and rng.random() < care):
            emails = (
                Email(address=typed_email(rng, person.email, stated.lures), kind="Home", verified=rng.random() < 0.6),
            )
            stated.telling.add(f"email:{person.email}")
        silent = telling.clues[0] == "none"
        if person.phone and not silent and ("phone" in telling.bridge or (is_own and rng.random() < care * 0.5)):
            phones = (Phone(number=typed_phone(rng, person.phone, stated.lures), kind="Mobile"),)
            stated.telling.add(f"phone:{person.phone}")
        if "device" in telling.bridge or (is_own and rng.random() < care * 0.4):
            devices = (Device(kind=person.device[0], value=person.device[1]),)
            stated.telling.add(f"device:{person.device[1]}")
        elif "zero_device" in person.lures:
            devices = (Device(kind="advertising id", value="00000000-0000-0000-0000-000000000000"),)
            stated.lures.add("zero_device")
        stated.lures.update(person.lures & {"handle_reused", "name_shared"})
        return replace(party, emails=emails, phones=phones, devices=devices)

    def _accounts(self, person: Person, telling: Telling, stated: Stated | None) -> tuple[Account, ...]:
        service = telling.happening.platform
        if service is None or service not in person.accounts:
            return ()
        identifier, handle = person.accounts[service]
        is_own = telling.sender == service
        if stated is not None:
            stated.telling.add(f"handle:{service}:{handle}:{identifier}")
        return (Account(service=PLATFORMS[service], identifier=identifier if is_own else None, handle=handle),)

    def _ip_events(
        self, person: Person, telling: Telling, care: float, clue: str, stated: Stated
    ) -> tuple[IpEvent, ...]:
        rng, event = self._rng, telling.happening
        is_own = telling.sender == event.platform
        made = []
        if clue == "none":
            if is_own and rng.random() < 0.5:
                stated.lures.add("proxy")
                made.append(
                    IpEvent(
                        address=rng.choice(self._proxies),
                        kind=EventKind.LOGIN,
                        at=event.at,
                        port=None,
                        possible_proxy=True,
                    )
                )
            return tuple(made)
        if not is_own:
            return ()
        if clue == "country" or rng.random() < care:
            is_upload = rng.random() < care
            address = person.ip_lure or person.home_ip
            stated.lures.update(person.lures & {"café", "carrier_nat", "home_shared"})
            if clue in ("full", "town") and rng.random() < 0.08:
                stated.lures.add("roaming")
                address = rng.choice(self._abroad)
            made.append(
                IpEvent(
                    address=address,
                    kind=EventKind.UPLOAD if is_upload else EventKind.LOGIN,
                    at=told_clock(rng, event.at, stated.lures),
                    port=rng.randrange(1025, 65000) if rng.random() < care else None,
                )
            )
        if person.session is not None:
            address, port, at = person.session
            stated.telling.add(f"session:{address}:{port}:{at.isoformat()}")
            made.append(
                IpEvent(address=address, kind=EventKind.LOGIN, at=at + timedelta(seconds=rng.randint(0, 40)), port=port)
            )
        return tuple(made)

    def _placed(self, party: Party, person: Person, clue: str, stated: Stated) -> Party:
        rng, place = self._rng, person.place
        if clue in ("full", "town"):
            stated.places.append((place, True))
        elif clue == "country":
            stated.places.append((place, False))
        if clue == "full":
            postcode = typed_postcode(rng, place.postcode, stated.lures) if place.postcode else None
            address = Address(
                city=place.city if postcode is None or rng.random() < 0.7 else None,
                region=place.region,
                postcode=postcode,
                country=place.country if rng.random() < 0.8 or postcode is None else None,
                kind="Home",
            )
            return replace(party, addresses=(address,))
        if clue == "town":
            return replace(
                party, location=EstimatedLocation(city=place.city, region=place.region, country=place.country)
            )
        if clue == "country" and not party.ip_events:
            return replace(party, location=EstimatedLocation(country=place.country))
        return party

    def _incidents(self, telling: Telling, care: float) -> tuple[Incident, ...]:
        rng, event = self._rng, telling.happening
        if event.url is not None:
            return (Incident(kind=IncidentKind.WEB_PAGE, urls=(event.url,), third_party_hosted=True),)
        if event.platform is None:
            return ()
        kind = _INCIDENTS[event.platform]
        must = not telling.is_alone
        if event.chat and (must or rng.random() < care + 0.2):
            content = as_chat(event.chat) if telling.is_first else retold_chat(rng, event.chat)
            return (Incident(kind=kind, name=PLATFORMS[event.platform], content=content),)
        return (Incident(kind=kind, name=PLATFORMS[event.platform] if kind is not IncidentKind.WEB_PAGE else None),)

    def _attachments(
        self, telling: Telling, files: tuple[tuple[str, bytes], ...], care: float, parties: list[Party]
    ) -> tuple[Attachment, ...]:
        rng, event = self._rng, telling.happening
        if event.url is not None:
            return (Attachment(url=event.url, viewed_by_sender=False, publicly_available=True),)
        seen = [one for party in parties for one in party.ip_events if one.kind is EventKind.UPLOAD]
        made = []
        for name, content in files:
            digests = (StatedDigest(kind="MD5", value=md5_hex(content)),) if rng.random() < care else ()
            made.append(
                Attachment(
                    sha256=hashlib.sha256(content).hexdigest(),
                    name=name,
                    uploaded_at=event.at if rng.random() < care else None,
                    viewed_by_sender=rng.random() < care,
                    publicly_available=rng.random() < 0.3 if rng.random() < care else None,
                    flags=self._flags(care),
                    stated_digests=digests,
                    upload_event=seen[0] if seen and rng.random() < care else None,
                )
            )
        return tuple(made)

    def _flags(self, care: float) -> tuple[FileFlag, ...]:
        """What a careful sender now and then says of a file."""
        rng = self._rng
        return (
            (rng.choice((FileFlag.VIRAL, FileFlag.GENERATED, FileFlag.SELF_PRODUCED)),)
            if rng.random() < care / 8
            else ()
        )

    def _contact(self, telling: Telling, care: float) -> Contact | None:
        if telling.sender == PUBLIC_SENDER:
            return None
        mailbox = (Email(address=SENDER_MAILBOXES[telling.sender], kind="Business"),)
        url = f"https://{telling.sender}.example.org/legal" if self._rng.random() < care else None
        return Contact(emails=mailbox, legal_process_url=url)


def md5_hex(content: bytes) -> str:
    """The MD5 that services still state; it names a file here and protects nothing."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
