"""The tab of a case that shows its messages with other organisations."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.commons.correspondence.queries.thread_list import thread_lines
from causeway.hub.commons.correspondence.queries.thread_view import threads_tied_to
from causeway.hub.road.cases.panels import Panel, PanelContent
from causeway.hub.road.cases.queries.finding import referrals_of


def _load(actor: Actor, case_id: UUID) -> PanelContent:
    if not may(actor, Permission.READ_CORRESPONDENCE):
        return PanelContent(context={"lines": [], "case_id": case_id, "may_write": False})
    lines = thread_lines(actor, threads_tied_to(actor, [case_id, *referrals_of(case_id)]))
    return PanelContent(
        context={"lines": lines, "case_id": case_id, "may_write": may(actor, Permission.WRITE_CORRESPONDENCE)},
        count=len(lines),
        needs_attention=sum(line.is_unread or line.waits_for_us for line in lines),
        subjects={line.id: line.subject for line in lines},
    )


MESSAGES_PANEL = Panel(
    code="messages", label=_("Messages"), template="correspondence/parts/case_panel.html", load=_load, order=20
)
