"""Certificates: one's own, from outside, to confirm, to print, and to check without an account."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.theme.downloads import download
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.base.vault.errors import TooLarge, VaultError
from causeway.hub.base.vault.sealing import discard, write_sealed
from causeway.hub.knowledge.training.certificate_pdf import certificate_pdf
from causeway.hub.knowledge.training.codes import in_groups
from causeway.hub.knowledge.training.commands.outside_certificates import (
    LARGEST_EVIDENCE_BYTES,
    Claim,
    Evidence,
    claim_certificate,
    decide_certificate,
    import_certificates,
    revoke_certificate,
)
from causeway.hub.knowledge.training.forms.learning import CertificateFileForm, CheckForm, ClaimForm, RevokeForm
from causeway.hub.knowledge.training.pages import draw, paged, reading_language
from causeway.hub.knowledge.training.queries.checking_codes import check_code
from causeway.hub.knowledge.training.queries.mine import CertificateView, certificate, my_training
from causeway.hub.knowledge.training.queries.team import certificates_to_confirm, evidence_of
from causeway.hub.knowledge.training.validity import CertificateState
from causeway.hub.knowledge.training.words import CERTIFICATE_STATE_NAMES

_CHECKS = Limit("certificate checks", most=20, seconds=900)
_DOWNLOAD = "application/octet-stream"


@for_members
@require_GET
def own(request: MemberRequest) -> HttpResponse:
    """One's own certificates."""
    training = my_training(request.actor, language=reading_language(request), now=timezone.now())
    return draw(request, "certificates.html", {"rows": shown(training.certificates)}, current="certificates")


def shown(views: tuple[CertificateView, ...] | list[CertificateView]) -> list[dict[str, object]]:
    """Certificates for a template, each with its state in words."""
    today = timezone.localdate()
    return [
        {"view": view, "state": CERTIFICATE_STATE_NAMES[view.state], "is_valid": view.is_valid(today)} for view in views
    ]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, certificate_id: UUID) -> HttpResponseBase:
    """One certificate. A POST of whoever confirms certificates takes it back."""
    view = certificate(request.actor, certificate_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            revoke_certificate(request.actor, certificate_id, form.cleaned_data["reason"], now=timezone.now())
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The certificate is taken back."))
            return redirect("training:certificate", certificate_id)
    context = {
        **shown([view])[0],
        "code": in_groups(view.code),
        "check_address": _check_address(),
        "form": form,
        "may_revoke": may(request.actor, Permission.CONFIRM_CERTIFICATES) and view.state == "confirmed",
        "may_see_evidence": may(request.actor, Permission.SEE_TEAM_TRAINING),
    }
    return draw(request, "certificate.html", context, current="certificates", status=422 if form.errors else 200)


@for_members
@require_GET
def as_pdf(request: MemberRequest, certificate_id: UUID) -> HttpResponse:
    """The certificate to print."""
    view = certificate(request.actor, certificate_id)
    if view.is_outside or view.state is not CertificateState.CONFIRMED:
        raise Http404("There is nothing to print.")
    return download("certificate.pdf", certificate_pdf(view, _check_address()), "application/pdf")


def _check_address() -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('training:check')}"


def _claim(actor: Actor, told: Claim, file: "UploadedFile[Any] | None") -> None:
    """Seal the file outside any transaction, then enter the certificate; a file without one is not kept."""
    if file is None:
        claim_certificate(actor, told, None, now=timezone.now())
        return
    sealed = write_sealed(file.chunks(), limit_bytes=LARGEST_EVIDENCE_BYTES)
    try:
        claim_certificate(actor, told, Evidence(name=file.name or "", sealed=sealed), now=timezone.now())
    except HubError:
        discard(sealed)
        raise


@takes_body(LARGEST_EVIDENCE_BYTES + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: MemberRequest) -> HttpResponseBase:
    """Enter a certificate from outside."""
    form = ClaimForm(request.POST, request.FILES) if request.method == "POST" else ClaimForm()
    if form.is_valid():
        told = dict(form.cleaned_data)
        file = told.pop("evidence")
        try:
            _claim(request.actor, Claim(**told), file)
        except TooLarge:
            form.add_error("evidence", _("This file is larger than 2 megabytes."))
        except VaultError as fault:
            form.add_error("evidence", fault.message)
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Your certificate is entered. It counts once a supervisor has confirmed it."))
            return redirect("training:certificates")
    return draw(request, "claim.html", {"form": form}, current="certificates", status=422 if form.errors else 200)


@takes_body(LARGEST_EVIDENCE_BYTES + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def from_file(request: MemberRequest) -> HttpResponseBase:
    """Enter certificates of many from a file."""
    check(request.actor, Permission.CONFIRM_CERTIFICATES)
    form = CertificateFileForm(request.POST, request.FILES) if request.method == "POST" else CertificateFileForm()
    if form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
            count = import_certificates(request.actor, text, now=timezone.now())
        except UnicodeDecodeError:
            form.add_error("file", _("This file is not UTF-8 text."))
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(
                request, _("Certificates entered: %(count)d. They wait to be confirmed.") % {"count": count}
            )
            return redirect("training:to_confirm")
    return draw(request, "from_file.html", {"form": form}, current="to_confirm", status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def to_confirm(request: MemberRequest) -> HttpResponseBase:
    """Certificates that wait. A POST confirms or refuses one."""
    check(request.actor, Permission.CONFIRM_CERTIFICATES)
    if request.method == "POST":
        try:
            certificate_id = UUID(request.POST.get("certificate", ""))
            is_confirmed = request.POST.get("decision") == "confirm"
            decide_certificate(request.actor, certificate_id, is_confirmed=is_confirmed, now=timezone.now())
        except (Conflict, ValueError) as fault:
            messages.warning(request, getattr(fault, "message", _("Choose a certificate.")))
        else:
            messages.success(request, _("Decided."))
        return redirect("training:to_confirm")
    rows = shown(certificates_to_confirm(request.actor))
    return draw(request, "to_confirm.html", {"page": paged(request, rows)}, current="to_confirm")


@for_members
@require_GET
def evidence(request: MemberRequest, certificate_id: UUID) -> HttpResponse:
    """The file that came with a certificate, as a download under a plain name."""
    _name, content = evidence_of(request.actor, certificate_id)
    return download("evidence", content, _DOWNLOAD)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """Check a certificate by its code, without an account."""
    form, found = CheckForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        wait = _CHECKS.wait_seconds(one_visitor(request.META.get("REMOTE_ADDR", "")), timezone.now())
        if wait:
            form.add_error(None, _("You have tried very often. Try again in a quarter of an hour."))
            return render(request, "training/check.html", {"form": form}, status=429)
        told = form.cleaned_data
        found = check_code(told["code"], told["name"], on=timezone.localdate())
        if found is None:
            form.add_error("code", _("There is no certificate of this code."))
    return render(request, "training/check.html", {"form": form, "found": found}, status=422 if form.errors else 200)
