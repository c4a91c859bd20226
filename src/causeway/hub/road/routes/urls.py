"""Addresses of routes."""

from django.urls import path

from causeway.hub.road.routes.views import corrections

app_name = "routes"
urlpatterns = [path("routes/corrections/", corrections.corrections, name="corrections")]
