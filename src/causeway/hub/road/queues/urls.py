"""Addresses of the queue."""

from django.urls import path

from causeway.hub.road.queues.cluster_pages import bench_views as bench
from causeway.hub.road.queues.packages import views as package
from causeway.hub.road.queues.policies import views as policies
from causeway.hub.road.queues.views import abroad, alerts, queue, referral_acts, waiting

app_name = "queues"
urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/export.csv", queue.export, name="export"),
    path("queue/alerts/", alerts.alerts_page, name="alerts"),
    path("queue/abroad/", abroad.abroad_page, name="abroad"),
    path("queue/abroad/<slug:country>/<uuid:central_desk_id>/", abroad.send_waiting_page, name="send_waiting"),
    path("queue/compare/", bench.compare_page, name="compare"),
    path("queue/compare/<uuid:left_id>/<uuid:right_id>/", bench.bench_page, name="bench"),
    path("queue/waiting/", waiting.waiting_page, name="waiting"),
    path("queue/waiting/export.csv", waiting.waiting_file, name="waiting_file"),
    path("queue/<uuid:referral_id>/take", referral_acts.take_page, name="take"),
    path("queue/<uuid:referral_id>/release", referral_acts.release_page, name="release"),
    path("policies/", policies.policies_page, name="policies"),
    path("policies/back/", policies.go_back_page, name="policy_back"),
    path("policies/shipped.toml", policies.shipped_file, name="shipped_policy"),
    path("policies/<uuid:policy_id>/", policies.policy_page, name="policy"),
    path("policies/<uuid:policy_id>/compare/", policies.compare_again, name="compare_policy"),
    path("policies/<uuid:policy_id>/policy.toml", policies.policy_file, name="policy_file"),
    path("packages/case/<uuid:case_id>/", package.case_package_page, name="case_package"),
]
