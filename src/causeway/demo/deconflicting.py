"""Deconfliction of the demonstration: two forces register what they work on, and meet on one number.

The evaluator is the one that a demonstration brings along. It shows how tokens are made, and protects nothing: key and
tokens lie on one machine.
"""

from typing import Final

from django.utils import timezone

from causeway.demo.setting_up import Cast, agree
from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.cases.queries.case_list import open_cases
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.queries.case_selectors import case_selectors
from causeway.hub.road.deconfliction.registering import Named, Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.vocabulary.organisations import Category, Role
from causeway.vocabulary.selectors import Selector, SelectorKind

_MET: Final = Selector(kind=SelectorKind.PHONE, value="+447700900123")
_SILENT: Final = Selector(kind=SelectorKind.PHONE, value="+447700900124")
"""Of the numbers that Ofcom keeps for drama."""
_CASES: Final = 2
_TYPED: Final = (("The ferry's number", _MET, False), ("The quay's number", _SILENT, True))


def register_what_forces_work_on(cast: Cast) -> int:
    """Two forces register selectors of their newest cases; they meet on one number openly, and on another the second is
    silent. Gives how many interests there are.
    """
    forces = cast.staffed_forces()[:2]
    if len(forces) == 2 and forces[0].country != forces[1].country:
        agree(cast, forces[0], forces[1], (Category.DECONFLICTION,))
        agree(cast, forces[1], forces[0], (Category.DECONFLICTION,))
    count = 0
    for place, force in enumerate(forces):
        supervisor = cast.person_of(force, Role.SUPERVISOR).actor
        count += _from_cases(supervisor)
        for label, selector, is_silent in _TYPED:
            terms = Terms(case_reference=f"OP-{'KEEL' if place else 'MAST'}", is_silent=is_silent and bool(place))
            named = [Named(label=label, selector=selector)]
            register_selectors(supervisor, terms, named, Way.TYPED, now=timezone.now())
            count += 1
    return count


def _from_cases(actor: Actor) -> int:
    count = 0
    for case_id, _title in open_cases(actor)[:_CASES]:
        named = [each.named for each in case_selectors(actor, case_id).selectors if not each.is_victims][:10]
        if named:
            done = register_selectors(actor, Terms(case_id=case_id), named, Way.CASE, now=timezone.now())
            count += len(set(done.interest_ids)) - len(done.known)
    return count
