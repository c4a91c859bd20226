"""Addresses of outcomes and feedback."""

from django.urls import path

from causeway.hub.road.outcomes.views import calibration, feedback, recording

app_name = "outcomes"
urlpatterns = [
    path("referrals/<uuid:referral_id>/outcome/", recording.outcome_page, name="record"),
    path("outcomes/import/", recording.import_page, name="import"),
    path("policies/calibration/", calibration.calibration_page, name="calibration"),
    path("feedback/", feedback.feedback_list, name="feedback"),
    path("feedback/export.csv", feedback.export, name="export"),
    path("feedback/<uuid:referral_id>/", feedback.whereabouts_page, name="whereabouts"),
]
