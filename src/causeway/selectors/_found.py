"""Which selectors stand in a referral, and whose they are.

The sender's own contact is left out on purpose: a service's mailbox links nothing. What cannot be normalised is
skipped, never guessed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from causeway.selectors._account import account_selectors
from causeway.selectors._device import normalise_device
from causeway.selectors._email import normalise_email
from causeway.selectors._errors import SelectorError
from causeway.selectors._ip import normalise_ip
from causeway.selectors._name import normalise_name
from causeway.selectors._phone import normalise_phone, phone_region
from causeway.selectors._placeholder import is_placeholder
from causeway.selectors._url import normalise_url
from causeway.vocabulary.referral import Account, Device, Email, IpEvent, Party, PartyRole, Phone, Referral
from causeway.vocabulary.selectors import Selector, SelectorKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSelector:
    """A selector and whose it is; `party_index` counts in `Referral.parties` and is None for an incident or an
    attachment.
    """

    selector: Selector
    party_index: int | None = None
    role: PartyRole | None = None
    verified: bool | None = None
    possible_proxy: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    index: int | None = None
    role: PartyRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One identifier as given, with the function that normalises it."""

    owner: _Owner
    read: Callable[[], tuple[Selector, ...]]
    verified: bool | None = None
    possible_proxy: bool | None = None


def found_selectors(referral: Referral, *, default_region: str | None = None) -> tuple[FoundSelector, ...]:
    """Every selector of parties, incidents and attachments with its owner, in the order told, each once per owner.

    `default_region` (ISO alpha-2) reads national phone numbers without a calling code, where the party they belong to
    is not said to be in a country.
    """
    found: dict[tuple[Selector, int | None], FoundSelector] = {}
    for given in _given_in(referral, default_region):
        try:
            selectors = given.read()
        except SelectorError:
            continue
        for selector in selectors:
            owner = given.owner
            found.setdefault(
                (selector, owner.index),
                FoundSelector(
                    selector=selector,
                    party_index=owner.index,
                    role=owner.role,
                    verified=given.verified,
                    possible_proxy=given.possible_proxy,
                ),
            )
    return tuple(found.values())


def selectors_of(referral: Referral, *, default_region: str | None = None) -> tuple[Selector, ...]:
    """Every selector of a referral once, in the order told."""
    return tuple(dict.fromkeys(item.selector for item in found_selectors(referral, default_region=default_region)))


def party_selectors(
    party: Party, *, platform: str | None = None, default_region: str | None = None
) -> tuple[Selector, ...]:
    """Every selector of one party once. `platform` stands in where an account names no service."""
    selectors: dict[Selector, None] = {}
    for given in _of_party(party, _Owner(role=party.role), platform, default_region):
        try:
            selectors.update(dict.fromkeys(given.read()))
        except SelectorError:
            continue
    return tuple(selectors)


def comparison_key(selector: Selector) -> tuple[SelectorKind, str]:
    """What two selectors are compared on first; port and time of an address refine it (see `ip_telling`)."""
    return selector.kind, selector.value


def _given_in(referral: Referral, region: str | None) -> Iterator[_Given]:
    for index, party in enumerate(referral.parties):
        yield from _of_party(party, _Owner(index=index, role=party.role), referral.platform, region)
    nobody = _Owner()
    for incident in referral.incidents:
        yield from _urls(incident.urls, nobody)
        yield from _emails(incident.emails, nobody)
        yield from _phones(incident.phones, nobody, region)
        yield from _ips(incident.ip_events, nobody)
    for attachment in referral.attachments:
        yield from _urls((attachment.url,) if attachment.url else (), nobody)
        yield from _ips((attachment.upload_event,) if attachment.upload_event else (), nobody)
        yield from _devices(attachment.devices, nobody)


def _of_party(party: Party, owner: _Owner, platform: str | None, region: str | None) -> Iterator[_Given]:
    yield from _accounts(party.accounts, owner, platform)
    yield from _emails(party.emails, owner)
    yield from _phones(party.phones, owner, _declared_region(party) or region)
    yield from _ips(party.ip_events, owner)
    yield from _devices(party.devices, owner)
    # Half a name is not compared.
    if not is_placeholder(party.first_name or "") and not is_placeholder(party.last_name or ""):
        yield _Given(owner=owner, read=lambda: (normalise_name(party.first_name, party.last_name),))


def _declared_region(party: Party) -> str | None:
    countries = [address.country for address in party.addresses] + [party.location.country if party.location else None]
    return next(filter(None, map(phone_region, countries)), None)


def _accounts(accounts: Iterable[Account], owner: _Owner, platform: str | None) -> Iterator[_Given]:
    for account in accounts:
        # A display name alone is no identifier.
        if (account.identifier or "").strip() or (account.handle or "").strip():
            yield _Given(owner=owner, read=partial(account_selectors, account, platform=platform))
        yield from _urls(account.profile_urls, owner)


def _emails(emails: Iterable[Email], owner: _Owner) -> Iterator[_Given]:
    for email in emails:
        yield _Given(owner=owner, read=partial(_alone, normalise_email, email), verified=email.verified)


def _phones(phones: Iterable[Phone], owner: _Owner, region: str | None) -> Iterator[_Given]:
    normalise = partial(normalise_phone, default_region=region)
    for phone in phones:
        yield _Given(owner=owner, read=partial(_alone, normalise, phone), verified=phone.verified)


def _ips(events: Iterable[IpEvent], owner: _Owner) -> Iterator[_Given]:
    for event in events:
        yield _Given(owner=owner, read=partial(_alone, normalise_ip, event), possible_proxy=event.possible_proxy)


def _devices(devices: Iterable[Device], owner: _Owner) -> Iterator[_Given]:
    for device in devices:
        yield _Given(owner=owner, read=partial(_alone, normalise_device, device))


def _urls(urls: Iterable[str], owner: _Owner) -> Iterator[_Given]:
    for url in urls:
        yield _Given(owner=owner, read=partial(_alone, normalise_url, url))


def _alone(normalise: Callable[[T], Selector], given: T) -> tuple[Selector, ...]:
    return (normalise(given),)
