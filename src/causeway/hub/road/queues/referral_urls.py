"""Addresses of a referral. They stand here because its page shows what steps above referrals found."""

from django.urls import path

from causeway.hub.road.queues.packages import views as package
from causeway.hub.road.queues.views import hand_over, outside, pausing, referral, referral_acts

app_name = "referrals"
urlpatterns = [
    path("referrals/<uuid:referral_id>/", referral.referral_page, name="referral"),
    path("referrals/<uuid:referral_id>/priority/", referral_acts.change_priority_page, name="change_priority"),
    path("referrals/<uuid:referral_id>/route/", referral_acts.change_route_page, name="change_route"),
    path("referrals/<uuid:referral_id>/hand-over/", hand_over.hand_over_page, name="hand_over"),
    path(
        "referrals/<uuid:referral_id>/hand-over/acknowledge",
        hand_over.acknowledge_hand_over_page,
        name="acknowledge_hand_over",
    ),
    path(
        "referrals/<uuid:referral_id>/hand-over/decline/",
        hand_over.decline_hand_over_page,
        name="decline_hand_over",
    ),
    path(
        "referrals/<uuid:referral_id>/hand-over/withdraw", hand_over.withdraw_hand_over_page, name="withdraw_hand_over"
    ),
    path("referrals/<uuid:referral_id>/outside/package/", outside.outside_package_page, name="outside_package"),
    path("referrals/<uuid:referral_id>/outside/sent/", outside.sent_page, name="outside_sent"),
    path("referrals/<uuid:referral_id>/outside/answer/", outside.answer_page, name="outside_answer"),
    path("referrals/<uuid:referral_id>/outside/back/", outside.take_back_page, name="outside_back"),
    path("referrals/<uuid:referral_id>/clock/pause/", pausing.pause_clock_page, name="pause_clock"),
    path("referrals/<uuid:referral_id>/clock/resume", pausing.resume_clock_page, name="resume_clock"),
    path("referrals/<uuid:referral_id>/ask/", referral_acts.ask_page, name="ask"),
    path(
        "referrals/<uuid:referral_id>/questions/<uuid:question_id>/pause/",
        pausing.pause_question_page,
        name="pause_question",
    ),
    path(
        "referrals/<uuid:referral_id>/questions/<uuid:question_id>/resume",
        pausing.resume_question_page,
        name="resume_question",
    ),
    path("referrals/<uuid:referral_id>/package/", package.referral_package_page, name="package"),
    path("referrals/<uuid:referral_id>/alert", referral_acts.acknowledge_alert_page, name="acknowledge_alert"),
    path(
        "referrals/<uuid:referral_id>/do-not-alert",
        referral.acknowledge_do_not_alert_page,
        name="acknowledge_do_not_alert",
    ),
]
