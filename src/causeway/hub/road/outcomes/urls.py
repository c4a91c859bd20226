"""Addresses of outcomes and feedback."""

from django.urls import path

from causeway.hub.road.outcomes.views import calibration, feedback, letters, recording, senders

app_name = "outcomes"
urlpatterns = [
    path("referrals/<uuid:referral_id>/outcome/", recording.outcome_page, name="record"),
    path("outcomes/import/", recording.import_page, name="import"),
    path("policies/calibration/", calibration.calibration_page, name="calibration"),
    path("completeness/", letters.letters_due_page, name="letters_due"),
    path("completeness/<uuid:sender_id>/", letters.draft_page, name="letter_draft"),
    path("senders/", senders.senders_page, name="senders"),
    path("senders.csv", senders.export, name="senders_export"),
    path("feedback/profile/", senders.profile_page, name="profile"),
    path("feedback/letters/", letters.letters_page, name="letters"),
    path("feedback/letters/<uuid:letter_id>/", letters.letter_page, name="letter"),
    path("feedback/letters/<uuid:letter_id>/letter.pdf", letters.letter_file, name="letter_file"),
    path("feedback/", feedback.feedback_list, name="feedback"),
    path("feedback/export.csv", feedback.export, name="export"),
    path("feedback/<uuid:referral_id>/", feedback.whereabouts_page, name="whereabouts"),
]
