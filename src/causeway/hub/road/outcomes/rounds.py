"""What the worker does for outcomes: telling senders when the force's day for it has come."""

from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.outcomes.commands.give_feedback import feedback_due, give_due_feedback
from causeway.hub.road.queues.working.ticking import on_tick


@on_tick("feedback that falls due", owed=feedback_due)
def tell_what_is_due(actor: Actor, now: datetime) -> int:
    """Tell senders what they may know from today on, where the organisation is their desk."""
    return give_due_feedback(actor, now) if may(actor, Permission.GIVE_FEEDBACK) else 0
