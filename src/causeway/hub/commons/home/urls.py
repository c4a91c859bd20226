"""Addresses of the start page and of search."""

from django.urls import path

from causeway.hub.commons.home.views import home

app_name = "home"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search_page, name="search"),
]
