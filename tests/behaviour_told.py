"""Short ways to tell events of early warning in tests: neutral names, a fixed day, no text anywhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from causeway.warning import (
    Event,
    EventKind,
    LegalBasis,
    ReviewCandidate,
    Watch,
    WatchSettings,
    read_event,
    warning_policy,
)

NOON = 1_772_366_400.0
"""1 March 2026, 12:00 UTC."""
HOUR, DAY = 3_600.0, 86_400.0


def told(kind: str, actor: str, target: str | None = None, at: float = NOON, **attributes: Any) -> Event:
    """An event, read as a service would send it."""
    return read_event({"at": at, "kind": kind, "actor": actor, "target": target, "attributes": attributes})


def minor(name: str, **facts: Any) -> Event:
    """Facts of an account that is likely a minor's."""
    return told("account", name, at=NOON - HOUR, **{"age": 14, "age_confidence": 0.9, "country": "NL", **facts})


def adult(name: str, **facts: Any) -> Event:
    """Facts of an adult's account."""
    return told("account", name, at=NOON - HOUR, **{"age": 40, "age_confidence": 0.9, "country": "NL", **facts})


def settings(**changed: Any) -> WatchSettings:
    """Settings of a service in one country, with room for every candidate and no audit."""
    given = {"countries": {"NL": LegalBasis(basis="a test")}, "reviews_per_day": 1000, "audits_per_day": 0}
    return WatchSettings(**{**given, **changed})


def watch(**changed: Any) -> Watch:
    """A fresh watch under the policy that ships."""
    return Watch(warning_policy(), settings(**changed))


def fed(watched: Watch, events: Iterable[Event]) -> list[ReviewCandidate]:
    """All candidates of these events, the last day closed."""
    found = [one for event in events for one in watched.take(event)]
    return [*found, *watched.finish()]


def seeking(name: str, targets: Sequence[str], *, start: float = NOON, apart: float = HOUR) -> list[Event]:
    """One account asks minors it knows nobody of, is mostly refused, writes first, and invites elsewhere."""
    events = [told("account", name, at=start - HOUR, age=41, age_confidence=0.9, country="NL", region="R01")]
    for number, target in enumerate(targets):
        at = start + number * apart
        events.append(told("contact_request", name, target, at, mutual_contacts=0))
        answer = "request_refused" if number % 2 else "request_accepted"
        events.append(told(answer, target, name, at + 60))
        events.append(told("message", name, target, at + 120, digest="ab" * 16))
        events.append(told("off_platform_invite", name, target, at + 180))
        if number % 2:
            events.append(told("block", target, name, at + 240))
    return events


MINORS = tuple(f"m{number:02d}" for number in range(12))
KINDS = tuple(EventKind)


def sought(apart: float = HOUR) -> list[Event]:
    """Twelve minors, and one account that seeks them out."""
    return [*(minor(name, region="R02") for name in MINORS), *seeking("x", MINORS, apart=apart)]
