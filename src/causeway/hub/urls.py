"""Every address of the hub; each app brings its own."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from causeway.hub.api import api
from causeway.hub.base.organisations.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # Where a browser looks for it when it shows what no page of ours names it in, such as a file.
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}theme/logo.svg")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("causeway.hub.base.organisations.account_urls")),
    path("", include("causeway.hub.base.organisations.urls")),
    path("api/v1/", api.urls),
    path("ispws/", include("causeway.hub.road.intake.cybertip_door.urls")),
    path("", include("causeway.hub.base.notices.urls")),
    path("", include("causeway.hub.base.contacts.urls")),
    path("", include("causeway.hub.base.clocks.urls")),
    path("", include("causeway.hub.knowledge.banks.urls")),
    path("", include("causeway.hub.knowledge.playbooks.urls")),
    path("", include("causeway.hub.knowledge.training.urls")),
    path("", include("causeway.hub.knowledge.capability.urls")),
    path("", include("causeway.hub.knowledge.surveys.urls")),
    path("", include("causeway.hub.knowledge.surveys.report_urls")),
    path("", include("causeway.hub.knowledge.surveys.answering_urls")),
    path("", include("causeway.hub.road.intake.urls")),
    path("", include("causeway.hub.road.evidence.urls")),
    path("", include("causeway.hub.road.candidates.urls")),
    path("", include("causeway.hub.road.queues.cluster_pages.urls")),
    path("", include("causeway.hub.road.routes.urls")),
    path("", include("causeway.hub.road.queues.referral_urls")),
    path("", include("causeway.hub.road.queues.urls")),
    path("", include("causeway.hub.road.outcomes.urls")),
    path("", include("causeway.hub.road.cases.urls")),
    path("", include("causeway.hub.road.cases.safeguarding_urls")),
    path("", include("causeway.hub.road.data_requests.urls")),
    path("", include("causeway.hub.road.deconfliction.urls")),
    path("", include("causeway.hub.road.retention.urls")),
    path("", include("causeway.hub.commons.demand.urls")),
    path("", include("causeway.hub.commons.awareness.urls")),
    path("", include("causeway.hub.commons.home.urls")),
    path("", include("causeway.hub.commons.ledger_pages.urls")),
    path("", include("causeway.hub.commons.correspondence.urls")),
    path("", include("causeway.hub.commons.staffing_pages.urls")),
]
