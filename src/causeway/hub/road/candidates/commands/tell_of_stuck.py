"""Telling those who can invite somebody that candidates wait for a person whom the desk does not have, and nothing of
what they are.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.road.candidates.checks import are_checks
from causeway.hub.road.candidates.deciders import waits_for_nobody
from causeway.hub.road.candidates.inviting import ask_for_somebody
from causeway.hub.road.candidates.models import Candidate

ASK_AGAIN_AFTER = timedelta(days=7)
"""While nobody comes (our choice)."""


@command(Permission.KEEP_CANDIDATES)
def tell_of_stuck(actor: Actor, now: datetime) -> int:
    """Owe one mail to each who can help; give how many were owed."""
    # A check that everybody knows needs nobody: it goes with what it was made from.
    waiting = Candidate.objects.filter(waits_for_nobody()).exclude(are_checks())
    rows = waiting.exclude(asked_at__gt=now - ASK_AGAIN_AFTER)
    count = rows.update(asked_at=now)
    if not count:
        return 0
    with in_language_of(actor.organisation_id):
        subject = _("Candidates wait, and nobody at your desk may decide them")
        told = ngettext(
            "%(count)d candidate waits for the decision of another person, and there is none.",
            "%(count)d candidates wait for the decision of another person, and there is none.",
            count,
        ) % {"count": count}
        invite = _(
            "Invite a second person as reviewer, or a supervisor: a colleague of another team, or somebody of an "
            "organisation that you trust. You can end their access as soon as it is done. What nobody decides is "
            "erased when its time is over."
        )
        asked = ask_for_somebody(actor, subject, f"{told} {invite}", "/candidates/")
    enter(Act.CANDIDATES_TOLD_OF, subjects=[actor.organisation_id], details={"waiting": count, "told": asked})
    return asked
