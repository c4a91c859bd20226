"""That a person is told before they act on what a colleague works on: the page names the colleague, and whoever was
named only after the page was drawn is named once more before anything is done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.utils.translation import gettext as _

from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.road.queues.queries.holding import Holder, held_by_others

FIELD = "holders"
"""The form's field that says whom the page named."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who else works on it, and a mark of that."""

    holders: tuple[Holder, ...]

    @property
    def mark(self) -> str:
        """What a form brings back."""
        return ",".join(f"{holder.referral_id}:{holder.member_id}" for holder in self.holders)

    def lets(self, request: MemberRequest, form: Form) -> bool:
        """Whether the page that was sent named these people; the form says so where it did not."""
        if self._were_named(request):
            return True
        told = _("Somebody works on it already: %(names)s. Talk with them first, or send this again.")
        form.add_error(None, told % {"names": self._names()})
        return False

    def warn_after(self, request: MemberRequest) -> None:
        """Where the page that was sent did not name these people, do so now: for what is never held up."""
        if not self._were_named(request):
            told = _("Somebody works on it too: %(names)s. Tell them what you did.")
            messages.warning(request, told % {"names": self._names()})

    def _were_named(self, request: MemberRequest) -> bool:
        return not self.holders or request.POST.get(FIELD, "") == self.mark

    def _names(self) -> str:
        return ", ".join(f"{holder.name or _('Somebody')} ({holder.reference})" for holder in self.holders)


def holding(request: MemberRequest, referral_ids: Collection[UUID]) -> Holding:
    """Which colleagues work on these referrals."""
    return Holding(held_by_others(request.actor, referral_ids))
