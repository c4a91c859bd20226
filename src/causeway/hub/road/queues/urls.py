"""Addresses of the queue."""

from django.urls import path

from causeway.hub.road.queues.views import package, queue, referral_acts

app_name = "queues"
urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/export.csv", queue.export, name="export"),
    path("queue/<uuid:referral_id>/take", referral_acts.take_page, name="take"),
    path("queue/<uuid:referral_id>/release", referral_acts.release_page, name="release"),
    path("packages/case/<uuid:case_id>/", package.case_package_page, name="case_package"),
]
