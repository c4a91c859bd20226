"""Two addresses: what was taken, and where uploads go."""

from django.urls import path
from gallery import views

urlpatterns = [path("", views.index, name="index"), path("uploads/", views.take_upload, name="uploads")]
