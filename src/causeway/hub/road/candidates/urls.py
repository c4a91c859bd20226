"""Addresses of the desk. They hold identifiers only."""

from django.urls import URLPattern

app_name = "candidates"
urlpatterns: list[URLPattern] = []
