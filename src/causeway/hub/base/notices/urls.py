"""Addresses of webhooks."""

from django.urls import URLPattern, URLResolver, path

from causeway.hub.base.notices.views import webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/webhooks/", webhooks.webhooks_list, name="webhooks"),
    path("organisation/webhooks/add/", webhooks.add, name="add_webhook"),
    path("organisation/webhooks/<uuid:webhook_id>/", webhooks.webhook_view, name="webhook"),
    path("organisation/webhooks/<uuid:webhook_id>/test/", webhooks.send_test, name="test_webhook"),
    path("organisation/webhooks/<uuid:webhook_id>/switch/", webhooks.switch, name="switch_webhook"),
    path("organisation/webhooks/<uuid:webhook_id>/delete/", webhooks.delete, name="delete_webhook"),
    path(
        "organisation/webhooks/<uuid:webhook_id>/deliveries/<uuid:notice_id>/retry/",
        webhooks.retry,
        name="retry_delivery",
    ),
]
