"""The list of cases."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.searching import address_of_search, searched
from causeway.hub.base.theme.filtering import chosen_filters
from causeway.hub.road.cases.forms import CaseFilterForm
from causeway.hub.road.cases.queries.case_list import DEFAULT_SORT, PAGE_SIZE, CaseFilter, Shown, case_list
from causeway.hub.road.cases.views.choices import playbook_choices


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def cases_page(request: MemberRequest) -> HttpResponseBase:
    """Cases, narrowed by the address."""
    if request.method == "POST":
        return address_of_search(request, "words")
    given = searched(request, "words") if request.GET else {"shown": Shown.OPEN.value}
    form = CaseFilterForm(given, playbooks=playbook_choices(request.actor))
    wanted = CaseFilter(sort=request.GET.get("sort", DEFAULT_SORT))
    if form.is_valid():
        given = form.cleaned_data
        wanted = replace(
            wanted,
            shown=Shown(given["shown"] or Shown.OPEN.value),
            is_mine="mine" in given["only"],
            is_late="late" in given["only"],
            playbook=given["playbook"],
            words=given["words"],
        )
    number = page_number(request)
    found = case_list(request.actor, wanted, now=timezone.now(), page=number)
    names = ("shown", "only", "playbook", "words") if form.is_valid() else ()
    chosen = chosen_filters(form, request.GET.urlencode(), names, default=Shown.OPEN.value)
    context = {
        "form": form,
        "lines": found.lines,
        "total": found.total,
        "page": Paginator(range(found.total), PAGE_SIZE).get_page(number),
        "chosen": chosen,
        "default_sort": DEFAULT_SORT,
    }
    return render(request, "cases/list.html", context)
