"""Scenarios as documents: a TOML file that a person writes, and JSON that a program keeps. Unknown names are refused,
so that a slip of the pen does not become a default.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from causeway.staffing.errors import ScenarioError
from causeway.staffing.scenario import (
    DAYS_A_WEEK,
    HOURS_A_WEEK,
    BandDemand,
    Bursts,
    FollowUp,
    Handling,
    Run,
    Scenario,
    Shape,
    Shift,
    Team,
    target_of,
)
from causeway.vocabulary.findings import Band

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LARGEST_FILE_CHARACTERS = 100_000
_NUMBERS = ("absence", "desk_share", "duplicate_share", "duplicate_effort", "misjudged_share")
_SWITCHES = ("is_bundled", "is_interrupting")

Document = Mapping[str, Any]
T = TypeVar("T")


def read_toml(text: str) -> tuple[Scenario, Run]:
    """A scenario file, and how long it says to simulate.

    Raises:
        ScenarioError: it is no TOML, or a figure is missing, unknown or out of bounds; the field says which.
    """
    if len(text) > LARGEST_FILE_CHARACTERS:
        raise ScenarioError("file", f"must be at most {LARGEST_FILE_CHARACTERS:,} characters")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ScenarioError("file", f"is no TOML: {fault}") from fault
    run = document.pop("run", {})
    return scenario_from(document), run_from(run)


def scenario_from(document: Document) -> Scenario:
    """The scenario that a document tells.

    Raises:
        ScenarioError: `field` is the path of what is wrong.
    """
    told = _Told(document, "")
    given: dict[str, Any] = {name: told.number(name) for name in _NUMBERS if told.has(name)}
    given |= {name: told.switch(name) for name in _SWITCHES if told.has(name)}
    if told.has("profile"):
        given["profile"] = _profile(told)
    if told.has("bursts"):
        given["bursts"] = told.part("bursts", _bursts)
    bands = {}
    for name, one in told.table("bands").items():
        try:
            band = Band(name)
        except ValueError:
            raise ScenarioError(f"bands.{name}", "must be very_high, high, medium or low") from None
        bands[band] = _made(f"bands.{name}", one, partial(_band, band=band))
    teams = tuple(_made(f"teams.{place}", one, _team) for place, one in enumerate(told.list("teams"), start=1))
    told.end()
    return Scenario(bands=bands, teams=teams, **given)


def run_from(document: Document) -> Run:
    """How long and how often, where a document says it."""
    told = _Told(document, "run")
    names = ("weeks", "warm_up_weeks", "after_weeks", "replications", "seed")
    given = {name: told.whole(name) for name in names if told.has(name)}
    told.end()
    return _named("run", lambda: Run(**given))


def document_of(scenario: Scenario) -> dict[str, Any]:
    """The document that `scenario_from` reads."""
    document: dict[str, Any] = {name: getattr(scenario, name) for name in (*_NUMBERS, *_SWITCHES)}
    if scenario.profile is not None:
        document["profile"] = list(scenario.profile)
    if scenario.bursts:
        bursts = scenario.bursts
        document["bursts"] = {"per_year": bursts.per_year, "referrals": bursts.referrals, "days": bursts.days}
    document["bands"] = {band.value: _band_document(scenario.bands[band]) for band in scenario.order}
    document["teams"] = [_team_document(team) for team in scenario.teams]
    return document


def _band_document(demand: BandDemand) -> dict[str, Any]:
    document = {
        "per_week": demand.per_week,
        "target_days": demand.target_days,
        "needs_training": demand.needs_training,
        **_handling_document(demand.handling),
    }
    if demand.follow_up:
        follow_up = demand.follow_up
        document["follow_up"] = {
            "share": follow_up.share,
            "after_days": follow_up.after_days,
            **_handling_document(follow_up.handling),
        }
    return document


def _handling_document(handling: Handling) -> dict[str, Any]:
    return {"minutes": handling.mean_minutes, "spread": handling.spread, "shape": handling.shape.value}


def _team_document(team: Team) -> dict[str, Any]:
    document: dict[str, Any] = {"trained": team.trained, "untrained": team.untrained}
    if team.shift is None:
        return {**document, "is_always": True}
    days = [DAY_NAMES[day] for day in team.shift.days]
    return {**document, "days": days, "from": team.shift.from_hour, "to": team.shift.to_hour}


def _band(told: "_Told", band: Band) -> BandDemand:
    return BandDemand(
        per_week=told.number("per_week"),
        handling=_handling(told),
        follow_up=told.part("follow_up", _follow_up) if told.has("follow_up") else None,
        target_days=told.number("target_days") if told.has("target_days") else target_of(band),
        needs_training=told.switch("needs_training") if told.has("needs_training") else False,
    )


def _follow_up(told: "_Told") -> FollowUp:
    return FollowUp(share=told.number("share"), after_days=told.number("after_days"), handling=_handling(told))


def _handling(told: "_Told") -> Handling:
    given: dict[str, Any] = {"spread": told.number("spread")} if told.has("spread") else {}
    if told.has("shape"):
        try:
            given["shape"] = Shape(told.text("shape"))
        except ValueError:
            raise ScenarioError("shape", "must be lognormal, exponential or constant") from None
    return Handling(mean_minutes=told.number("minutes"), **given)


def _bursts(told: "_Told") -> Bursts:
    given = {"days": told.number("days")} if told.has("days") else {}
    return Bursts(per_year=told.number("per_year"), referrals=told.number("referrals"), **given)


def _team(told: "_Told") -> Team:
    trained = told.whole("trained")
    untrained = told.whole("untrained") if told.has("untrained") else 0
    if told.has("is_always") and told.switch("is_always"):
        return Team(trained=trained, untrained=untrained, shift=None)
    given: dict[str, Any] = {}
    if told.has("days"):
        names = told.list("days")
        if not set(names) <= set(DAY_NAMES):
            raise ScenarioError("days", f"must be of {', '.join(DAY_NAMES)}")
        given["days"] = tuple(DAY_NAMES.index(name) for name in names)
    given |= {name: told.number(word) for word, name in (("from", "from_hour"), ("to", "to_hour")) if told.has(word)}
    return Team(trained=trained, untrained=untrained, shift=Shift(**given))


def _profile(told: "_Told") -> tuple[float, ...]:
    weights = told.list("profile")
    if len(weights) not in (24, HOURS_A_WEEK) or not all(_is_number(weight) for weight in weights):
        raise ScenarioError("profile", "must be 24 weights, one an hour of the day, or 168, one an hour of the week")
    whole = weights * DAYS_A_WEEK if len(weights) == 24 else weights
    return tuple(float(weight) for weight in whole)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


class _Told:
    """One table of a document, read name by name; what nobody asked for is a fault."""

    def __init__(self, document: Any, path: str) -> None:
        if not isinstance(document, Mapping):
            raise ScenarioError(path or "scenario", "must be a table")
        self._document, self._path, self._asked = document, path, set[str]()

    def has(self, name: str) -> bool:
        self._asked.add(name)
        return name in self._document

    def _value(self, name: str, is_right: Callable[[Any], bool], what: str) -> Any:
        if not self.has(name):
            raise ScenarioError(name, "is missing")
        value = self._document[name]
        if not is_right(value):
            raise ScenarioError(name, f"must be {what}")
        return value

    def number(self, name: str) -> float:
        return float(self._value(name, _is_number, "a number"))

    def whole(self, name: str) -> int:
        is_whole = lambda value: isinstance(value, int) and not isinstance(value, bool)  # noqa: E731
        return int(self._value(name, is_whole, "a whole number"))

    def switch(self, name: str) -> bool:
        return bool(self._value(name, lambda value: isinstance(value, bool), "true or false"))

    def text(self, name: str) -> str:
        return str(self._value(name, lambda value: isinstance(value, str), "text"))

    def list(self, name: str) -> list[Any]:
        return list(self._value(name, lambda value: isinstance(value, list | tuple), "a list"))

    def table(self, name: str) -> dict[str, Any]:
        return dict(self._value(name, lambda value: isinstance(value, Mapping), "a table"))

    def part(self, name: str, make: Callable[["_Told"], T]) -> T:
        return _made(name, self.table(name), make)

    def end(self) -> None:
        """Refuse what nobody asked for."""
        unknown = sorted(str(name) for name in set(self._document) - self._asked)
        if unknown:
            raise ScenarioError(unknown[0][:60], "is not known here")


def _made(path: str, document: Any, make: Callable[[_Told], T]) -> T:
    """What a part of a document tells; a fault within it names the whole path."""

    def make_whole() -> T:
        told = _Told(document, path)
        made = make(told)
        told.end()
        return made

    return _named(path, make_whole)


def _named(path: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except ScenarioError as fault:
        field = fault.field if fault.field == path else f"{path}.{fault.field}"
        raise ScenarioError(field, fault.message) from fault
