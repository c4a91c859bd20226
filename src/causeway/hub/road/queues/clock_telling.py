"""In which words, and to whom besides, an organisation hears that a clock is near its end. Steps above register theirs;
every other clock is told of in the usual words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind
from causeway.hub.base.theme.components import moment_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """A mail about one clock, and the addresses to which it goes besides the usual ones. It names nothing of a case."""

    subject: str
    body: str
    addresses: tuple[str, ...] = ()


Telling = Callable[[ClockFact, bool], ClockTold]
"""What is told of a clock; the second is whether it climbs. Called inside the transaction that marks it."""

_tellings: dict[ClockKind, Telling] = {}


def register_telling(kind: ClockKind, telling: Telling) -> None:
    """Tell of clocks of a kind in other words. Call it from `AppConfig.ready`."""
    _tellings[kind] = telling


def telling_of(kind: ClockKind) -> Telling | None:
    """What is registered for a kind."""
    return _tellings.get(kind)


def usual_words(clock: ClockFact, is_climbing: bool, *, reference: str = "", path: str = "") -> ClockTold:
    """That a clock is near its end or past it, in the organisation's own time, with the reference and the page of what
    it times where they are given. Runs inside the caller's transaction.
    """
    subject = _("A deadline has passed") if is_climbing else _("A deadline is near")
    due = {"due": moment_in_words(clock.due_at, current_actor().zone)}
    body = _("It was due at %(due)s.") % due if is_climbing else _("It is due at %(due)s.") % due
    where = _("Open it here:") + f"\n\n{settings.BASE_URL}{path}\n" if path else _("Sign in to see what it is about.")
    return ClockTold(subject=f"{subject}: {reference}" if reference else subject, body=f"{body} {where}")
