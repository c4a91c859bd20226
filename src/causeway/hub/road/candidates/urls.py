"""Addresses of the desk. They hold identifiers only, nothing of a candidate."""

from django.urls import path

from causeway.hub.road.candidates.views import (
    acting,
    appeals,
    candidate,
    care,
    checks,
    desk,
    duty,
    files,
    leading,
    reporting,
    settings,
)

app_name = "candidates"
_ONE = "candidates/<uuid:candidate_id>/"

urlpatterns = [
    path("candidates/", desk.desk, name="desk"),
    path("candidates/next", desk.take_next_page, name="next"),
    path("candidates/new/", reporting.report_page, name="report"),
    path("candidates/figures/", leading.figures_page, name="figures"),
    path("candidates/figures.csv", leading.export, name="export"),
    path("candidates/settings/", settings.settings_page, name="settings"),
    path("candidates/settings/order/", settings.order_page, name="order"),
    path("candidates/settings/floor/", settings.floor_page, name="floor"),
    path("candidates/open/", settings.open_page, name="open"),
    path("candidates/on-duty", duty.on_duty_page, name="on_duty"),
    path("candidates/off-duty", duty.off_duty_page, name="off_duty"),
    path("candidates/care/", care.care_page, name="care"),
    path("candidates/checks/", checks.checks_page, name="checks"),
    path("candidates/checks/mine/", checks.my_checks_page, name="my_checks"),
    path("candidates/appeals/", appeals.appeals_list_page, name="appeals"),
    path("candidates/appeals/<uuid:appeal_id>/", appeals.appeal_page, name="appeal"),
    path("candidates/appeals/<uuid:appeal_id>/take", appeals.take_appeal_page, name="take_appeal"),
    path("candidates/appeals.csv", leading.export_appeals, name="export_appeals"),
    path(f"{_ONE}appeal/", appeals.appeal_form_page, name="make_appeal"),
    path(_ONE, candidate.candidate_page, name="candidate"),
    path(f"{_ONE}take", acting.take_page, name="take"),
    path(f"{_ONE}release", acting.release_page, name="release"),
    path(f"{_ONE}hand-on", acting.hand_on_page, name="hand_on"),
    path(f"{_ONE}take-over/", acting.take_over_page, name="take_over"),
    path(f"{_ONE}refer-again", acting.remake_page, name="remake"),
    path(f"{_ONE}deal-with-others", acting.deal_page, name="deal_with_others"),
    path(f"{_ONE}reopen", acting.reopen_page, name="reopen"),
    path(f"{_ONE}check/", checks.keep_page, name="keep_check"),
    path(f"{_ONE}check/withdraw", checks.withdraw_page, name="withdraw_check"),
    path("candidates/files/<uuid:file_id>/", files.file_page, name="file"),
    path("candidates/files/<uuid:file_id>/picture", files.picture, name="picture"),
]
