"""Addresses of surveys, for those who ask."""

from django.urls import path

app_name = "surveys"
urlpatterns: list[object] = []
