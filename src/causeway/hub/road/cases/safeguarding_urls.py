"""Addresses of safeguarding notices, for those who told and for those who were told."""

from django.urls import path

from causeway.hub.road.cases.views import safeguarding

app_name = "safeguarding"
urlpatterns = [
    path("safeguarding/", safeguarding.notice_list, name="list"),
    path("safeguarding/<uuid:notice_id>/", safeguarding.notice_page, name="notice"),
]
