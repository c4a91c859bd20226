"""Addresses of contact points."""

from django.urls import path

from causeway.hub.base.contacts.views import directory, own

app_name = "contacts"
urlpatterns = [
    path("contacts/", directory.directory_page, name="directory"),
    path("contacts.csv", directory.export, name="export"),
    path("contacts/offline/", directory.offline, name="offline"),
    path("organisations/<uuid:organisation_id>/", directory.organisation_page, name="organisation"),
    path("organisation/contact-points/", own.list_page, name="own"),
    path("organisation/contact-points/add/", own.add_page, name="add"),
    path("organisation/contact-points/<uuid:point_id>/", own.change_page, name="change"),
    path("organisation/contact-points/<uuid:point_id>/confirm/", own.confirm_page, name="confirm"),
    path("organisation/contact-points/<uuid:point_id>/remove/", own.remove_page, name="remove"),
]
