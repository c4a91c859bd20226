"""Addresses of routes."""

from django.urls import path

from causeway.hub.road.routes.views import central_desks, corrections, places

app_name = "routes"
urlpatterns = [
    path("routes/corrections/", corrections.corrections, name="corrections"),
    path("routes/central-desks/", central_desks.list_page, name="central_desks"),
    path("routes/central-desks/new/", central_desks.register_page, name="central_desk_new"),
    path("routes/central-desks/<uuid:central_desk_id>/", central_desks.one_page, name="central_desk"),
    path("routes/central-desks/<uuid:central_desk_id>/verify", central_desks.verify_page, name="central_desk_verify"),
    path("routes/central-desks/<uuid:central_desk_id>/close", central_desks.close_page, name="central_desk_close"),
    path("routes/places/", places.list_page, name="places"),
    path("routes/places/load/", places.load_page, name="places_load"),
    path("routes/places/none/", places.use_page, name="places_none"),
    path("routes/places/<uuid:table_id>/use/", places.use_page, name="places_use"),
]
