"""Pages that show every component, served with `hub.theme.gallery_settings` for the tests and for looking at."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.decorators.cache import never_cache

from causeway.hub.base.theme import components
from causeway.hub.base.theme.navigation import REFERRALS, Section, SideGroup, SideItem, Who
from causeway.vocabulary.findings import Band, Reason
from hub.theme.sample_plots import sample_plots

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The policy under which every page must work: no inline script, no inline style, nothing from elsewhere."""


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sends the policy with every page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return middleware


class SampleForm(forms.Form):
    """One field of each kind, most of them left empty, so that each shows its fault."""

    name = forms.CharField(label="Role mailbox's name", help_text="As it should stand on the referral.")
    email = forms.EmailField(label="Email address")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("a", "Game"), ("b", "Forum")])
    seen = forms.ChoiceField(
        label="Did a person view the file?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 4}))
    sure = forms.BooleanField(label="I have checked this")

    def clean(self) -> None:
        """One fault that names a long address."""
        self.add_error("email", "This could tell who it is: ines.ferry.of.the.harbour@police.example.org.")


class FilterForm(forms.Form):
    """What a queue is narrowed by."""

    reference = forms.CharField(label="Reference", required=False)
    band = forms.MultipleChoiceField(
        label="Priority",
        choices=[(band.value, components.BAND_NAMES[band]) for band in Band],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


REASONS = (
    Reason(code="age", text="The child is under 13", contribution=3.0),
    Reason(code="contact", text="The subject asked to meet", contribution=4.5),
    Reason(code="listed", text="Every file is already in a bank", contribution=-1.0),
    Reason(
        code="place",
        text="Where the child is",
        contribution=0.0,
        known=False,
        advice="Ask the service for the upload IP.",
    ),
)


def _queue() -> list[dict[str, object]]:
    return [
        {"reference": "CW-2026-0001", "band": Band.VERY_HIGH, "due": NOW - timedelta(hours=5), "completeness": 91},
        {"reference": "CW-2026-0002", "band": Band.HIGH, "due": NOW + timedelta(hours=7), "completeness": 64},
        {"reference": "CW-2026-0003", "band": Band.MEDIUM, "due": NOW + timedelta(days=9), "completeness": 22},
        {"reference": "CW-2026-0004", "band": Band.LOW, "due": NOW, "met_at": NOW, "completeness": 80},
        {"reference": "CW-2026-0005", "band": None, "due": NOW, "is_paused": True, "completeness": None},
    ]


def frame() -> dict[str, Any]:
    """What every signed-in page's context holds for the frame."""
    return {
        "sections": [
            Section(label="Queue", url_name="gallery", group=REFERRALS),
            Section(label="Cases", url_name="public", group=REFERRALS),
            Section(label="Safeguarding", url_name="wide", group=REFERRALS),
            Section(label="Banks", url_name="boom"),
            Section(label="Search", url_name="plots", is_in_header=True),
        ],
        "side_groups": [
            SideGroup(
                heading="Waiting",
                items=(
                    SideItem(label="All referrals", url_name="gallery", is_current=True, count=128),
                    SideItem(label="No force known", url_name="public", count=0),
                ),
            ),
            SideGroup(heading="Closed", items=(SideItem(label="Outcomes", url_name="wide"),)),
        ],
        "who": Who(name="Anna Visser", organisation="Example Police", role="Investigator"),
        "demo_world": True,
        "zone": "Europe/Amsterdam",
        "now": NOW,
    }


@never_cache
def gallery(request: HttpRequest) -> HttpResponse:
    """The components, each in every state."""
    messages.success(request, "The referral was taken into case 14.")
    messages.warning(request, "Do not alert the subject until 12 March.")
    context = frame() | {
        "queue": _queue(),
        "page": Paginator(range(300), 25).page(int(request.GET.get("page", "4"))),
        "rows": [
            ("Sender", "Example Game", "#sender", "See the sender"),
            components.Row(key="Received", value=NOW),
            components.Row(key="Upload IP", value=None),
            components.Row(key="Reference there", value="EG-2026-99812-a-very-long-reference-that-must-wrap-somewhere"),
        ],
        "reasons": REASONS,
        "score": 6.5,
        "tasks": [
            components.TaskItem(title="Read the referral", status="Completed", href="#", tone="done"),
            components.TaskItem(
                title="Tell children's services",
                status="In progress",
                href="#",
                hint="Its own clock runs",
                tone="doing",
            ),
            components.TaskItem(title="Ask the service to preserve", status="To do", href="#"),
            components.TaskItem(title="Close", status="Cannot start yet", tone="blocked"),
        ],
        "entries": [
            components.TimelineEntry(title="Received", by="Example Game", at=NOW, text="Two files, neither viewed."),
            ("Opened", "Anna Visser", NOW + timedelta(hours=1), ""),
        ],
        "filters": FilterForm(request.GET or {"band": ["high"]}),
        "chosen": [("Priority", "High", "?"), ("Priority", "Low", "?"), ("Sender", "Example Game", "?")],
        "form": SampleForm({"email": "not an address"}),
    }
    return render(request, "gallery.html", context)


PUBLIC_PAGE = """{% extends "theme/public.html" %}{% load crispy_forms_filters %}{% block content %}
<h1 class="govuk-heading-l">Tell us what happened</h1><form method="post" novalidate>{{ form|crispy:"gds" }}
<button class="govuk-button">Send</button></form>
{% endblock %}"""


def public(request: HttpRequest) -> HttpResponse:
    """The public form's frame."""
    page = engines["django"].from_string(PUBLIC_PAGE)
    return HttpResponse(page.render({"demo_world": True, "form": SampleForm()}, request))


PLOTS_PAGE = """{% extends "theme/base.html" %}{% load causeway_plots %}{% block content %}
<h1 class="govuk-heading-l">Plots</h1>{% for drawing in drawings %}{% plot drawing %}{% endfor %}{% endblock %}"""


def plots(request: HttpRequest) -> HttpResponse:
    """Every kind of plot."""
    return HttpResponse(engines["django"].from_string(PLOTS_PAGE).render({"drawings": sample_plots()}, request))


def wide(request: HttpRequest) -> HttpResponse:
    """The plain frame, signed in."""
    return render(request, "theme/base.html", frame())


def boom(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours."""
    return render(request, "500.html", status=500)


urlpatterns = [
    path("", gallery, name="gallery"),
    path("public/", public, name="public"),
    path("plots/", plots, name="plots"),
    path("wide/", wide, name="wide"),
    path("boom/", boom, name="boom"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
]
