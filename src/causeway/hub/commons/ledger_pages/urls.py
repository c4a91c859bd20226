"""Addresses of the ledger's pages."""

from django.urls import URLPattern, URLResolver, path

from causeway.hub.commons.ledger_pages import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/ledger/", views.ledger, name="ledger"),
    path("organisation/ledger/checkpoint/", views.checkpoint, name="ledger_checkpoint"),
    path("organisation/ledger/export/", views.export, name="ledger_export"),
]
