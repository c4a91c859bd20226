"""Addresses of content."""

from django.urls import path

from causeway.hub.road.evidence.views import files, held

app_name = "evidence"
urlpatterns = [
    path("files/<uuid:attachment_id>/", files.file_page, name="file"),
    path("files/<uuid:attachment_id>/picture", files.picture, name="picture"),
    path("files/<uuid:attachment_id>/download", files.download, name="download"),
    path("files/<uuid:attachment_id>/authority/", files.authority_page, name="authority"),
    path("referrals/<uuid:referral_id>/allow/<slug:act>/", held.allow_page, name="allow"),
    path("preferences/content/", files.display_page, name="display"),
]
