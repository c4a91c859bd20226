"""People's corrections as tests of the rules: what the router of today says of each, counted by the rule that erred."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from causeway.routing._clues_kept import PlaceClues
from causeway.routing._countries import Overlay
from causeway.routing._router import Router
from causeway.vocabulary.findings import Route, RouteBasis

FEWEST = 5
"""Of fewer corrections than this nothing is told apart: few are about few people. Our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One: what the router saw, the force to which it sent the referral or None, by which rule, and the right force
    as a person said it (codes of `routing.forces`), or the country (ISO alpha-2) whose central desk was right.
    `desk_country` is that of the desk.
    """

    clues: PlaceClues
    was: str | None
    basis: RouteBasis | None
    right: str | None
    desk_country: str | None
    right_country: str | None = None

    def is_met_by(self, route: Route) -> bool:
        """Whether a route says what the person said. For a central desk the country is enough."""
        if self.right is not None:
            return route.force == self.right
        return route.country == self.right_country and route.force is None


class Verdict(StrEnum):
    """What the router of today says of a correction."""

    RIGHT = "right"
    AMONG_THE_CANDIDATES = "among_the_candidates"
    NO_FORCE = "no_force"
    STILL_WRONG = "still_wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleErred:
    """How one rule fared; `basis` is None where no rule named a force. `is_rest` gathers the rules with few."""

    basis: RouteBasis | None
    corrections: int
    verdicts: dict[Verdict, int]
    is_rest: bool = False


def replay(corrections: Iterable[Correction], router: Router) -> tuple[RuleErred, ...]:
    """Route every correction again, and count by the rule that erred, the one that errs most first."""
    counted: dict[RouteBasis | None, Counter[Verdict]] = {}
    for each in corrections:
        counted.setdefault(each.basis, Counter())[verdict_on(each, router)] += 1
    rules = [
        RuleErred(basis=basis, corrections=found.total(), verdicts=_all(found)) for basis, found in counted.items()
    ]
    few = [rule for rule in rules if rule.corrections < FEWEST]
    many = sorted((rule for rule in rules if rule not in few), key=lambda rule: (-rule.corrections, str(rule.basis)))
    return (*many, _rest(few)) if few else tuple(many)


def verdict_on(correction: Correction, router: Router) -> Verdict:
    """What the router of today says of one correction."""
    label = "the country that was kept"
    countries = Overlay(dict(correction.clues.countries), label=label)
    routes = router.with_countries(countries).route(correction.clues.referral, desk_country=correction.desk_country)
    if correction.is_met_by(routes[0]):
        return Verdict.RIGHT
    if any(correction.is_met_by(route) for route in routes):
        return Verdict.AMONG_THE_CANDIDATES
    names_none = routes[0].force is None if correction.right is not None else routes[0].country is None
    return Verdict.NO_FORCE if names_none else Verdict.STILL_WRONG


def _rest(few: Iterable[RuleErred]) -> RuleErred:
    together: Counter[Verdict] = Counter()
    for rule in few:
        together.update(rule.verdicts)
    return RuleErred(basis=None, corrections=together.total(), verdicts=_all(together), is_rest=True)


def _all(found: Counter[Verdict]) -> dict[Verdict, int]:
    return {verdict: found[verdict] for verdict in Verdict}
