"""Every address of the hub; each app brings its own."""

from django.urls import include, path

from causeway.hub.base.organisations.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
    path("", include("causeway.hub.base.organisations.urls")),
]
