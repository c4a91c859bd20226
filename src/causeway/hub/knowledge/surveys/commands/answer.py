"""Handing in answers: the stated exception to the rule that every change has an actor and an entry (ADR 12). Nothing
here says who or when: no entry, no log line, no time, no shared transaction.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.surveys.commands.mixing import let_leave, take_up
from causeway.hub.knowledge.surveys.models import Invited
from causeway.hub.knowledge.surveys.pool import Prepared, pool_of
from causeway.hub.knowledge.surveys.queries.links import LinkState, find_asked
from causeway.hub.knowledge.surveys.sheets import seal_sheet
from causeway.vocabulary.answering import cleaned, faults_of_all
from causeway.vocabulary.instruments import Answers
from causeway.vocabulary.waves import OpenedAnswer

log = logging.getLogger(__name__)


class LinkUsed(Conflict):
    """Answers were handed in by this link before."""

    code = "link_used"


class NotOpen(Conflict):
    """The wave takes no answers now."""

    code = "wave_not_open"


def hand_in(door: Actor, invited_id: UUID, answers: Answers, now: datetime) -> None:
    """Seal the answers, use up the link, and let the sheet wait among others. When this returns, the sheet is on the
    disk. `door` is the asking organisation's public door.

    Raises:
        NotFound: there is no such link.
        LinkUsed, NotOpen: it opens nothing now.
        Invalid: an answer is missing or not acceptable; nothing was kept.
    """
    asked = find_asked(door, invited_id, now)
    if asked.state is not LinkState.OPEN:
        raise _refusal(asked.state)
    kept = cleaned(asked.instrument, answers)
    if faults_of_all(asked.instrument, kept):
        raise Invalid(_("An answer is missing or cannot be taken."))
    sheet = OpenedAnswer(force=asked.force, rank=asked.rank, role=asked.role or None, answers=kept)
    sealed = seal_sheet(sheet, asked.sheet_bytes, asked.recipient)
    pool = pool_of(asked.wave_id)
    with pool.locked():
        take_up(door, pool)
        now_asked = find_asked(door, invited_id, now)
        if now_asked.state is not LinkState.OPEN:
            raise _refusal(now_asked.state)
        pool.prepare(Prepared(invited_id, sealed))
        if not _use_link(door, invited_id):
            pool.forget_prepared()
            raise _refusal(LinkState.OVER)
        pool.confirm()
        try:
            let_leave(door, asked.wave_id, pool)
        except DatabaseError:
            # The sheet is safe in the pool, and the next one or the closing lets it leave.
            log.error("A batch of sealed answers could not be written yet.")


@command(Permission.ANSWER_SURVEY)
def _use_link(door: Actor, invited_id: UUID) -> bool:
    unused = Invited.objects.filter(id=invited_id, is_used=False, wave__closed_at=None)
    return unused.update(is_used=True) == 1


def _refusal(state: LinkState) -> Conflict:
    if state is LinkState.USED:
        return LinkUsed(_("This link has been used."))
    return NotOpen(_("The survey takes no answers now."))
