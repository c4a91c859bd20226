"""What can be read from an account's counters without any text: each indicator is a pure function to a value, or None
where nothing is known. A policy turns values into log-likelihood ratios.

The indicators are those that Meta, Snap, Ofcom, Thorn and the NSPCC have published. No published one without text tells
of the stage of risk assessment; a service's own rules and text scorer may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from causeway.warning.events import EventKind
from causeway.warning.state import Account, Reading
from causeway.warning.text.account import score_of


class Stage(StrEnum):
    """Where in the course of things an indicator belongs. By name only."""

    CONTACT = "contact"
    TRUST_BUILDING = "trust_building"
    RISK_ASSESSMENT = "risk_assessment"
    ISOLATION = "isolation"
    PLATFORM_MIGRATION = "platform_migration"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is taken for a share or a mean before anything is counted: as if `weight` had been counted at `value`."""

    value: float
    weight: float


Measure = Callable[[Account, Reading, Prior], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """How a value is measured, the stage it tells of, and the kinds of events it comes from."""

    stage: Stage
    measure: Measure
    sources: tuple[EventKind, ...]


_YOUNG_SECONDS: Final = 30 * 86_400.0
_FADED: Final = 1e-9
"""A counter this small is an account's past that has gone; what it would say is unknown."""


def _count(name: str) -> Measure:
    """How many, faded. None of something is no evidence of innocence: the value is then unknown."""

    def measure(account: Account, reading: Reading, _prior: Prior) -> float | None:
        counted: float = getattr(account, name)
        return counted * reading.slow if counted else None

    return measure


def _hard_count(name: str) -> Measure:
    """How many of what fades more slowly."""

    def measure(account: Account, reading: Reading, _prior: Prior) -> float | None:
        counted: float = getattr(account, name)
        return counted * reading.hard if counted else None

    return measure


def _share(part: str, whole: str) -> Measure:
    """Which share, drawn towards the prior where little was counted."""

    def measure(account: Account, reading: Reading, prior: Prior) -> float | None:
        counted: float = getattr(account, whole) * reading.slow
        if counted < _FADED:
            return None
        held: float = getattr(account, part) * reading.slow
        return (held + prior.value * prior.weight) / (counted + prior.weight)

    return measure


def _met_lately(account: Account, reading: Reading, _prior: Prior) -> float | None:
    return account.minors_met_lately * reading.fast if account.minors_met_lately else None


def _sent_share(account: Account, reading: Reading, prior: Prior) -> float | None:
    exchanged = (account.sent + account.received) * reading.slow
    if exchanged < _FADED:
        return None
    return (account.sent * reading.slow + prior.value * prior.weight) / (exchanged + prior.weight)


def _invited(account: Account, reading: Reading, _prior: Prior) -> float | None:
    """An invitation at once counts twice."""
    return (account.invited_off + account.invited_off_quickly) * reading.hard if account.invited_off else None


def _device_others(account: Account, reading: Reading, _prior: Prior) -> float | None:
    """What other accounts on the same device did that minors did not want. A minor who shares it answers for none."""
    device = reading.devices.get(account.device) if account.device is not None else None
    if device is None or account.is_exempt:
        return None
    return max(0.0, device.acts - account.acts) * reading.hard


def _text(account: Account, reading: Reading, _prior: Prior) -> float | None:
    return None if account.text is None else score_of(account.text, reading.slow)


def _blocked_device(account: Account, reading: Reading, _prior: Prior) -> float | None:
    """1 for a new account on a device that was blocked, 0.5 for one that is older or of unknown age."""
    if not account.device_was_blocked:
        return None if account.device_was_blocked is None else 0.0
    is_new = account.created_at is not None and reading.now - account.created_at < _YOUNG_SECONDS
    return 1.0 if is_new else 0.5


_CONTACT: Final = (EventKind.CONTACT_REQUEST, EventKind.MESSAGE)
_ACCOUNT: Final = (EventKind.ACCOUNT,)

INDICATORS: Final[Mapping[str, Indicator]] = {
    "minors_met": Indicator(stage=Stage.CONTACT, measure=_count("minors_met"), sources=_CONTACT),
    "minors_met_lately": Indicator(stage=Stage.CONTACT, measure=_met_lately, sources=_CONTACT),
    "no_mutual_contacts": Indicator(
        stage=Stage.CONTACT, measure=_share("strangers_met", "mutual_known"), sources=(EventKind.CONTACT_REQUEST,)
    ),
    "requests_refused": Indicator(
        stage=Stage.CONTACT,
        measure=_share("refused", "answered"),
        sources=(EventKind.REQUEST_ACCEPTED, EventKind.REQUEST_REFUSED),
    ),
    "copies": Indicator(stage=Stage.CONTACT, measure=_count("copies"), sources=(EventKind.MESSAGE,)),
    "seeks_strangers": Indicator(
        stage=Stage.CONTACT, measure=_share("asked_strangers", "asked"), sources=(EventKind.CONTACT_REQUEST,)
    ),
    "age_gap": Indicator(stage=Stage.CONTACT, measure=_count("gap_years"), sources=(*_ACCOUNT, *_CONTACT)),
    "far_regions": Indicator(stage=Stage.CONTACT, measure=_count("regions_far"), sources=(*_ACCOUNT, *_CONTACT)),
    "blocked_device": Indicator(stage=Stage.CONTACT, measure=_blocked_device, sources=_ACCOUNT),
    "device_others": Indicator(
        stage=Stage.CONTACT,
        measure=_device_others,
        sources=(
            *_ACCOUNT,
            EventKind.REQUEST_REFUSED,
            EventKind.BLOCK,
            EventKind.REPORT,
            EventKind.OFF_PLATFORM_INVITE,
        ),
    ),
    "starts": Indicator(
        stage=Stage.TRUST_BUILDING, measure=_share("started", "private_pairs"), sources=(EventKind.MESSAGE,)
    ),
    "turns": Indicator(stage=Stage.TRUST_BUILDING, measure=_sent_share, sources=(EventKind.MESSAGE,)),
    "gifts": Indicator(stage=Stage.TRUST_BUILDING, measure=_hard_count("gifts"), sources=(EventKind.GIFT,)),
    "taken_aside": Indicator(stage=Stage.ISOLATION, measure=_count("taken_aside"), sources=(EventKind.MESSAGE,)),
    "invited_off": Indicator(
        stage=Stage.PLATFORM_MIGRATION, measure=_invited, sources=(EventKind.OFF_PLATFORM_INVITE,)
    ),
    "pressed": Indicator(
        stage=Stage.PLATFORM_MIGRATION,
        measure=_hard_count("pressed"),
        sources=(EventKind.CONTACT_REQUEST, EventKind.GIFT, EventKind.OFF_PLATFORM_INVITE),
    ),
    "blocked_by_minors": Indicator(
        stage=Stage.ESCALATION, measure=_hard_count("blocked_by"), sources=(EventKind.BLOCK,)
    ),
    "reported_by_minors": Indicator(
        stage=Stage.ESCALATION, measure=_hard_count("reported_by"), sources=(EventKind.REPORT,)
    ),
    "text": Indicator(stage=Stage.TRUST_BUILDING, measure=_text, sources=(EventKind.TEXT_SCORED,)),
}
"""Every indicator, in the order in which contributions are listed."""
