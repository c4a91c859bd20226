"""Addresses of those who answer."""

from django.http import HttpResponse
from django.urls import path

app_name = "answering"
urlpatterns = [
    path("answer/<uuid:organisation_id>/<str:token>", HttpResponse, name="start"),
]
