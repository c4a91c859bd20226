"""Addresses of data requests."""

from django.urls import path

from causeway.hub.road.data_requests.views import preserved, requests

app_name = "data_requests"
urlpatterns = [
    path("referrals/<uuid:referral_id>/data-request/", requests.new_page, name="new"),
    path("data-requests/", requests.received_page, name="received"),
    path("data-requests/preserved/", preserved.preserved_page, name="preserved"),
    path("data-requests/<uuid:request_id>/extend/", preserved.extend_page, name="extend"),
    path("data-requests/<uuid:request_id>/release/", preserved.release_page, name="release"),
    path("data-requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("data-requests/<uuid:request_id>/pause/", requests.pause_page, name="pause"),
    path("data-requests/<uuid:request_id>/resume", requests.resume_page, name="resume"),
]
