"""Addresses of clocks."""

from django.urls import path

from causeway.hub.base.clocks.views import rules

app_name = "clocks"
urlpatterns = [
    path("organisation/clocks/", rules.rules_page, name="rules"),
    path("organisation/clocks/working-days/", rules.calendar_page, name="calendar"),
    path("organisation/clocks/<slug:duty>/", rules.clock_page, name="clock"),
]
