"""The public form: no account, no trace of an address, help first. It acts as the public door of a hotline."""

import math
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.organisations.languages import language_of
from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.base.organisations.queries.public_door import public_doors
from causeway.hub.base.theme.downloads import safe_name
from causeway.hub.base.vault.bodies import LONGEST_FORM_BYTES, takes_body
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.base.vault.sealing import Written, discard
from causeway.hub.road.intake.commands.tell import receipt_holder, tell
from causeway.hub.road.intake.forms.child import ChildForm, ChildMoreForm
from causeway.hub.road.intake.forms.public import (
    PUBLIC_FILE_LIMIT_BYTES,
    PUBLIC_MOST_FILES,
    MoreForm,
    OtherForm,
)
from causeway.hub.road.intake.helplines import helplines_of
from causeway.hub.road.intake.rates import RECEIPTS, TELLING
from causeway.hub.road.intake.views.files import seal_uploads
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.vocabulary.referral import SenderKind

T = TypeVar("T")

LONGEST_TELLING_BYTES = PUBLIC_MOST_FILES * PUBLIC_FILE_LIMIT_BYTES + LONGEST_FORM_BYTES
"""All that the form lets somebody send."""

WHO: dict[str, tuple[SenderKind, Promise]] = {
    "parent": (SenderKind.PUBLIC, gettext_lazy("I am a parent or carer")),
    "school": (SenderKind.SCHOOL, gettext_lazy("I work at a school")),
    "charity": (SenderKind.CHARITY, gettext_lazy("I work for a charity or another body that helps children")),
    "other": (SenderKind.PUBLIC, gettext_lazy("I am somebody else")),
}
"""Who tells, in the address `tell/WHO/`, with the kind of sender that this makes; a child has a page of their own."""


def _door() -> tuple[Actor, str]:
    doors = public_doors()
    if not doors:
        raise Http404("No organisation stands behind the public form.")
    return doors[0]


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    door, country = _door()
    shown = {"helplines": helplines_of(country), "door": door.organisation_name, "who": None, "sections": [], **context}
    return render(request, template, shown, status=status)


def _wait_minutes(limit: Limit, request: HttpRequest) -> int:
    seconds = limit.wait_seconds(one_visitor(str(request.META.get("REMOTE_ADDR", ""))), timezone.now())
    return math.ceil(seconds / 60)


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponseBase:
    """Help first, and then: who are you?"""
    asked = request.GET.get("i-am")
    if asked == "child":
        return redirect("public_tell_child")
    if asked in WHO:
        return redirect("public_tell_other", who=asked)
    choices = [(value, text) for value, (_kind, text) in WHO.items()]
    return _page(request, "intake/public/begin.html", {"choices": choices, "chose_nothing": "asked" in request.GET})


def _tell(request: HttpRequest, form: ChildForm | OtherForm, uploads: tuple[Any, ...]) -> HttpResponse | None:
    """The receipt, or None where it could not be taken and the form says why."""
    if minutes := _wait_minutes(TELLING, request):
        form.add_error(None, _wait(minutes, is_child=isinstance(form, ChildForm)))
        return None
    written: list[Written] = []
    try:
        written = seal_uploads(uploads, limit_bytes=PUBLIC_FILE_LIMIT_BYTES)
        files = [(safe_name(upload.name), sealed) for upload, sealed in zip(uploads, written, strict=True)]
        told = tell(_door()[0], _for_the_desk(form.told), files, form_key=str(form.cleaned_data.get("form_key")))
    except (Invalid, VaultError) as fault:
        form.add_error(None, fault.message)
        return None
    if told.is_repeat:
        for sealed in written:
            discard(sealed)
    is_child = isinstance(form, ChildForm)
    template = "told_child" if is_child else "told"
    return _page(request, f"intake/public/{template}.html", {"told": told, "is_child": is_child})


def _for_the_desk(told: Callable[[], T]) -> T:
    """What a form tells, with the words that the program adds in the language of whoever receives it."""
    with translation.override(language_of(_door()[1])):
        return told()


def _wait(minutes: int, *, is_child: bool) -> str:
    helplines = helplines_of(_door()[1])
    return _please_wait(minutes, is_child=is_child) % {
        "minutes": minutes,
        "emergency": helplines.emergency,
        "line": helplines.child_line_name,
        "number": helplines.child_line,
    }


