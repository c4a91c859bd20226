"""Takes uploads. The hub is never asked while somebody waits: what a reviewer must see is sent by `catch_up`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from causeway.client import Screened
from gallery.models import Standing, Upload
from gallery.screening import is_to_be_screened_again


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The form, and what was taken."""
    return render(request, "gallery/index.html", {"uploads": Upload.objects.order_by("-pk")[:20]})


@require_POST
def take_upload(request: HttpRequest) -> HttpResponse:
    """Keep a file, with what is to be done with it."""
    file, account = request.FILES.get("file"), request.POST.get("account", "").strip()
    if file is None or not account or len(account) > 100 or len(file.name) > 200:
        return JsonResponse({"error": "Send a file, as `file`, and the name of an account, as `account`."}, status=400)
    standing = standing_of(request.screened_files["file"])
    upload = Upload.objects.create(file=file, name=file.name, account=account, standing=standing)
    return JsonResponse({"upload": upload.pk}, status=201)


def standing_of(screened: Screened) -> Standing:
    """A hit goes to a person. A fault goes there too, where FAIL_CLOSED says so; else the upload is screened again."""
    if screened.asks_review:
        return Standing.TO_SEND
    return Standing.TO_SCREEN if is_to_be_screened_again(screened) else Standing.CLEAR
