"""Addresses of demand."""

from django.urls import path

from causeway.hub.commons.demand.views import demand

app_name = "demand"
urlpatterns = [
    path("demand/", demand.overview_page, name="overview"),
    path("demand/change/", demand.change_page, name="change"),
    path("demand/compare/", demand.compare_page, name="compare"),
    path("demand/compare/publish/", demand.publish, name="publish"),
    path("demand/partners/", demand.partners_page, name="partners"),
    path("demand/partners/<uuid:other_id>/", demand.partner_page, name="partner"),
    path("demand/work/", demand.work_page, name="work"),
    path("demand/published-figures/", demand.public_page, name="public"),
]
