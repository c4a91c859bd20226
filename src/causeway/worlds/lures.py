"""What invites a wrong answer: things two people share that do not make them one person.

A family behind one address, the guests of a café, the subscribers behind one carrier's NAT, a handle taken by
somebody else, a common name, and devices whose owners opted out and that all show the same zeros.
"""

from collections.abc import Sequence
from random import Random

from causeway.worlds.people import Happening, Person, Town

_FAMILIES, _GUESTS, _SUBSCRIBERS, _HANDLES, _NAMESAKES, _ZEROS = 4, 5, 6, 4, 2, 3


def lay_lures(rng: Random, town: Town, happenings: Sequence[Happening]) -> None:
    """Let some people who have nothing to do with one another share what does not tell."""
    once = _subjects_seen_once(happenings)
    rng.shuffle(once)
    pairs = min(_FAMILIES, len(once) // 12)
    for _ in range(pairs):
        _family(once.pop(), once.pop())
    for _ in range(min(_NAMESAKES, pairs)):
        _namesakes(once.pop(), once.pop())
    for _ in range(min(_HANDLES, pairs)):
        one = once.pop()
        elsewhere = [person for person in once if not set(person.accounts) & set(one.accounts)]
        if elsewhere:
            once.remove(elsewhere[0])
            _handle(one, elsewhere[0])
    for person in once[:_ZEROS]:
        person.lures.add("zero_device")
    british = [person for person in once[_ZEROS:] if person.place.country == "GB"]
    _behind(town.handout.special("cafés"), british[:_GUESTS], "café")
    _behind(town.handout.special("carrier NAT"), british[_GUESTS : _GUESTS + _SUBSCRIBERS], "carrier_nat")


def _subjects_seen_once(happenings: Sequence[Happening]) -> list[Person]:
    seen: dict[str, list[Person]] = {}
    for event in happenings:
        if event.subject is not None and event.platform is not None:
            seen.setdefault(event.subject.key, []).append(event.subject)
    return [people[0] for people in seen.values() if len(people) == 1]


def _family(elder: Person, younger: Person) -> None:
    """Two of one household: one address, one family name, a device and mailbox each."""
    younger.place, younger.home_ip, younger.family = elder.place, elder.home_ip, elder.family
    younger.phone = younger.phone if elder.place.country == "GB" and (younger.phone or "").startswith("+44") else None
    for person in (elder, younger):
        person.lures.add("home_shared")


def _namesakes(one: Person, other: Person) -> None:
    other.first, other.family = one.first, one.family
    for person in (one, other):
        person.lures.add("name_shared")


def _handle(one: Person, other: Person) -> None:
    """A handle that two people took, each at a service of their own: at one service a handle alone would tell nobody
    apart.
    """
    handle = next(iter(one.accounts.values()))[1]
    for service, (identifier, _) in list(other.accounts.items()):
        other.accounts[service] = (identifier, handle)
    for person in (one, other):
        person.lures.add("handle_reused")


def _behind(address: str, people: Sequence[Person], lure: str) -> None:
    for person in people:
        person.ip_lure = address
        person.lures.add(lure)
