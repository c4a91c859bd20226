"""One signal, and what people say and do of it; each act on a page of its own that says what follows."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.words import PURPOSE_NAMES
from causeway.hub.base.theme.components import Row
from causeway.hub.knowledge.banks.commands.add_signals import add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, regrade_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion
from causeway.hub.knowledge.banks.commands.open_signal import SignalView, open_signal
from causeway.hub.knowledge.banks.commands.put_to_curator import curator_told
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.forms.signals import (
    MoveForm,
    OpinionForm,
    ReasonForm,
    RegradeForm,
    SignalForm,
    VoteForm,
)
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.voting import waiting_for_vote
from causeway.hub.knowledge.banks.views.banks import act_page, scheme_name, signal_row
from causeway.hub.knowledge.banks.words import (
    CAME_BY_NAMES,
    CAST_NAMES,
    CHANGE_NAMES,
    KIND_NAMES,
    OPINION_NAMES,
    STATE_COLOURS,
    STATE_NAMES,
)

_NOT_TO_CURATOR = gettext_lazy(
    "No agreement in force lets your organisation pass signals to %(name)s, which curates this bank."
)


@for_members
@require_safe
def signal_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """One signal."""
    view = open_signal(request.actor, signal_id)
    context = {
        "view": view,
        "kind": KIND_NAMES[view.kind],
        "state": STATE_NAMES[view.state],
        "colour": STATE_COLOURS[view.state],
        "rows": _rows(view),
        "votes": [{"vote": each, "name": CAST_NAMES[each.verdict]} for each in view.votes],
        "changes": [{"change": each, "name": CHANGE_NAMES[each.kind]} for each in view.changes],
        "notes": [{"note": each, "name": OPINION_NAMES[each.kind]} for each in view.notes],
        "receipts": [{"receipt": each, "name": CHANGE_NAMES[each.kind]} for each in view.receipts],
        "opinions": [(OPINION_NAMES[kind], count) for kind, count in view.opinions.items()],
        "may_send": may(request.actor, Permission.SEND_SIGNALS),
    }
    return render(request, "banks/signal.html", context)


def _rows(view: SignalView) -> list[Row]:
    rows = [
        Row(_("Category"), view.category),
        Row(_("Scheme"), scheme_name(view.scheme)),
        Row(_("Added by"), view.contributor),
        Row(_("Source"), view.source),
        Row(_("How it came"), CAME_BY_NAMES.get(view.came_by, view.came_by)),
        Row(_("Added"), view.added_at),
        Row(_("Confidence"), None if view.confidence is None else f"{view.confidence} / 100"),
        Row(_("Matches at your organisation"), str(view.matches)),
    ]
    if view.handling:
        rows.append(Row(_("May be passed on"), view.handling.label))
    if view.purposes:
        rows.append(Row(_("May be used for"), ", ".join(str(PURPOSE_NAMES[each]) for each in view.purposes)))
        rows.append(Row(_("Lawful basis"), view.basis))
    if view.expires_at:
        rows.append(Row(_("Ends"), view.expires_at))
    return [*rows, Row(_("Note"), view.note)] if view.note else rows


@for_members
@require_safe
def voting_page(request: MemberRequest) -> HttpResponseBase:
    """What waits for the member's vote."""
    cursor = request.GET.get("cursor", "")
    try:
        found, following = waiting_for_vote(request.actor, cursor=cursor)
    except Invalid:
        # An address that was cut or changed: begin again.
        return redirect("banks:voting")
    waiting = [{**signal_row(line), "bank": bank} for line, bank in found]
    context = {"waiting": waiting, "next_cursor": following, "is_first": not cursor}
    return render(request, "banks/voting.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def add_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """Add one signal to a bank."""
    check(request.actor, Permission.SEND_SIGNALS)
    view = bank_view(request.actor, bank_id)
    if not view.may_pass_for:
        messages.info(request, _NOT_TO_CURATOR % {"name": view.curator})
        return redirect("banks:bank", bank_id)
    given = request.POST if request.method == "POST" else None
    form = SignalForm(given, scheme=view.scheme, purposes=view.may_pass_for)
    if form.is_bound and form.is_valid():
        try:
            with curator_told(request.actor, bank_id):
                (added,) = add_signals(request.actor, bank_id, [form.new_signal(request.actor.zone)])
        except (Invalid, NotAgreed) as fault:
            blame(form, fault, prefix="signals[0].")
        else:
            if added.is_new:
                messages.success(request, _("The signal is in the bank."))
            else:
                had = _(
                    "The bank had this signal already, and keeps it as it stands. Nothing of what you entered is in."
                )
                messages.info(request, had)
            return redirect("banks:signal", added.id)
    text = _("Until three members of at least two organisations confirm it, it warns and is marked as unconfirmed.")
    return act_page(request, form, title=_("Add a signal"), action=_("Add"), text=text, bank=view)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def vote_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """Vote on a signal."""
    check(request.actor, Permission.VOTE_SIGNALS)
    view = open_signal(request.actor, signal_id)
    if view.is_adder:
        messages.info(request, _("You added this signal, so others judge it. You see how they vote, and why."))
        return redirect("banks:signal", signal_id)
    text = _(
        "You see how others voted once you have voted. Whoever added the signal sees your vote, and why. One dispute "
        "takes a confirmation back."
    )
    return _act(
        request,
        view,
        VoteForm,
        lambda given: vote(request.actor, signal_id, **given),
        title=_("Vote on this signal"),
        action=_("Vote"),
        text=text,
        done=_("Your vote is cast."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """Say what became of a match."""
    check(request.actor, Permission.SEND_SIGNALS)
    return _act(
        request,
        open_signal(request.actor, signal_id),
        OpinionForm,
        lambda given: _say(request.actor, signal_id, given),
        title=_("Say what became of a match"),
        action=_("Send"),
        done=_("Thank you. All who share the bank see the count."),
    )


def _say(actor: Actor, signal_id: UUID, given: dict[str, Any]) -> None:
    if not give_opinion(actor, signal_id, given["kind"], note=given["note"]):
        raise Conflict(_("You have said what became of a match with this signal. It counts once."))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """Withdraw a signal."""
    check(request.actor, Permission.SEND_SIGNALS)
    return _act(
        request,
        open_signal(request.actor, signal_id),
        ReasonForm,
        lambda given: withdraw_signal(request.actor, signal_id, given["reason"]),
        title=_("Withdraw this signal"),
        action=_("Withdraw for good"),
        text=_("It matches nothing from now on and no list brings it back. All who share the bank must undo it."),
        done=_("The signal is withdrawn. All who share the bank are told."),
        is_warning=True,
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """Give a signal another category."""
    check(request.actor, Permission.MANAGE_BANKS)
    view = open_signal(request.actor, signal_id)
    return _act(
        request,
        view,
        partial(RegradeForm, scheme=view.scheme),
        lambda given: regrade_signal(request.actor, signal_id, **given),
        title=_("Give this signal another category"),
        action=_("Change the category"),
        text=_("All who share the bank are told, and owe you an acknowledgement."),
        done=_("The category is changed. All who share the bank are told."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def move_page(request: MemberRequest, signal_id: UUID) -> HttpResponseBase:
    """Move a signal to another bank of the organisation's."""
    check(request.actor, Permission.MANAGE_BANKS)
    view = open_signal(request.actor, signal_id)
    banks = [(bank.id, bank.name) for bank in banks_of(request.actor) if bank.is_own and bank.id != view.bank_id]
    if not banks:
        messages.info(request, _("You curate no other bank. Found one, then move the signal there."))
        return redirect("banks:signal", signal_id)
    return _act(
        request,
        view,
        lambda given=None: MoveForm(given, banks=banks),
        lambda given: move_signal(request.actor, signal_id, given["bank"], given["category"], given["reason"]),
        title=_("Move this signal"),
        action=_("Move"),
        text=_("It is out of use in this bank and begins unconfirmed in the other; votes stay behind."),
        done=_("The signal is moved. All who share this bank are told."),
    )


def _act(
    request: MemberRequest,
    view: SignalView,
    form_of: Callable[..., Form],
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    **shown: Any,
) -> HttpResponseBase:
    """The page of one act: the form, and after it the signal as it stands then."""
    form = form_of(request.POST) if request.method == "POST" else form_of()
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, done)
            return redirect("banks:signal", view.id)
    return act_page(request, form, signal=view, kind=KIND_NAMES[view.kind], **shown)
