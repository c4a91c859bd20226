"""Addresses of retention."""

from django.urls import path

from causeway.hub.road.retention.views import ending, holds, settings

app_name = "retention"
urlpatterns = [
    path("retention/", settings.rules, name="rules"),
    path("retention/rules/<slug:kept>/", settings.change, name="change"),
    path("retention/ending/", ending.what_ends, name="ending"),
    path("retention/holds/referral/<uuid:referral_id>/", holds.new_for_referral, name="hold_referral"),
    path("retention/holds/file/<uuid:attachment_id>/", holds.new_for_file, name="hold_file"),
    path("retention/holds/case/<uuid:case_id>/", holds.new_for_case, name="hold_case"),
    path("retention/holds/<uuid:hold_id>/release/", holds.release, name="release"),
]
