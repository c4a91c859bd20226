"""Addresses of cases."""

from django.urls import path

from causeway.hub.road.cases.views import case, closing, listing, practice, safeguarding, tasks, training

app_name = "cases"
urlpatterns = [
    path("cases/", listing.cases_page, name="list"),
    path("cases/practice/", practice.practice_page, name="practice"),
    path("cases/practice/csv/", practice.practice_csv, name="practice_csv"),
    path("cases/practice/share/<uuid:desk_id>/", practice.share_page, name="practice_share"),
    path("cases/<uuid:case_id>/", case.case_page, name="case"),
    path("cases/<uuid:case_id>/tasks/offline/", tasks.offline, name="offline"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/", tasks.task_page, name="task"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/override/", training.override_page, name="override"),
    path("cases/<uuid:case_id>/playbook/", tasks.playbook_page, name="playbook"),
    path("cases/<uuid:case_id>/referrals/<uuid:referral_id>", case.join_page, name="join"),
    path("cases/<uuid:case_id>/close/", closing.close_page, name="close"),
    path("cases/<uuid:case_id>/close/as-recorded/", closing.close_as_recorded_page, name="close_as_recorded"),
    path("cases/<uuid:case_id>/reopen/", closing.reopen_page, name="reopen"),
    path("referrals/<uuid:referral_id>/take/", case.take_page, name="take"),
    path("referrals/<uuid:referral_id>/safeguarding/", safeguarding.tell_page, name="safeguard_new"),
]
