"""The children in a referral, and whether somebody has to think of their protection. Pure."""

from dataclasses import dataclass
from datetime import date

from causeway.triage import may_be_child
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import Party, PartyRole, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A person who is, or may be, a child to protect; `number` is their place among the referral's parties."""

    number: int
    party: Party
    may_have_harmed: bool

    @property
    def name(self) -> str:
        """The name as told; empty where nobody knows it."""
        names = (self.party.first_name, self.party.middle_name, self.party.last_name)
        return " ".join(name for name in names if name)

    @property
    def place(self) -> str:
        """Where the child can be reached, as told."""
        found = [_line(address) for address in self.party.addresses] or [_line(self.party.location)]
        return next((line for line in found if line), "")


def children_in(referral: Referral, *, on: date) -> tuple[Child, ...]:
    """Known children in any role, and victims of whom nobody says that they are adults. `on` is the day for ages."""
    return tuple(
        Child(number=number, party=party, may_have_harmed=party.role is PartyRole.SUBJECT)
        for number, party in enumerate(referral.parties)
        if may_be_child(party, on=on)
    )


def place_words(child: Child) -> frozenset[str]:
    """Every word for the child's whereabouts, case folded, by which a body's area may be known."""
    words: set[str] = set()
    for place in (*child.party.addresses, child.party.location):
        if place is not None:
            words |= {word for word in (place.city, place.region) if word}
    return frozenset(word.casefold().strip() for word in words)


def postcodes(child: Child) -> tuple[str, ...]:
    """The postcodes told of the child."""
    return tuple(address.postcode for address in child.party.addresses if address.postcode)


def _line(place: Address | EstimatedLocation | None) -> str:
    if place is None:
        return ""
    names = ("street", "city", "region", "postcode", "country")
    return ", ".join(str(value) for name in names if (value := getattr(place, name, None)))
