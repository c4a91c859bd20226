"""Addresses of staffing."""

from django.urls import path

from causeway.hub.commons.staffing_pages.views import comparing, what_if

app_name = "staffing"
urlpatterns = [
    path("staffing/", what_if.what_if_page, name="what_if"),
    path("staffing/keep/", what_if.keep, name="keep"),
    path("staffing/export/", what_if.export, name="export"),
    path("staffing/compare/", comparing.compare_page, name="compare"),
    path("staffing/compare/export/", comparing.compare_export, name="compare_export"),
    path("staffing/<uuid:scenario_id>/delete/", what_if.delete, name="delete"),
]
