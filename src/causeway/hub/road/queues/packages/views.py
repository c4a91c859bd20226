"""Downloading a referral, or a case with all its referrals, as one encrypted package."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.downloads import streamed_download
from causeway.hub.road.queues.forms import PackageForm
from causeway.hub.road.queues.packages.download_package import download_package
from causeway.hub.road.queues.queries.referral_facts import facts_for_package, referral_ids_of_case


@sensitive_post_parameters("passphrase", "again")
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def referral_package_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The package of one referral."""
    return _page(request, [referral_id])


@sensitive_post_parameters("passphrase", "again")
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def case_package_page(request: MemberRequest, case_id: UUID) -> HttpResponseBase:
    """The package of a case and all its referrals."""
    return _page(request, referral_ids_of_case(request.actor, case_id), case_id=case_id)


def _page(request: MemberRequest, referral_ids: Sequence[UUID], *, case_id: UUID | None = None) -> HttpResponseBase:
    check(request.actor, Permission.DOWNLOAD_PACKAGE)
    facts = facts_for_package(request.actor, referral_ids)
    form = PackageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (lock := form.lock()) is not None:
        package = download_package(request.actor, referral_ids, lock, case_id=case_id)
        response = streamed_download(package.file_name, package.pieces)
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
    return render(request, "queues/package.html", {"form": form, "facts": facts, "case_id": case_id})
