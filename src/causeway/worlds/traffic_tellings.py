"""How an event of a world of traffic is told: by whom, how late, and what is stated, mistyped, left out or wrong.

What a referral states decides what may be asked of it: a place that nobody states routes nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Annotation,
    Attachment,
    Concern,
    Device,
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
)
from causeway.worlds.places import ForceEntry, Place, force_serving
from causeway.worlds.traffic_events import Child, Occurrence
from causeway.worlds.traffic_media import digests
from causeway.worlds.traffic_people import People, Traveller, proxies
from causeway.worlds.traffic_rates import Rates
from causeway.worlds.traffic_slips import Slips
from causeway.worlds.truth import TruePlace
from causeway.worlds.words import EMERGENCIES, NARRATIVES, PUBLIC_NARRATIVES, as_chat, retold_chat, sentence

SENDER_KINDS: dict[str, SenderKind] = {
    "foghorn": SenderKind.HOTLINE,
    "mooringlight": SenderKind.CHARITY,
    "saltmarsh-school": SenderKind.SCHOOL,
    "public": SenderKind.PUBLIC,
}
"""Sender to its kind; every other is a service."""

_LAY = frozenset({SenderKind.SCHOOL, SenderKind.PUBLIC})
_TIMES_TOLD = {1: 53, 2: 22, 3: 12, 5: 9, 10: 3, 40: 1}
"""How often an event is told, and how many of a hundred are: more than half of all referrals tell of an event again
(NCMEC 2023)."""
_AGAIN = {"own": 55, "foghorn": 15, "mooringlight": 8, "public": 22}
_CLUES = {"full": 30, "town": 24, "country": 34, "none": 12}
_LATE = 0.06
"""So many tellings again come after one to three weeks."""
_COUNTRIES = {
    "GB": ("GB", "United Kingdom", "UK"), "NL": ("NL", "Nederland", "Netherlands"), "IE": ("IE", "Ireland"),
    "IT": ("IT", "Italia", "Italy"),
}  # fmt: skip
_INCIDENTS = {"moatwalk": IncidentKind.GAME, "stowaway": IncidentKind.WEB_PAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingPlan:
    """Who tells, when, and how much of where the subject and the child are: `full`, `town`, `country` or `none`."""

    sender: str
    arrives_at: datetime
    is_first: bool
    clues: tuple[str, str]


@dataclass(slots=True)
class Said:
    """A referral, the digests of its files, and the places it states, each with whether the force can be told."""

    referral: Referral
    media: tuple[MediaDigests, ...]
    places: tuple[TruePlace, ...]


def tellings(rng: Random, event: Occurrence) -> Iterator[TellingPlan]:
    """Who tells of an event and when. The service tells first, but of a page, and of what a school or the public saw
    alone.
    """
    times = 1 if event.group == "viral" else rng.choices([*_TIMES_TOLD], [*_TIMES_TOLD.values()])[0]
    first_at = event.at + timedelta(minutes=rng.randint(20, 60 * 30))
    for number in range(times):
        arrives_at = first_at
        if number:
            arrives_at += timedelta(days=rng.uniform(7, 21) if rng.random() < _LATE else rng.expovariate(1 / 1.5))
        yield TellingPlan(
            sender=_sender(rng, event, is_first=not number),
            arrives_at=arrives_at,
            is_first=not number,
            clues=(_clue(rng), _clue(rng)),
        )


def _clue(rng: Random) -> str:
    return rng.choices([*_CLUES], [*_CLUES.values()])[0]


def _sender(rng: Random, event: Occurrence, *, is_first: bool) -> str:
    if event.platform is None:
        return rng.choice(("foghorn", "foghorn", "public", "mooringlight"))
    if event.group == "viral":
        return event.platform if rng.random() < 0.8 else "public"
    if is_first:
        is_seen_by_lay = event.child is not None and not event.must_be_known and rng.random() < 0.15
        return rng.choice(("saltmarsh-school", "public")) if is_seen_by_lay else event.platform
    who = rng.choices([*_AGAIN], [*_AGAIN.values()])[0]
    return event.platform if who == "own" else who


@dataclass(slots=True)
class _Page:
    """What one referral is being made of."""

    event: Occurrence
    plan: TellingPlan
    slips: Slips
    kind: SenderKind
    places: list[TruePlace] = field(default_factory=list)
    shows_home: bool = False
    """Whether an address of the subject's own line or carrier is stated."""
    shows_picture: bool = False
    """Whether a file came with it that few others hold, and that can be known again."""
    must_name: bool = False
    """Whether nothing but the accounts can say of what it tells."""

    @property
    def is_own(self) -> bool:
        return self.plan.sender == self.event.platform

    @property
    def is_bound(self) -> bool:
        """Whether this telling must state by what the subject is known again."""
        return self.event.must_be_known and self.plan.is_first


