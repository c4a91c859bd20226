"""The cluster page: the graph's data and the table say the same, within what the reader may see."""

from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene


def test_graph_and_table_name_the_same_referrals(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.analyst)
    number = scene.referrals["urgent"]
    data = client.get(reverse("clusters:graph", args=[number])).json()
    nodes = {each["data"]["label"] for each in data["elements"] if "source" not in each["data"]}
    edges = [each["data"] for each in data["elements"] if "source" in each["data"]]
    assert {scene.references["urgent"], scene.references["viewed"]} <= nodes
    text = client.get(reverse("clusters:cluster", args=[number])).content.decode()
    assert all(name in text for name in nodes)
    assert edges
    reasons = [reason for edge in edges for reason in edge["reasons"]]
    assert all(reason in text.replace("&#x27;", "'") for reason in reasons)


def test_looking_at_a_cluster_is_a_look_at_the_referral(scene: Scene, signed_in: SignedIn) -> None:
    number = scene.referrals["urgent"]
    for name in ("clusters:cluster", "clusters:graph"):
        signed_in(scene.analyst).get(reverse(name, args=[number]))
    with acting_as(scene.analyst):
        looks = [entry.details["page"] for entry in timeline_of(number) if entry.act is Act.REFERRAL_READ]
    assert sorted(looks) == ["cluster", "graph"]


def test_another_force_gets_neither_page_nor_data(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.stranger)
    for name in ("clusters:cluster", "clusters:graph"):
        assert client.get(reverse(name, args=[scene.referrals["urgent"]])).status_code == 404
