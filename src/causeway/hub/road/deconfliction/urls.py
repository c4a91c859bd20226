"""Addresses of interests and overlaps."""

from django.urls import path

from causeway.hub.road.deconfliction.views import interests, overlaps, overseeing, registering

app_name = "deconfliction"
urlpatterns = [
    path("interests/", interests.list_page, name="interests"),
    path("interests/new/", registering.typed_page, name="new"),
    path("interests/overlaps/", overlaps.list_page, name="overlaps"),
    path("interests/oversight/", overseeing.oversight_page, name="oversight"),
    path("interests/silent/", overlaps.silent_page, name="silent"),
    path("interests/silent/<uuid:meeting_id>/agree/", interests.agree_page, name="agree"),
    path("interests/<uuid:interest_id>/", interests.interest_page, name="interest"),
    path("interests/<uuid:interest_id>/renew/", interests.renew_page, name="renew"),
    path("interests/<uuid:interest_id>/tell/", interests.tell_page, name="tell"),
    path("interests/<uuid:interest_id>/withdraw/", interests.withdraw_page, name="withdraw"),
    path("cases/<uuid:case_id>/interests/", registering.case_page, name="case"),
    path("overlaps/<uuid:overlap_id>/", overlaps.overlap_page, name="overlap"),
]
