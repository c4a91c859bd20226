"""How telling a shared selector is, from 0 to 1, and why in phrases.

The weights are our own judgement, kept in one table to be read, argued with and measured on worlds with known truth.
They say how much two referrals that share a selector should count as speaking of one person; they are no probability
and no proof.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from causeway.selectors._account import is_lasting
from causeway.selectors._ip import is_carrier_nat, names_nobody
from causeway.selectors._url import is_bare_host
from causeway.vocabulary.phrases import Phrase, counted, phrase, say_all
from causeway.vocabulary.selectors import Selector, SelectorKind

Weighed = tuple[float, tuple[Phrase, ...]]
"""How telling something is, and why: phrases to be read in a row, between semicolons."""


@dataclass(frozen=True, slots=True)
class _Weight:
    """`base` holds up to `common` referrals; from there it falls on a logarithmic scale and is 0 at `useless`."""

    base: float
    text: Phrase
    common: int
    useless: int


OF_ONE_PERSON = 500
"""So many reports of one sender in five months were one person's (Stanford Internet Observatory 2024): so an account
keeps its weight far longer than an address, which hundreds of subscribers may share.
"""
NO_IDENTIFIER = 4 * OF_ONE_PERSON
"""What is told of four times as often has four owners or more, and of any two referrals that share it three in four
tell of different people. From here on it is no identifier and links nothing, however well it was verified.
"""

_WEIGHTS = {
    "account_id": _Weight(
        0.95, phrase("the same account, by the service's lasting identifier"), OF_ONE_PERSON, NO_IDENTIFIER
    ),
    "account_handle": _Weight(
        # A quarter, since it changes hands; and 200, as many as one sender counts for, leave it at 0.6 and more.
        0.75,
        phrase("the same handle at the same service; a handle can change hands"),
        OF_ONE_PERSON // 4,
        NO_IDENTIFIER,
    ),
    "email_verified": _Weight(0.95, phrase("the same e-mail address, verified"), OF_ONE_PERSON, NO_IDENTIFIER),
    "email": _Weight(0.8, phrase("the same e-mail address, not verified"), 200, NO_IDENTIFIER),
    "phone_verified": _Weight(0.95, phrase("the same phone number, verified"), OF_ONE_PERSON, NO_IDENTIFIER),
    "phone": _Weight(0.8, phrase("the same phone number, not verified"), 200, NO_IDENTIFIER),
    "device": _Weight(0.85, phrase("the same device identifier"), 200, NO_IDENTIFIER),
    "url": _Weight(0.6, phrase("the same page"), 5, 200),
    "url_bare_host": _Weight(0.1, phrase("the same site, without a page on it"), 2, 50),
    "ip": _Weight(0.5, phrase("the same IP address; without port and time it may be another subscriber"), 5, 100),
    "ip_with_port_and_time": _Weight(0.6, phrase("the same IP address, each with port and time to compare"), 10, 200),
    "ip_carrier_nat": _Weight(0.05, phrase("an address that a carrier shares between many subscribers"), 2, 20),
    "ip_proxy": _Weight(0.1, phrase("the same IP address, which may be a proxy"), 2, 50),
    "name": _Weight(0.15, phrase("the same name; many people share a name"), 2, 20),
}

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_OF_A_PRIVATE_NETWORK = phrase("an address of a private network names nobody outside it")

NEAR = timedelta(hours=1)
SAME_DAY = timedelta(days=1)
SAME_WEEK = timedelta(days=7)
"""A home connection often keeps its address for days and a mobile one for minutes (RFC 6269, section 12, on tracing
shared addresses).
"""


def telling(
    selector: Selector, *, shared_by: int, verified: bool | None = None, possible_proxy: bool | None = None
) -> Weighed:
    """How telling a shared selector is (0 to 1) and why.

    `shared_by` counts the referrals that hold it, both of the pair included.
    """
    if selector.kind is SelectorKind.IP and names_nobody(selector.value):
        return 0.0, (_OF_A_PRIVATE_NETWORK,)
    weight = _WEIGHTS[_row(selector, verified, possible_proxy)]
    if shared_by >= weight.useless:
        return 0.0, (weight.text, _links_nothing(shared_by))
    if shared_by <= weight.common:
        return weight.base, (weight.text,)
    left = 1 - math.log(shared_by / weight.common) / math.log(weight.useless / weight.common)
    return round(weight.base * left, 4), (weight.text, _tells_less(shared_by))


def worn_out_from(kind: SelectorKind, value: str) -> int:
    """How many referrals must share a selector before it links nothing at all, verified or not, seen at any port."""
    selector = Selector(kind=kind, value=value, port=1, at=_SOME_TIME)
    return _WEIGHTS[_row(selector, verified=True, possible_proxy=False)].useless


def in_order(weighed: Weighed) -> tuple[float, str]:
    """By what weights are compared; the words decide between equal ones, so that the order is always the same."""
    return weighed[0], say_all(weighed[1], "; ")


def ip_telling(left: Selector, right: Selector) -> Weighed:
    """How telling two sightings of an IP address are (0 to 1) and why, from address, port and the time between them.

    Symmetric.
    """
    if left.kind is not SelectorKind.IP or right.kind is not SelectorKind.IP:
        return 0.0, (phrase("not two IP addresses"),)
    if names_nobody(left.value) or names_nobody(right.value):
        return 0.0, (_OF_A_PRIVATE_NETWORK,)
    if left.value != right.value:
        return 0.0, (phrase("different IP addresses"),)
    score, text = _by_port_and_time(left, right)
    if is_carrier_nat(left.value) and not _same_port(left, right):
        text = phrase("an address that a carrier shares between many subscribers, without the same port")
        return min(score, 0.05), (text,)
    return score, (text,)


def _by_port_and_time(left: Selector, right: Selector) -> tuple[float, Phrase]:
    if left.at is None or right.at is None:
        if _same_port(left, right):
            return 0.55, phrase("the same IP address and port, with no time to compare")
        return 0.3, phrase("the same IP address, with no time to compare")
    apart = abs(left.at - right.at)
    if left.port is not None and right.port is not None:
        row = _SAME_PORT if left.port == right.port else _OTHER_PORT
    else:
        row = _NO_PORT
    return row[0 if apart <= NEAR else 1 if apart <= SAME_DAY else 2 if apart <= SAME_WEEK else 3]


_SAME_PORT = (
    (0.95, phrase("the same IP address and port within an hour")),
    (0.8, phrase("the same IP address and port within a day")),
    (0.5, phrase("the same IP address and port within a week")),
    (0.2, phrase("the same IP address and port, more than a week apart")),
)
# On other ports or without one, an address alone never joins two: a carrier may share it between thousands.
_OTHER_PORT = (
    (
        0.57,
        phrase("the same IP address within an hour on other ports, as one subscriber or several behind it would show"),
    ),
    (0.5, phrase("the same IP address within a day on other ports")),
    (0.3, phrase("the same IP address within a week on other ports")),
    (0.1, phrase("the same IP address on other ports, more than a week apart")),
)
_NO_PORT = (
    (0.58, phrase("the same IP address within an hour")),
    (0.55, phrase("the same IP address within a day")),
    (0.35, phrase("the same IP address within a week")),
    (0.15, phrase("the same IP address, more than a week apart")),
)


def _links_nothing(n: int) -> Phrase:
    return counted("shared by {n} referral, it links nothing", "shared by {n} referrals, it links nothing", n)


def _tells_less(n: int) -> Phrase:
    return counted("shared by {n} referral, so it tells less", "shared by {n} referrals, so it tells less", n)


def _row(selector: Selector, verified: bool | None, possible_proxy: bool | None) -> str:
    match selector.kind:
        case SelectorKind.IP:
            return _ip_row(selector, possible_proxy)
        case SelectorKind.EMAIL | SelectorKind.PHONE:
            return f"{selector.kind.value}_verified" if verified else selector.kind.value
        case SelectorKind.ACCOUNT:
            return "account_id" if is_lasting(selector) else "account_handle"
        case SelectorKind.URL:
            return "url_bare_host" if is_bare_host(selector.value) else "url"
        case SelectorKind.DEVICE | SelectorKind.NAME:
            return selector.kind.value


def _ip_row(selector: Selector, possible_proxy: bool | None) -> str:
    if is_carrier_nat(selector.value):
        return "ip_carrier_nat"
    if possible_proxy:
        return "ip_proxy"
    return "ip_with_port_and_time" if selector.port is not None and selector.at is not None else "ip"


def _same_port(left: Selector, right: Selector) -> bool:
    return left.port is not None and left.port == right.port
