"""Addresses of clusters. They stand here because their pages show who works on what, which clusters do not know."""

from django.urls import path

from causeway.hub.road.queues.cluster_pages import judging_views as judging
from causeway.hub.road.queues.cluster_pages import views as cluster

app_name = "clusters"
urlpatterns = [
    path("referrals/<uuid:referral_id>/cluster/", cluster.cluster, name="cluster"),
    *(
        path(
            f"referrals/<uuid:referral_id>/cluster/{word.value}/<uuid:beside_id>/",
            judging.judge_page,
            {"word": word.value},
            name=f"judge_{word.name.lower()}",
        )
        for word in judging.Word
    ),
    path(
        "referrals/<uuid:referral_id>/cluster/decisions/<uuid:decision_id>/take-back/",
        judging.take_back_page,
        name="take_back",
    ),
]
