"""Dealing with the other warnings of an account under a candidate that was referred."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.candidates.dealing import deal_with
from causeway.hub.road.candidates.holding import candidate_in_hand
from causeway.hub.road.candidates.models import Judgement
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision


@command(Permission.REVIEW_CANDIDATES)
def deal_with_others(actor: Actor, candidate_id: UUID) -> int:
    """Settle the account's other warnings under this candidate, and give how many there were. No referral is made of
    them.

    Raises:
        NotFound: there is no such candidate.
        Conflict: it was not decided to refer it, or it was itself dealt with under another.
    """
    head = candidate_in_hand(actor, candidate_id)
    given = Judgement.objects.filter(candidate=head, turn=head.turn, decision=Decision.REFER.value)
    judgement = given.order_by("-at").first()
    is_referred = head.stage == Stage.ENDED.value and head.decision == Decision.REFER.value
    if not is_referred or head.dealt_with_under_id is not None or judgement is None:
        raise Conflict(_("It was not decided to refer this candidate."))
    return deal_with(actor, head, judgement, timezone.now())
