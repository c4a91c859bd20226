"""What a referral states besides identifiers and files that helps to reach a child: where somebody is, a school, an
age, a plan. Two that state the same give the same words, whatever their capitals, stops and spaces.
"""

import re
from collections.abc import Iterator
from itertools import islice

from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Party, PartyRole, Referral

MOST_PARTICULARS = 20
"""Of one referral: a person has a few, and a list of thousands costs no more than they."""


def particulars_of(referral: Referral) -> tuple[str, ...]:
    """Each once, plans and children ahead, at most `MOST_PARTICULARS`."""
    return tuple(islice(dict.fromkeys(_stated(referral)), MOST_PARTICULARS))


def _stated(referral: Referral) -> Iterator[str]:
    if referral.is_planned or referral.planned_at:
        yield f"planned {referral.planned_at.date() if referral.planned_at else ''}"
    if referral.is_contact_ongoing:
        yield "contact goes on"
    for party in sorted(referral.parties, key=lambda one: not (one.is_child or one.role is PartyRole.VICTIM)):
        yield from _of_party(party)
    for incident in referral.incidents:
        for address in incident.addresses:
            yield from _places(address)


def _of_party(party: Party) -> Iterator[str]:
    for address in party.addresses:
        yield from _places(address)
    if party.location and (town := _words(party.location.city)):
        yield f"in {town}"
    if school := _words(party.school):
        yield f"school {school}"
    if party.age_years is not None:
        yield f"{party.role} aged {party.age_years}"
    if party.born_on:
        yield f"{party.role} born {party.born_on}"


def _places(address: Address) -> Iterator[str]:
    street, town, postcode = map(_words, (address.street, address.city, address.postcode))
    if street:
        yield f"at {street}, {town}"
    if postcode:
        yield f"at {postcode.replace(' ', '')}"
    if town:
        yield f"in {town}"


def _words(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))