def _please_wait(minutes: int, *, is_child: bool) -> str:
    if is_child:
        return npgettext(
            "child",
            "Thank you for writing to us. Many messages came at once, so we cannot take yours yet. You did nothing "
            "wrong. What you wrote is still on this page: leave it open and send it again in %(minutes)d minute. Are "
            "you in danger now? Call %(emergency)s. Do you want to talk to somebody? Call %(line)s: %(number)s.",
            "Thank you for writing to us. Many messages came at once, so we cannot take yours yet. You did nothing "
            "wrong. What you wrote is still on this page: leave it open and send it again in %(minutes)d minutes. Are "
            "you in danger now? Call %(emergency)s. Do you want to talk to somebody? Call %(line)s: %(number)s.",
            minutes,
        )
    return ngettext(
        "Too much came from here within one hour. What you wrote is still on this page: keep it open and send it again "
        "in %(minutes)d minute. In danger now? Call %(emergency)s. To talk to somebody: %(line)s, %(number)s.",
        "Too much came from here within one hour. What you wrote is still on this page: keep it open and send it again "
        "in %(minutes)d minutes. In danger now? Call %(emergency)s. To talk to somebody: %(line)s, %(number)s.",
        minutes,
    )


def _too_many_codes(minutes: int, *, is_child: bool) -> str:
    if is_child:
        words = npgettext(
            "child",
            "Please wait a little: many codes were tried from here. What you wrote is still on this page. Leave it open"
            " and send it again in %d minute.",
            "Please wait a little: many codes were tried from here. What you wrote is still on this page. Leave it open"
            " and send it again in %d minutes.",
            minutes,
        )
    else:
        words = ngettext(
            "Too many tries from here. What you wrote is still on this page: send it again in %d minute.",
            "Too many tries from here. What you wrote is still on this page: send it again in %d minutes.",
            minutes,
        )
    return words % minutes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: HttpRequest) -> HttpResponseBase:
    """A child tells."""
    form = ChildForm(request.POST) if request.method == "POST" else ChildForm()
    if form.is_bound and form.is_valid() and (receipt := _tell(request, form, ())):
        return receipt
    context = {"form": form, "is_child": True}
    return _page(request, "intake/public/child.html", context, status=422 if form.is_bound else 200)


@takes_body(LONGEST_TELLING_BYTES, of_anybody=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def other(request: HttpRequest, who: str) -> HttpResponseBase:
    """Anybody else tells."""
    if who not in WHO:
        raise Http404("There is no such form.")
    kind, title = WHO[who]
    if request.method == "POST":
        form = OtherForm(request.POST, request.FILES, sender_kind=kind)
    else:
        form = OtherForm(sender_kind=kind)
    if form.is_bound and form.is_valid():
        receipt = _tell(request, form, form.cleaned_data.get("files") or ())
        if receipt:
            return receipt
    context = {"form": form, "title": title}
    return _page(request, "intake/public/other.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest) -> HttpResponseBase:
    """Add more with the receipt code; the address says whether a child is spoken to (`?i-am=child`)."""
    is_child = request.GET.get("i-am") == "child"
    kind = ChildMoreForm if is_child else MoreForm
    form = kind(request.POST) if request.method == "POST" else kind()
    if form.is_bound and form.is_valid():
        if minutes := _wait_minutes(RECEIPTS, request):
            form.add_error(None, _too_many_codes(minutes, is_child=is_child))
        elif _add(form.cleaned_data["code"], _for_the_desk(form.added)):
            return _page(request, "intake/public/added.html", {"is_child": is_child})
        elif is_child:
            form.add_error("code", pgettext("child", "We do not know this code. Check it letter by letter"))
        else:
            form.add_error("code", _("We do not know this code. Check it letter by letter"))
    context = {"form": form, "is_child": is_child}
    return _page(request, "intake/public/more.html", context, status=422 if form.is_bound else 200)


def _add(code: str, new: NewSupplement) -> bool:
    for door, _country in public_doors():
        referral_id = receipt_holder(door, code)
        if referral_id is not None:
            supplement_referral(door, referral_id, new)
            return True
    return False
