"""The list of threads."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.filtering import chosen_filters
from causeway.hub.commons.correspondence.forms import ThreadFilterForm
from causeway.hub.commons.correspondence.queries.thread_list import (
    PAGE_SIZE,
    Shown,
    ThreadFilter,
    thread_list,
    unread_count,
)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: MemberRequest) -> HttpResponseBase:
    """Threads, narrowed by the address; the words that were sought stand sealed in it."""
    if request.method == "POST":
        return address_of_search(request, "words")
    form = ThreadFilterForm(searched(request, "words") if request.GET else {"shown": Shown.OPEN.value})
    wanted = ThreadFilter()
    if form.is_valid():
        given = form.cleaned_data
        wanted = ThreadFilter(shown=Shown(given["shown"] or Shown.OPEN.value), words=given["words"])
    number = page_number(request)
    found = thread_list(request.actor, wanted, page=number)
    names = ("shown", "words") if form.is_valid() else ()
    chosen = chosen_filters(form, request.GET.urlencode(), names, default=Shown.OPEN.value)
    context = {
        "form": form,
        "lines": found.lines,
        "total": found.total,
        "page": Paginator(range(found.total), PAGE_SIZE).get_page(number),
        "chosen": chosen,
        "unread": unread_count(request.actor),
        "may_write": may(request.actor, Permission.WRITE_CORRESPONDENCE),
    }
    return render(request, "correspondence/list.html", context)
