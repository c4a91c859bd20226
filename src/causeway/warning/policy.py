"""One version of what indicators weigh and when a person is asked to look: data, checked when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from math import log
from string import Formatter
from typing import Any, Final

from causeway.warning.curves import Curve, on_grid
from causeway.warning.errors import PolicyInvalid
from causeway.warning.indicators import INDICATORS, Prior
from causeway.warning.sections import Section, not_toml

_DAY: Final = 86_400.0
RULES_GROUP: Final = "rules"
"""The group of a service's own rules."""
_CLOSEST, _FURTHEST = 1e-6, 1e9
"""Of the points of a curve: so that no slope is more than a float holds."""
_WORDS: Final = frozenset({"value", "share"})
_NO_PRIOR: Final = Prior(value=0.0, weight=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How one indicator counts: its group, its curve, and its words when found and when unknown."""

    group: str
    prior: Prior
    curve: Curve
    found: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """How long things are remembered, in seconds."""

    slow_half_life: float
    hard_half_life: float
    fast_half_life: float
    expiry: float
    quick: float
    window: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """When a candidate is raised. Levels are log-odds, times seconds; `cusum_limit` is in log-odds times days."""

    threshold: float
    urgent: float
    """From here on a candidate does not wait for the day's end, as long as a reviewer has time."""
    cool_down: float
    rise: float
    cleared: float
    cusum_reference: float
    cusum_limit: float
    days_level: float
    days_k: int
    days_n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningPolicy:
    """A whole policy. `prior_log_odds`, `cap`, `floor` and the groups' caps are in nats, on the grid of `curves`; no
    curve goes beyond `cap`, and all groups that speak for an account together not below `-floor`. `near_topic`, in
    nats, is how much an innocent topic may look like what the text scorer looks for (`text/account.py`)."""

    version: str
    digest: str
    """SHA-256 of the text, in hexadecimal: two policies may bear one version by mistake."""
    base_rate: float
    prior_log_odds: float
    cap: float
    floor: float
    near_topic: float
    fading: Fading
    groups: Mapping[str, float]
    indicators: Mapping[str, Weighing]
    alerts: Alerts


@cache
def warning_policy() -> WarningPolicy:
    """The policy that ships with this version."""
    return parse_warning_policy((files(__package__) / "policies" / "behaviour.toml").read_text(encoding="utf-8"))


def parse_warning_policy(text: str) -> WarningPolicy:
    """Read a policy from TOML.

    Raises:
        PolicyInvalid: names the field and what is wrong with it.
    """
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_toml("the policy", "is", error) from None
    root = Section("", document)
    root.only("version", "base_rate", "cap", "floor", "near_topic", "decay", "groups", "indicators", "alerts")
    base_rate, cap = root.number("base_rate", 1e-9, 0.5), root.number("cap", 0.01, 20)
    groups = root.section("groups")
    caps = {name: on_grid(groups.section(name).number("cap", 0.01, 50)) for name in groups.names()}
    if RULES_GROUP in caps:
        raise PolicyInvalid(f"groups.{RULES_GROUP}", "is kept for a service's own rules")
    weighed = root.section("indicators")
    if unknown := sorted(set(weighed.names()) - INDICATORS.keys()):
        raise PolicyInvalid(f"indicators.{unknown[0]}", "is no indicator")
    return WarningPolicy(
        version=root.text("version"),
        digest=sha256(text.encode()).hexdigest(),
        base_rate=base_rate,
        prior_log_odds=on_grid(log(base_rate / (1 - base_rate))),
        cap=on_grid(cap),
        floor=on_grid(root.number("floor", 0.01, 50)),
        near_topic=root.number("near_topic", 0, 10),
        fading=_fading(root.section("decay")),
        groups=caps,
        indicators={
            name: _weighing(weighed.section(name), caps, cap) for name in INDICATORS if name in weighed.names()
        },
        alerts=_alerts(root.section("alerts")),
    )


def _fading(section: Section) -> Fading:
    section.only(
        "slow_half_life_days",
        "hard_half_life_days",
        "fast_half_life_days",
        "expiry_days",
        "quick_hours",
        "window_minutes",
    )
    return Fading(
        slow_half_life=section.number("slow_half_life_days", 0.01, 3_650) * _DAY,
        hard_half_life=section.number("hard_half_life_days", 0.01, 3_650) * _DAY,
        fast_half_life=section.number("fast_half_life_days", 0.01, 3_650) * _DAY,
        expiry=section.number("expiry_days", 1, 3_650) * _DAY,
        quick=section.number("quick_hours", 0.01, 24 * 365) * 3_600,
        window=section.number("window_minutes", 0.1, 24 * 60) * 60,
    )


def _weighing(section: Section, groups: Mapping[str, float], cap: float) -> Weighing:
    section.only("group", "prior", "curve", "found", "missing")
    group = section.text("group")
    if group not in groups:
        raise PolicyInvalid(f"{section.path}.group", "is no group of the policy")
    prior = _NO_PRIOR
    if "prior" in section.names():
        given = section.section("prior")
        given.only("value", "weight")
        prior = Prior(value=given.number("value", -1e6, 1e6), weight=given.number("weight", 0.1, 1e6))
    found = section.text("found")
    _check_words(f"{section.path}.found", found)
    return Weighing(
        group=group,
        prior=prior,
        curve=_curve(section, prior, cap),
        found=found,
        missing=section.text("missing"),
    )


def _curve(section: Section, prior: Prior, cap: float) -> Curve:
    field = f"{section.path}.curve"
    given = section.value("curve")
    if not isinstance(given, list) or not 2 <= len(given) <= 50:
        raise PolicyInvalid(field, "must be a list of 2 to 50 points")
    points = []
    for point in given:
        if not isinstance(point, list) or len(point) != 2 or not all(_is_number(each) for each in point):
            raise PolicyInvalid(field, "must hold points of two numbers: value, log-likelihood ratio")
        points.append((float(point[0]), float(point[1])))
    if any(to - at < _CLOSEST for (at, _), (to, _) in pairwise(points)):
        raise PolicyInvalid(field, f"must go through rising values, at least {_CLOSEST:g} apart")
    if any(up < low for (_, low), (_, up) in pairwise(points)):
        raise PolicyInvalid(field, "falls: a danger more must never lower a score")
    if any(abs(level) > cap for _, level in points):
        raise PolicyInvalid(field, f"goes beyond the cap of one indicator, {cap:g}")
    curve = Curve(points)
    if curve.at(prior.value) != 0:
        raise PolicyInvalid(field, f"must be 0 at {prior.value:g}, where nothing is known")
    return curve


def _is_number(value: object) -> bool:
    return (type(value) is int or type(value) is float) and -_FURTHEST <= value <= _FURTHEST


def _check_words(field: str, words: str) -> None:
    try:
        names = {name for _, name, form, _ in Formatter().parse(words) if name is not None or form}
    except ValueError:
        raise PolicyInvalid(field, "has a brace that stands alone") from None
    if not names <= _WORDS:
        raise PolicyInvalid(field, "may name nothing but {value} and {share}")


def _alerts(section: Section) -> Alerts:
    section.only("threshold", "urgent", "cool_down_days", "rise", "cleared_days", "cusum", "k_of_n")
    cusum, days = section.section("cusum"), section.section("k_of_n")
    cusum.only("reference", "limit")
    days.only("level", "k", "n")
    n, threshold = days.whole("n", 1, 60), section.number("threshold", -50, 50)
    return Alerts(
        threshold=threshold,
        urgent=section.number("urgent", threshold, 50),
        cool_down=section.number("cool_down_days", 0, 365) * _DAY,
        rise=section.number("rise", 0.1, 50),
        cleared=section.number("cleared_days", 0, 3_650) * _DAY,
        cusum_reference=cusum.number("reference", -50, 50),
        cusum_limit=cusum.number("limit", 0.01, 10_000),
        days_level=days.number("level", -50, 50),
        days_k=days.whole("k", 1, n),
        days_n=n,
    )
