"""Which selectors stand in a referral, whose they are, and which could not be read.

The sender's own contact is left out on purpose: a service's mailbox links nothing. What cannot be normalised is skipped
and listed, never guessed.
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
class UnusableSelector:
    """An identifier that was given and could not be normalised.

    `path` says where it stands; the identifier itself is not repeated.
    """

    kind: SelectorKind
    path: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    path: str
    index: int | None = None
    role: PartyRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One identifier as given, with the function that normalises it."""

    kind: SelectorKind
    path: str
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
    for given in _of_party(party, _Owner(path="party", role=party.role), platform, default_region):
        try:
            selectors.update(dict.fromkeys(given.read()))
        except SelectorError:
            continue
    return tuple(selectors)


def unusable(referral: Referral, *, default_region: str | None = None) -> tuple[UnusableSelector, ...]:
    """What was given as an identifier and could not be read, with the reason, so that the sender can mend it."""
    refused: list[UnusableSelector] = []
    for given in _given_in(referral, default_region):
        try:
            given.read()
        except SelectorError as error:
            refused.append(
                UnusableSelector(kind=given.kind, path=given.path, code=error.code, reason=error.message),
            )
    return tuple(refused)


def comparison_key(selector: Selector) -> tuple[SelectorKind, str]:
    """What two selectors are compared on first; port and time of an address refine it (see `ip_telling`)."""
    return selector.kind, selector.value


def _given_in(referral: Referral, region: str | None) -> Iterator[_Given]:
    for index, party in enumerate(referral.parties):
        owner = _Owner(path=f"parties[{index}]", index=index, role=party.role)
        yield from _of_party(party, owner, referral.platform, region)
    for index, incident in enumerate(referral.incidents):
        owner = _Owner(path=f"incidents[{index}]")
        yield from _urls(incident.urls, owner, "urls")
        yield from _emails(incident.emails, owner)
        yield from _phones(incident.phones, owner, region)
        yield from _ips(incident.ip_events, owner, "ip_events")
    for index, attachment in enumerate(referral.attachments):
        owner = _Owner(path=f"attachments[{index}]")
        yield from _urls((attachment.url,) if attachment.url else (), owner, "url")
        yield from _ips((attachment.upload_event,) if attachment.upload_event else (), owner, "upload_event")
        yield from _devices(attachment.devices, owner)


def _of_party(party: Party, owner: _Owner, platform: str | None, region: str | None) -> Iterator[_Given]:
    yield from _accounts(party.accounts, owner, platform)
    yield from _emails(party.emails, owner)
    yield from _phones(party.phones, owner, _declared_region(party) or region)
    yield from _ips(party.ip_events, owner, "ip_events")
    yield from _devices(party.devices, owner)
    # Half a name is no fault of the sender's: it is simply not compared, and not listed as unusable.
    if not is_placeholder(party.first_name or "") and not is_placeholder(party.last_name or ""):
        yield _Given(
            kind=SelectorKind.NAME,
            path=f"{owner.path}.name",
            owner=owner,
            read=lambda: (normalise_name(party.first_name, party.last_name),),
        )


def _declared_region(party: Party) -> str | None:
    countries = [address.country for address in party.addresses] + [party.location.country if party.location else None]
    return next(filter(None, map(phone_region, countries)), None)


def _accounts(accounts: Iterable[Account], owner: _Owner, platform: str | None) -> Iterator[_Given]:
    for index, account in enumerate(accounts):
        path = f"{owner.path}.accounts[{index}]"
        # A display name alone is no identifier; an account without identifier and handle is not listed as unusable for
        # that.
        if (account.identifier or "").strip() or (account.handle or "").strip():
            yield _Given(
                kind=SelectorKind.ACCOUNT,
                path=path,
                owner=owner,
                read=partial(account_selectors, account, platform=platform),
            )
        yield from _urls(account.profile_urls, owner, f"accounts[{index}].profile_urls")


def _emails(emails: Iterable[Email], owner: _Owner) -> Iterator[_Given]:
    for index, email in enumerate(emails):
        yield _Given(
            kind=SelectorKind.EMAIL,
            path=f"{owner.path}.emails[{index}]",
            owner=owner,
            read=partial(_alone, normalise_email, email),
            verified=email.verified,
        )


def _phones(phones: Iterable[Phone], owner: _Owner, region: str | None) -> Iterator[_Given]:
    for index, phone in enumerate(phones):
        yield _Given(
            kind=SelectorKind.PHONE,
            path=f"{owner.path}.phones[{index}]",
            owner=owner,
            read=partial(_alone, partial(normalise_phone, default_region=region), phone),
            verified=phone.verified,
        )


def _ips(events: Iterable[IpEvent], owner: _Owner, field: str) -> Iterator[_Given]:
    for index, event in enumerate(events):
        yield _Given(
            kind=SelectorKind.IP,
            path=f"{owner.path}.{field}[{index}]",
            owner=owner,
            read=partial(_alone, normalise_ip, event),
            possible_proxy=event.possible_proxy,
        )


def _devices(devices: Iterable[Device], owner: _Owner) -> Iterator[_Given]:
    for index, device in enumerate(devices):
        yield _Given(
            kind=SelectorKind.DEVICE,
            path=f"{owner.path}.devices[{index}]",
            owner=owner,
            read=partial(_alone, normalise_device, device),
        )


def _urls(urls: Iterable[str], owner: _Owner, field: str) -> Iterator[_Given]:
    for index, url in enumerate(urls):
        yield _Given(
            kind=SelectorKind.URL,
            path=f"{owner.path}.{field}[{index}]",
            owner=owner,
            read=partial(_alone, normalise_url, url),
        )


def _alone(normalise: Callable[[T], Selector], given: T) -> tuple[Selector, ...]:
    return (normalise(given),)
