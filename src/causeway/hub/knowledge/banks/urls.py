"""Addresses of banks."""

from django.urls import path

from causeway.hub.knowledge.banks import views

app_name = "banks"
urlpatterns = [
    path("banks/", views.bank_list, name="banks"),
    path("banks/import/", views.import_page, name="import"),
]
