"""The cluster page and the work-bench: what ties referrals, who works on which, and a person's word on them."""

import json
import re
from base64 import b64encode
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.clusters.queries.verdicts import decisions_at
from causeway.hub.road.queues.cluster_pages import page as cluster_pages
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals
from causeway.hub.road.queues.cluster_pages.judging import judging
from causeway.hub.road.queues.cluster_pages.page import cluster_page
from causeway.hub.road.queues.commands.take_item import take_item
from causeway.hub.road.queues.queries.page import queue_page
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene


def _field(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def _members(answer: Any) -> set[UUID]:
    return {member.fact.id for member in answer.context["page"].members}


def test_the_page_draws_and_lists_what_ties_the_same_referrals(scene: Scene, signed_in: SignedIn) -> None:
    number, other = scene.referrals["urgent"], scene.referrals["viewed"]
    text = signed_in(scene.analyst).get(reverse("clusters:cluster", args=[number]), {"to": str(other)}).content.decode()
    page = cluster_page(scene.analyst, number, to=other)
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", text)
    assert {member.fact.reference for member in page.members} <= set(drawn)
    assert page.way is not None
    assert [tie.holds for tie in page.way.ties] == [True]
    for reason in (reason for tie in (*page.ties, *page.way.ties) for reason in tie.reasons):
        assert reason.text in text.replace("&#x27;", "'")
    assert f"{scene.references['viewed']} received" in text
    assert "style=" not in text


def test_of_a_large_cluster_the_nearest_are_shown_and_all_are_counted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = scene.referrals["viewed"]
    whole = cluster_page(scene.analyst, number)
    monkeypatch.setattr(cluster_pages, "MOST_NODES", 2)
    page = cluster_page(scene.analyst, number)
    assert whole.size == page.size == len(whole.members) > 2
    assert [member.fact.id for member in page.members] == [member.fact.id for member in whole.members][:2]
    assert page.members[0].fact.id == number


def test_looking_at_a_cluster_or_two_beside_each_other_is_a_look_at_the_referral(
    scene: Scene, signed_in: SignedIn
) -> None:
    number, other = scene.referrals["urgent"], scene.referrals["viewed"]
    client = signed_in(scene.analyst)
    client.get(reverse("clusters:cluster", args=[number]))
    client.get(reverse("queues:bench", args=[other, number]))
    with acting_as(scene.analyst):
        looks = [entry.details["page"] for entry in timeline_of(number) if entry.act is Act.REFERRAL_READ]
        others = [entry.details["page"] for entry in timeline_of(other) if entry.act is Act.REFERRAL_READ]
    assert (sorted(looks), others) == (["bench", "cluster"], ["bench"])


def test_another_force_gets_none_of_the_pages(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.stranger)
    number, other = scene.referrals["urgent"], scene.referrals["viewed"]
    assert client.get(reverse("clusters:cluster", args=[number])).status_code == 404
    assert client.get(reverse("queues:bench", args=[number, other])).status_code == 404
    assert client.get(reverse("clusters:judge_apart", args=[number, other])).status_code == 403
    force = signed_in(scene.supervisor)
    assert force.get(reverse("queues:bench", args=[number, other])).status_code == 200
    assert force.get(reverse("clusters:judge_apart", args=[number, other])).status_code == 403


def test_two_that_are_ticked_or_named_stand_beside_each_other(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    one, other = scene.referrals["urgent"], scene.referrals["children"]
    ticked = client.get(reverse("queues:compare"), {"referral": [str(one), str(other)]})
    assert ticked.headers["Location"] == reverse("queues:bench", args=[one, other])
    names = {"first": scene.references["urgent"], "second": scene.references["children"]}
    assert client.post(reverse("queues:compare"), names).headers["Location"] == ticked.headers["Location"]
    unknown = client.post(reverse("queues:compare"), {**names, "second": "R-0000-0000"})
    assert "There is no such referral." in unknown.content.decode()
    twice = client.post(reverse("queues:compare"), {**names, "second": names["first"]})
    assert "Choose two different referrals." in twice.content.decode()


def test_what_both_say_is_marked_the_same(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.analyst).get(
        reverse("queues:bench", args=[scene.referrals["urgent"], scene.referrals["viewed"]])
    )
    groups = {group.title: group for group in answer.context["bench"].groups}
    shared = {row.left for row in groups["Identifiers"].rows if row.is_same}
    assert {"tide.pool@example.org", "192.0.2.44"} <= shared
    (concern,) = [row for row in groups["Sender"].rows if row.label == "Concern"]
    assert (concern.left, concern.right, concern.is_same) == (
        "Grooming of a child",
        "Child sexual abuse material",
        False,
    )
    assert not any(row.is_same for row in groups["Files"].rows)


def test_a_person_is_shown_what_comes_apart_says_why_and_can_take_it_back(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.analyst)
    one, other = scene.referrals["urgent"], scene.referrals["viewed"]
    address = reverse("clusters:judge_apart", args=[one, other])
    shown = client.get(address)
    assert len(shown.context["foreseen"].groups) == 2
    mark = _field(shown.content.decode(), "mark")
    assert "Why?" in client.post(address, {"mark": mark, "reason": ""}).content.decode()
    answer = client.post(address, {"mark": mark, "reason": "Two people of one household."}, follow=True)
    assert "Two people of one household." in answer.content.decode()
    assert other not in _members(answer)
    refused = client.post(address, {"mark": mark, "reason": "Again."}, follow=True)
    assert "Somebody said this already." in refused.content.decode()
    with acting_as(scene.analyst):
        (said,) = decisions_at([one])
    back = reverse("clusters:take_back", args=[one, said.id])
    mark = _field(client.get(back).content.decode(), "mark")
    again = client.post(back, {"mark": mark, "reason": "One person after all."}, follow=True)
    assert {one, other} <= _members(again)


def test_what_a_person_parted_is_said_with_what_it_shares_nevertheless(scene: Scene, signed_in: SignedIn) -> None:
    """On the cluster page, on that of the way between the two, on the referral, and on the command line."""
    one, other = scene.referrals["urgent"], scene.referrals["viewed"]
    shown = judging(scene.analyst, one, other, is_same=False, with_all=True)
    assert len(shown.judged.other_ids) > 1
    judge_referrals(scene.analyst, shown.judged, "Two people of one household.")
    client = signed_in(scene.analyst)
    denied = "No referral that you can see shares anything with this one."
    answer = client.get(reverse("clusters:cluster", args=[one]), {"to": str(other)})
    text = answer.content.decode()
    assert (answer.context["page"].size, answer.context["page"].way.ties) == (1, ())
    assert denied not in text
    assert "It stands alone" in text
    assert "A person said that it does not belong with" in text
    assert "What those share that a person parted" in text
    assert "A person parted them." in text
    assert "very far apart" not in text
    (shared,) = answer.context["page"].way.shared
    assert shared.reasons
    referral = client.get(reverse("referrals:referral", args=[one])).content.decode()
    assert denied not in referral
    assert "A person said that it does not belong with those with which it shares something." in referral
    names = [scene.references["urgent"], "--to", scene.references["viewed"]]
    printed = CliRunner().invoke(app, ["clusters", "show", *names])
    assert printed.exit_code == 0, printed.output
    assert "very far apart" not in printed.output
    assert "Two people of one household." in printed.output
    read = json.loads(CliRunner().invoke(app, ["clusters", "show", *names, "--json"]).output)
    assert [said["reason"] for said in read["way_parted_by"]] == ["Two people of one household."]
    assert {tie["left"] for tie in read["kept_apart"]} | {tie["right"] for tie in read["kept_apart"]} >= {str(one)}


def test_a_person_puts_two_bundles_together_on_a_page_that_says_what_comes_under_which_line(
    scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.analyst)
    one, other = scene.referrals["urgent"], scene.referrals["children"]
    bench = reverse("queues:bench", args=[one, other])
    address = reverse("clusters:judge_one_event", args=[one, other])
    assert address in client.get(bench).content.decode()
    shown = client.get(address)
    coming, under = shown.context["asked"].coming, shown.context["asked"].under
    assert {fact.id for fact in coming.named} | {under.id} == {one, other}
    mark = _field(shown.content.decode(), "mark")
    answer = client.post(address, {"mark": mark, "reason": "Both tell of the boat of Monday."}, follow=True)
    text = answer.content.decode()
    assert "Tell of one event" in text
    assert "Both tell of the boat of Monday." in text
    later = client.get(bench).content.decode()
    assert address not in later
    assert "A person said that they tell of one event." in later
    assert "count as one event already" in client.get(address, follow=True).content.decode()
    with acting_as(scene.analyst):
        (said,) = decisions_at([one])
    back = reverse("clusters:take_back", args=[one, said.id])
    page = client.get(back).content.decode()
    assert "Take back that they tell of one event" in page
    client.post(back, {"mark": _field(page, "mark"), "reason": "Two boats."})
    assert address in client.get(bench).content.decode()
    assert signed_in(scene.supervisor).get(address).status_code == 403


def test_nobody_acts_unawares_on_what_a_colleague_works_on(scene: Scene, signed_in: SignedIn) -> None:
    number, other = scene.referrals["urgent"], scene.referrals["viewed"]
    client = signed_in(scene.supervisor)
    address = reverse("referrals:change_priority", args=[number])
    given = {"band": "high", "reason": "The school knows the family."}
    empty = client.get(address).content.decode()
    take_item(scene.investigator, number)
    refused = client.post(address, {**given, "holders": _field(empty, "holders")})
    assert "Ines Ferry" in refused.content.decode()
    assert "Somebody works on it already" in refused.content.decode()
    for page in (
        reverse("referrals:referral", args=[number]),
        reverse("queues:bench", args=[number, other]),
        reverse("clusters:cluster", args=[other]),
        reverse("queues:queue"),
    ):
        assert "Ines Ferry" in client.get(page).content.decode(), page
    told = client.post(address, {**given, "holders": _field(refused.content.decode(), "holders")})
    assert told.status_code == 302
    own = signed_in(scene.investigator).post(address, given)
    assert own.status_code == 302
    take = reverse("cases:take", args=[number])
    assert "Ines Ferry" in client.get(take).content.decode()
    assert client.post(take, {"case": "new"}).status_code == 422


def test_an_act_from_the_work_bench_leads_back_to_it(scene: Scene, signed_in: SignedIn) -> None:
    number, other = scene.referrals["urgent"], scene.referrals["viewed"]
    client = signed_in(scene.supervisor)
    bench = reverse("queues:bench", args=[number, other])
    taken = client.post(reverse("queues:take", args=[number]), {"beside": str(other)})
    assert taken.headers["Location"] == bench
    address = reverse("referrals:change_priority", args=[number])
    assert _field(client.get(address, {"beside": str(other)}).content.decode(), "beside") == str(other)
    given = {"band": "high", "reason": "The school knows the family.", "beside": str(other)}
    assert client.post(address, given).headers["Location"] == bench


def test_waiting_times_are_for_whoever_answers_for_the_queue(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.supervisor)
    answer = client.get(reverse("queues:waiting"))
    tables = {table["title"]: table["rows"] for table in answer.context["tables"]}
    waiting = len(queue_page(scene.supervisor).lines)
    assert sum(row["count"] for row in tables["By priority"]) == answer.context["total"]["count"] == waiting
    assert [row["name"] for row in tables["By who has it"]] == ["Nobody"]
    assert [row["count"] for row in answer.context["duties"]] == [waiting]
    take_item(scene.investigator, scene.referrals["urgent"])
    held = client.get(reverse("queues:waiting"), {"held": "somebody"})
    assert [row["name"] for row in held.context["tables"][1]["rows"]] == ["Ines Ferry"]
    lines = client.get(reverse("queues:waiting_file"), {"held": "nobody"}).content.decode().splitlines()
    assert lines[0] == "group,name,waiting,oldest_hours,median_hours,ninth_decile_hours,late"
    assert sum(int(line.split(",")[2]) for line in lines if line.startswith("band,")) == waiting - 1
    assert signed_in(scene.investigator).get(reverse("queues:waiting")).status_code == 403


def test_the_desk_sees_which_force_has_done_nothing_yet(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.analyst).get(reverse("queues:waiting"))
    (sent,) = [table for table in answer.context["tables"] if table["heading"] == "Force"]
    lines = len(queue_page(scene.supervisor).lines)
    assert [(row["name"], row["count"]) for row in sent["rows"]] == [("Kent Police", lines)]


def test_the_api_serves_people_of_the_desk_and_no_credential(scene: Scene, signed_in: SignedIn) -> None:
    one, other = scene.referrals["urgent"], scene.referrals["viewed"]
    client = signed_in(scene.analyst)
    found = client.get(f"/api/v1/clusters/{one}", {"to": str(other)}).json()
    assert {str(one), str(other)} <= {member["referral_id"] for member in found["members"]}
    assert [tie["holds"] for tie in found["way"]] == [True]
    body = {"referral_id": str(one), "other_ids": [str(other)], "is_same": False, "reason": "Two people."}
    said = client.post("/api/v1/clusters/decisions", body, content_type="application/json")
    assert (said.status_code, len(said.json()["groups"])) == (201, 2)
    again = client.post("/api/v1/clusters/decisions", body, content_type="application/json")
    assert again.status_code == 409
    (decision,) = client.get(f"/api/v1/clusters/{one}").json()["decisions"]
    assert (decision["reason"], decision["by"]) == ("Two people.", "Ana Light")
    back = f"/api/v1/clusters/decisions/{decision['id']}/taken-back"
    assert client.post(back, {"reason": "One after all."}, content_type="application/json").status_code == 200
    force = signed_in(scene.supervisor)
    assert force.post("/api/v1/clusters/decisions", body, content_type="application/json").status_code == 403
    issued, _ = scene.world.credential(scene.world.desk)
    basic = b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    refused = Client().get(f"/api/v1/clusters/{one}", headers={"Authorization": f"Basic {basic}"})
    assert refused.status_code == 403


def test_the_api_puts_two_bundles_together_and_names_what_is_wrong(scene: Scene, signed_in: SignedIn) -> None:
    one, other = scene.referrals["urgent"], scene.referrals["children"]
    client = signed_in(scene.analyst)

    def post(**changes: object) -> Any:
        body = {
            "referral_id": str(one),
            "other_ids": [str(other)],
            "is_same": True,
            "is_one_event": True,
            "reason": "One boat.",
            **changes,
        }
        return client.post("/api/v1/clusters/decisions", body, content_type="application/json")

    for changes, field in (({"other_ids": []}, "other_ids"), ({"is_same": False}, "is_same")):
        refused = post(**changes)
        assert (refused.status_code, field in refused.content.decode()) == (422, True)
    assert post().status_code == 201
    assert post().status_code == 409
    found = client.get(f"/api/v1/clusters/{one}").json()
    assert [decision["is_one_event"] for decision in found["decisions"]] == [True]
    heads = {member["referral_id"]: member["duplicate_of"] for member in found["members"]}
    assert (heads[str(one)] or str(one)) == (heads[str(other)] or str(other))
    printed = CliRunner().invoke(app, ["clusters", "show", scene.references["urgent"]], env={"COLUMNS": "200"}).stdout
    assert "tell of one event" in printed


def test_the_command_line_shows_a_cluster_and_names_what_is_wrong(scene: Scene) -> None:
    one, other = scene.references["urgent"], scene.references["viewed"]
    shown = CliRunner().invoke(app, ["clusters", "show", one, "--to", other, "--json"])
    assert [tie["holds"] for tie in json.loads(shown.stdout)["way"]] == [True]
    table = CliRunner().invoke(app, ["clusters", "show", one], env={"COLUMNS": "200"}).stdout
    assert f"{one}: " in table
    assert other in table
    unknown = CliRunner().invoke(app, ["clusters", "show", "CW-00000000"])
    assert isinstance(unknown.exception, CommandFailed)
    assert "there is no referral 'CW-00000000'" in str(unknown.exception)
    elsewhere = CliRunner().invoke(app, ["clusters", "show", one, "--desk", "Nowhere"])
    assert "this hub has: Causeway Desk" in str(elsewhere.exception)
