"""The door's addresses, as clients know them."""

from django.urls import path, re_path

from causeway.hub.road.intake.cybertip_door import views

urlpatterns = [
    path("status", views.status, name="cybertip_status"),
    path("xsd", views.xsd, name="cybertip_xsd"),
    path("submit", views.submit, name="cybertip_submit"),
    path("upload", views.upload, name="cybertip_upload"),
    path("fileinfo", views.fileinfo, name="cybertip_fileinfo"),
    path("finish", views.finish, name="cybertip_finish"),
    path("retract", views.retract, name="cybertip_retract"),
    re_path("", views.nothing_here),
]
