"""Saying that referrals belong together or do not, and taking it back: each on a page that first says what would come
apart or together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.clusters.queries.verdicts import Decision
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals, merge_bundles, take_back_judgement
from causeway.hub.road.queues.cluster_pages.judging import Foreseen, Group, Judging, judging, merging, taking_back
from causeway.hub.road.queues.forms import JudgeForm
from causeway.hub.road.queues.views.holding import holding
from causeway.hub.road.referrals.queries.facts import ReferralFact


class Word(StrEnum):
    """What can be said of two."""

    SAME = "same"
    ONE_EVENT = "one-event"
    APART = "apart"
    APART_FROM_ALL = "apart-from-all"


_TITLES: dict[Word, Promise] = {
    Word.SAME: gettext_lazy("These two belong together"),
    Word.ONE_EVENT: gettext_lazy("These two tell of one event"),
    Word.APART: gettext_lazy("These two do not belong together"),
    Word.APART_FROM_ALL: gettext_lazy("This referral belongs with none of these"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What one page asks."""

    referral: ReferralFact
    others: tuple[ReferralFact, ...]
    title: str
    intro: str
    button: str
    done: str
    back: tuple[str, UUID] | tuple[str, UUID, UUID]
    leaving: tuple[ReferralFact, ...] = ()
    staying: Group | None = None
    coming: Group | None = None
    under: ReferralFact | None = None


_BUTTONS: dict[Word, Promise] = {
    Word.SAME: gettext_lazy("Say that they belong together"),
    Word.ONE_EVENT: gettext_lazy("Say that they tell of one event"),
    Word.APART: gettext_lazy("Say that they do not belong together"),
    Word.APART_FROM_ALL: gettext_lazy("Say that they do not belong together"),
}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def judge_page(request: MemberRequest, referral_id: UUID, beside_id: UUID, word: str) -> HttpResponseBase:
    """Say it, with the reason."""
    check(request.actor, Permission.MERGE_CLUSTERS)
    said = Word(word)
    back = ("queues:bench", referral_id, beside_id)
    try:
        found = _found(request.actor, referral_id, beside_id, said)
    except (Conflict, Invalid) as fault:
        messages.warning(request, fault.message)
        return redirect(*back)
    asked = _Asked(
        referral=found.referral,
        others=found.others,
        title=str(_TITLES[said]),
        intro=_("What you say stands above every link, and later referrals keep to it. It can be taken back."),
        button=str(_BUTTONS[said]),
        done=_("It is kept, and the cluster stands as you said."),
        back=back,
        leaving=found.leaving,
        staying=found.staying,
        coming=found.coming,
        under=found.under,
    )

    def say(reason: str) -> object:
        mark = request.POST.get("mark", "")
        if said is Word.ONE_EVENT:
            return merge_bundles(request.actor, referral_id, beside_id, reason, expected=mark)
        return judge_referrals(request.actor, found.judged, reason, expected=mark)

    return _page(request, asked, found.foreseen, say)


def _found(actor: Actor, referral_id: UUID, beside_id: UUID, said: Word) -> Judging:
    if said is Word.ONE_EVENT:
        return merging(actor, referral_id, beside_id)
    is_same, with_all = said is Word.SAME, said is Word.APART_FROM_ALL
    return judging(actor, referral_id, beside_id, is_same=is_same, with_all=with_all)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_page(request: MemberRequest, referral_id: UUID, decision_id: UUID) -> HttpResponseBase:
    """Take back what somebody said."""
    check(request.actor, Permission.MERGE_CLUSTERS)
    try:
        said, fact, foreseen = taking_back(request.actor, decision_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("clusters:cluster", referral_id)
    asked = _Asked(
        referral=fact,
        others=(),
        title=_title_of_taking_back(said),
        intro=_("%(name)s said it: %(reason)s") % {"name": said.by or _("Somebody"), "reason": said.reason},
        button=_("Take it back"),
        done=_("It is taken back. The links decide again."),
        back=("clusters:cluster", referral_id),
    )
    return _page(
        request,
        asked,
        foreseen,
        lambda reason: take_back_judgement(request.actor, decision_id, reason, expected=request.POST.get("mark", "")),
    )


def _title_of_taking_back(said: Decision) -> str:
    if said.is_event:
        return _("Take back that they tell of one event")
    if said.is_same:
        return _("Take back that they belong together")
    return _("Take back that they do not belong together")


def _page(request: MemberRequest, asked: _Asked, foreseen: Foreseen, do: Callable[[str], object]) -> HttpResponseBase:
    form = JudgeForm(request.POST if request.method == "POST" else None)
    held = holding(request, [asked.referral.id, *(other.id for other in asked.others)])
    if request.method == "POST" and form.is_valid() and held.lets(request, form):
        try:
            do(form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, asked.done)
            return redirect("clusters:cluster", asked.referral.id)
    back = reverse(asked.back[0], args=asked.back[1:])
    context = {"asked": asked, "foreseen": foreseen, "form": form, "held": held, "back": back}
    return render(request, "queues/judge.html", context)
