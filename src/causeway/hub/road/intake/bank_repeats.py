"""Keys with which a program repeats a request to banks safely, kept as those for referrals are."""

from collections.abc import Callable
from typing import Any

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.once import runs_once
from causeway.hub.road.intake.commands.repeats import answer, claim
from causeway.hub.road.intake.offer import Repeatable


@runs_once
def run_once(actor: Actor, key: str, request_sha256: str, act: Callable[[], Any]) -> Any:
    """What was asked, done once for each key. Raises as `claim` does."""
    repeatable = Repeatable(key=key, request_sha256=request_sha256)
    with acting_as(actor):
        if (earlier := claim(actor, repeatable)) is not None:
            return earlier["answer"]
        given = act()
        answer(actor, repeatable, {"answer": given}, status=200)
        return given
