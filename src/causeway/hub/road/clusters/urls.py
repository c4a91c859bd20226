"""Addresses of clusters."""

from django.urls import path

from causeway.hub.road.clusters.views import cluster

app_name = "clusters"
urlpatterns = [
    path("referrals/<uuid:referral_id>/cluster/", cluster.cluster, name="cluster"),
    path("referrals/<uuid:referral_id>/cluster/graph.json", cluster.graph, name="graph"),
]
