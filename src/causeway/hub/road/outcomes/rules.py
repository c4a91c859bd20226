"""What makes an outcome whole, and what of it the sender may know. Pure: both doors, form and CSV, use the same."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.outcomes.words import missing_codes
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus, SharedOutcome

NOTE_CHARACTERS = 2_000
"""A note to the sender is a few sentences, not a file."""
LARGEST_COUNT = 10_000
"""More children or arrests than this in one referral is a slip of the keyboard."""

_ARRESTS = {OutcomeStatus.ARREST: OutcomeStatus.ONGOING, OutcomeStatus.CONVICTION: OutcomeStatus.CLOSED}
"""What is told of these while the force keeps an arrest to itself."""

SHARES = ("useful", "missing", "note", "status", "closure_reason", "children", "arrest")
"""What the force decides on, one by one: `share_…` of an outcome, and the day of each, `share_…_from`."""

_COUNTS = ("victims_identified", "children_safeguarded", "arrests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with an outcome, and where."""

    field: str
    message: str


def faults_of(outcome: Outcome) -> list[Fault]:
    """Everything that is wrong with an outcome; empty when it can be recorded."""
    found: list[Fault] = []
    is_closed = outcome.status is OutcomeStatus.CLOSED
    if is_closed and outcome.closure_reason is None:
        found.append(Fault(field="closure_reason", message=_("Say why it was closed without further action.")))
    if outcome.closure_reason is not None and not is_closed:
        found.append(
            Fault(field="closure_reason", message=_("A reason for closing belongs to a closed referral only."))
        )
    if outcome.is_useful is False and outcome.not_useful_reason is None:
        found.append(Fault(field="not_useful_reason", message=_("Say why it was not useful.")))
    if outcome.not_useful_reason is not None and outcome.is_useful is not False:
        found.append(Fault(field="not_useful_reason", message=_("Only a referral that was not useful needs this.")))
    found += [
        Fault(field=name, message=_("Enter a whole number from 0.")) for name in _COUNTS if not _fits(outcome, name)
    ]
    if unknown := sorted(set(outcome.missing) - missing_codes()):
        found.append(
            Fault(field="missing", message=_("Not a known code: %(codes)s.") % {"codes": ", ".join(unknown)[:100]})
        )
    if outcome.note_to_sender and len(outcome.note_to_sender) > NOTE_CHARACTERS:
        message = _("Write no more than %(most)s characters.") % {"most": grouped(NOTE_CHARACTERS)}
        found.append(Fault(field="note_to_sender", message=message))
    return found


def _fits(outcome: Outcome, name: str) -> bool:
    count = getattr(outcome, name)
    return count is None or 0 <= count <= LARGEST_COUNT


def shared_part(outcome: Outcome, on: date | None = None) -> SharedOutcome:
    """What the sender is told on a day, or once all days have come. There is no way to share an arrest's number or any
    name; the rest only where chosen.
    """

    def may(name: str) -> bool:
        day = _day_of(outcome, name)
        return getattr(outcome, f"share_{name}") and (on is None or day is None or day <= on)

    return SharedOutcome(
        is_useful=outcome.is_useful if may("useful") else None,
        not_useful_reason=outcome.not_useful_reason if may("useful") else None,
        missing=outcome.missing if may("missing") else (),
        note_to_sender=(outcome.note_to_sender or None) if may("note") else None,
        status=_told_status(outcome, may_status=may("status"), may_arrest=may("arrest")),
        closure_reason=outcome.closure_reason if may("closure_reason") else None,
        victims_identified=outcome.victims_identified if may("children") else None,
        children_safeguarded=outcome.children_safeguarded if may("children") else None,
    )


def telling_days(outcome: Outcome, today: date) -> list[date]:
    """The days, from today on, on which the sender is told more; at least one, for it hears that something was
    recorded even where all else is kept.
    """
    chosen = [_day_of(outcome, name) for name in SHARES if getattr(outcome, f"share_{name}")] or [outcome.share_from]
    return sorted({max(day or today, today) for day in chosen})


def _day_of(outcome: Outcome, name: str) -> date | None:
    day: date | None = getattr(outcome, f"share_{name}_from")
    return day or outcome.share_from


def _told_status(outcome: Outcome, *, may_status: bool, may_arrest: bool) -> OutcomeStatus | None:
    """Where the work stands as the sender may know it: after an arrest it goes on, after a conviction it has ended."""
    if outcome.status in _ARRESTS and may_arrest:
        return outcome.status
    return _ARRESTS.get(outcome.status, outcome.status) if may_status else None
