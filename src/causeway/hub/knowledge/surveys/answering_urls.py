"""Addresses of those who answer."""

from django.urls import path

from causeway.hub.knowledge.surveys.views import answering

app_name = "answering"
urlpatterns = [
    path("answer/", answering.sheet, name="sheet"),
    path("answer/thanks/", answering.thanks, name="thanks"),
    path("answer/<uuid:organisation_id>/<str:token>", answering.start, name="start"),
]