class Teller:
    """Composes referrals from one stream of chance. `seed` names the pictures."""

    def __init__(self, rng: Random, rates: Rates, people: People, forces: tuple[ForceEntry, ...], seed: int) -> None:
        self._rng, self._rates, self._people, self._seed = rng, rates, people, seed
        self._slips = {is_lay: Slips(rng, rates, is_lay=is_lay) for is_lay in (False, True)}
        self._proxies = proxies()
        self._forces = forces
        self._served: dict[Place, str | None] = {}

    def say(self, event: Occurrence, plan: TellingPlan) -> Said:
        """The referral of a telling."""
        rng = self._rng
        kind = SENDER_KINDS.get(plan.sender, SenderKind.SERVICE)
        page = _Page(event=event, plan=plan, slips=self._slips[kind in _LAY], kind=kind)
        media, incidents = self._media(page), self._incidents(page)
        has_words = any(incident.content or incident.urls for incident in incidents)
        page.must_name = not has_words and not page.shows_picture
        parties = []
        if event.subject is not None:
            parties.append(self._subject(page, event.subject))
        if event.child is not None:
            parties.append(self._child(page, event.child))
        referral = Referral(
            concern=self._concern(event),
            sender_kind=kind,
            annotations=(Annotation.EXTORTION,) if event.group == "extortion" and page.slips.states() else (),
            occurred_at=self._told_at(page),
            platform=event.platform,
            emergency=self._emergency(page),
            is_contact_ongoing=True if event.is_ongoing and page.slips.states(0.8) else None,
            is_planned=True if event.is_planned and page.slips.states(0.9) else None,
            viral=event.group == "viral" and page.slips.states(0.9),
            narrative=self._narrative(plan.sender, kind),
            incidents=incidents,
            parties=tuple(parties),
            attachments=self._attachments(page, media),
            sender_reference=f"{plan.sender[:3].upper()}-{rng.randrange(10**8, 10**9)}" if kind not in _LAY else None,
        )
        return Said(referral=referral, media=media, places=tuple(page.places))

    def _concern(self, event: Occurrence) -> Concern:
        is_wrong = self._rng.random() < self._rates.wrong_concern
        return self._rng.choice((Concern.OTHER, Concern.GROOMING)) if is_wrong else event.concern

    def _narrative(self, sender: str, kind: SenderKind) -> str:
        """Each organisation writes by a template of its own."""
        if kind in _LAY:
            return sentence(self._rng, PUBLIC_NARRATIVES)
        return f"{sentence(self._rng, NARRATIVES)} {sender.title()} desk, {sender.upper()} form {sender[::-1]}."

    def _emergency(self, page: _Page) -> str | None:
        is_now = page.event.danger == 4 and self._rng.random() < 0.4
        is_called = is_now or self._rng.random() < self._rates.false_alarm
        return self._rng.choice(EMERGENCIES) if is_called and page.slips.states() else None

    def _told_at(self, page: _Page) -> datetime | None:
        event, rng = page.event, self._rng
        if not page.slips.states():
            return None
        if page.kind in _LAY or page.kind is SenderKind.CHARITY:
            return min(page.slips.recalled(event.at), page.plan.arrives_at)
        return page.slips.clock(event.at + timedelta(seconds=rng.choice((0, 0, rng.randint(0, 600)))))

    def _subject(self, page: _Page, person: Traveller) -> Party:
        slips, clue = page.slips, page.plan.clues[0]
        is_line = person.bridge == "handle_and_line" and page.is_bound
        is_named = is_line or slips.states(0.5 if page.is_own else 0.25)
        party = Party(
            role=PartyRole.SUBJECT,
            first_name=slips.written(person.first) if is_named else None,
            last_name=slips.written(person.family) if is_named else None,
            accounts=self._account(page, *person.accounts[page.event.platform or ""]),
        )
        if page.is_own:
            party = replace(
                party,
                emails=self._email(page, person),
                phones=self._phone(page, person),
                devices=self._device(page, person),
                ip_events=self._ip_events(page, person, clue, must_show=is_line),
            )
        return self._placed(page, party, person.place, clue)

    def _child(self, page: _Page, child: Child) -> Party:
        slips, platform = page.slips, page.event.platform
        is_named = slips.states(0.7 if page.kind is SenderKind.SCHOOL else 0.3)
        party = Party(
            role=PartyRole.VICTIM,
            is_child=True if slips.states() else None,
            first_name=slips.written(child.first) if is_named else None,
            last_name=slips.written(child.family) if is_named else None,
            age_years=child.age_years if slips.states(0.7) else None,
            accounts=self._account(page, child.identifier, child.handle) if platform and slips.states() else (),
        )
        return self._placed(page, party, child.place, page.plan.clues[1])

    def _account(self, page: _Page, identifier: str, handle: str) -> tuple[Account, ...]:
        service = page.event.platform
        if page.is_own:
            return (Account(service=service, identifier=identifier, handle=handle),)
        is_stated = page.must_name or page.slips.states()
        return (Account(service=service, handle=page.slips.written(handle)),) if is_stated else ()

    def _email(self, page: _Page, person: Traveller) -> tuple[Email, ...]:
        if (page.is_bound and person.bridge == "email") or page.slips.states(0.45):
            return (Email(address=page.slips.email(person.email), verified=self._rng.random() < 0.6),)
        return ()

    def _phone(self, page: _Page, person: Traveller) -> tuple[Phone, ...]:
        if person.phone and (
            (page.is_bound and person.bridge == "phone") or (page.plan.clues[0] != "none" and page.slips.states(0.2))
        ):
            if page.plan.clues[0] == "none":
                page.places.append(TruePlace(country=person.place.country, force=None))
            return (Phone(number=page.slips.phone(person.phone), verified=self._rng.random() < 0.4),)
        return ()

    def _device(self, page: _Page, person: Traveller) -> tuple[Device, ...]:
        if (page.is_bound and person.bridge == "device") or page.slips.states(0.25):
            return (Device(kind=person.device[0], value=person.device[1]),)
        return ()

    def _ip_events(self, page: _Page, person: Traveller, clue: str, *, must_show: bool) -> tuple[IpEvent, ...]:
        rng, at = self._rng, page.slips.clock(page.event.at)
        if must_show:
            page.shows_home = True
            if clue == "none":
                page.places.append(TruePlace(country=person.place.country, force=None))
            return (IpEvent(address=person.home_ip, kind=EventKind.LOGIN, at=at),)
        if clue == "none" or (clue != "country" and not page.slips.states(0.6)):
            return ()
        if rng.random() < self._rates.proxy:
            said = True if rng.random() < 0.5 else None
            return (IpEvent(address=rng.choice(self._proxies), kind=EventKind.LOGIN, at=at, possible_proxy=said),)
        if rng.random() < self._rates.travelling:
            address = self._people.place_abroad(person.place.country)
            return (IpEvent(address=address, kind=EventKind.LOGIN, at=at, port=rng.randrange(1025, 65000)),)
        page.shows_home = True
        if person.carrier is not None:
            return (IpEvent(address=person.carrier, kind=EventKind.LOGIN, at=at),)
        port = rng.randrange(1025, 65000) if page.slips.states(0.8) else None
        return (IpEvent(address=person.home_ip, kind=EventKind.UPLOAD, at=at, port=port),)

    def _placed(self, page: _Page, party: Party, place: Place, clue: str) -> Party:
        slips, rng = page.slips, self._rng
        if clue == "none":
            return party
        # Of a town whose name several have, the country is as right an answer as the force.
        may_be_open = clue == "country" or (clue == "town" and not place.plain)
        forces = ([None] if may_be_open else []) + ([] if clue == "country" else [self._force(place)])
        page.places += [TruePlace(country=place.country, force=force) for force in forces]
        if clue == "country":
            # Half of those seen at home leave it at that; the address alone says the country then.
            if party.ip_events and page.shows_home and rng.random() < 0.5:
                return party
            return replace(party, location=EstimatedLocation(country=place.country))
        country = rng.choice(_COUNTRIES.get(place.country, (place.country,)))
        if clue == "town" or place.postcode is None:
            city = slips.written(place.city)
            return replace(party, location=EstimatedLocation(city=city, region=place.region, country=place.country))
        address = Address(
            city=slips.written(place.city) if slips.states() else None,
            postcode=slips.postcode(place.postcode),
            country=country if slips.states() else None,
        )
        return replace(party, addresses=(address,))

    def _force(self, place: Place) -> str | None:
        if place not in self._served:
            self._served[place] = force_serving(place, self._forces)
        return self._served[place]

    def _incidents(self, page: _Page) -> tuple[Incident, ...]:
        event = page.event
        if event.url is not None:
            return (Incident(kind=IncidentKind.WEB_PAGE, urls=(event.url,)),)
        kind = _INCIDENTS.get(event.platform or "", IncidentKind.CHAT)
        if not event.chat or not page.slips.states(1.0 if page.is_own else 0.7):
            return (Incident(kind=kind),)
        is_whole = page.is_own and page.plan.is_first
        return (Incident(kind=kind, content=as_chat(event.chat) if is_whole else retold_chat(self._rng, event.chat)),)

    def _media(self, page: _Page) -> tuple[MediaDigests, ...]:
        """The files that come with a telling: as they were, edited, or edited beyond knowing. The service's own first
        telling is never the last.
        """
        rng, event = self._rng, page.event
        may_lack = not page.is_own and event.group != "viral"
        if not event.pictures or (may_lack and not page.slips.states(0.6)):
            return ()
        files = []
        for picture in event.pictures:
            is_lost = not page.plan.is_first and rng.random() < self._rates.lost_picture
            is_edited = is_lost or rng.random() < 0.3
            version = rng.randint(1, 10**6 if is_lost else 3) if is_edited else 0
            files.append(digests(self._seed, picture, version, is_lost=is_lost))
            page.shows_picture |= event.group == "novel" and not is_lost
        return tuple(files)

    def _attachments(self, page: _Page, media: tuple[MediaDigests, ...]) -> tuple[Attachment, ...]:
        event = page.event
        if event.url is not None:
            return (Attachment(url=event.url, publicly_available=True),)
        flags = (FileFlag.LIVE_STREAM,) if event.is_live and page.slips.states() else ()
        return tuple(
            Attachment(sha256=item.sha256, viewed_by_sender=page.is_own, flags=flags, name=item.sha256[:8])
            for item in media
        )
