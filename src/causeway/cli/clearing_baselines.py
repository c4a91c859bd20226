"""What a desk without engines does: join what is spelt alike, send to the country that is named, take what comes first.
Beside these the engines are measured.
"""

from collections.abc import Hashable, Iterable, Iterator

from causeway.routing import CountryOfIp
from causeway.vocabulary.referral import Party, PartyRole, Referral


class ExactJoin:
    """Groups referrals that share a value, letter by letter, by union-find."""

    def __init__(self) -> None:
        self._first: dict[Hashable, str] = {}
        self._parent: dict[str, str] = {}

    def add(self, referral_id: str, values: Iterable[Hashable]) -> None:
        """Let a referral join all that hold one of its values."""
        self._parent[referral_id] = referral_id
        for value in values:
            one, other = self._root(referral_id), self._root(self._first.setdefault(value, referral_id))
            self._parent[max(one, other)] = min(one, other)

    def groups(self) -> dict[str, str]:
        """Every referral with the name of its group."""
        return {referral_id: self._root(referral_id) for referral_id in self._parent}

    def _root(self, referral_id: str) -> str:
        while self._parent[referral_id] != referral_id:
            self._parent[referral_id] = self._parent[self._parent[referral_id]]
            referral_id = self._parent[referral_id]
        return referral_id


def values_of(referral: Referral) -> Iterator[tuple[str, str]]:
    """Every identifier of the parties, the files and the pages, as written."""
    for party in referral.parties:
        yield from _values_of_party(party, referral)
    for incident in referral.incidents:
        yield from (("url", url) for url in incident.urls)
    yield from _files(referral)


def marks_of_event(referral: Referral) -> Iterator[tuple[str, ...]]:
    """By what a person would say at a glance that two referrals tell of one event: a file, a page, or the subject's
    account on the day that is stated.
    """
    yield from _files(referral)
    for incident in referral.incidents:
        yield from (("url", url) for url in incident.urls)
    day = referral.occurred_at.date().isoformat() if referral.occurred_at else ""
    for party in referral.parties_as(PartyRole.SUBJECT):
        for account in party.accounts:
            if account.handle:
                yield "account", account.service or "", account.handle, day


def country_named(referral: Referral, countries: CountryOfIp) -> str | None:
    """The first country that stands in it as a code, else that of the first address seen."""
    for party in referral.parties:
        stated = [address.country for address in party.addresses] + [party.location.country if party.location else None]
        for country in stated:
            if country is not None and len(country) == 2:
                return country
    events = [event for party in referral.parties for event in party.ip_events]
    return countries.country(events[0].address).country if events else None


def _values_of_party(party: Party, referral: Referral) -> Iterator[tuple[str, str]]:
    for account in party.accounts:
        service = account.service or referral.platform or ""
        yield from (("account", f"{service} {name}") for name in (account.identifier, account.handle) if name)
    yield from (("email", email.address) for email in party.emails)
    yield from (("phone", phone.number) for phone in party.phones)
    yield from (("device", device.value) for device in party.devices)
    yield from (("ip", event.address) for event in party.ip_events)


def _files(referral: Referral) -> Iterator[tuple[str, str]]:
    yield from (("file", item.sha256) for item in referral.attachments if item.sha256)
