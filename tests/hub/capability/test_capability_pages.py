"""Pages of capability: from an empty list to a published version, a review, and versions side by side."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.knowledge.capability.commands.assess import judge
from causeway.hub.knowledge.capability.commands.publish import publish_assessment
from causeway.hub.knowledge.capability.commands.review import invite_reviewer
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import Phase
from causeway.hub.knowledge.capability.queries.assessments import draft, overview
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.capability.conftest import Pair
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def client(pair: Pair) -> Client:
    return client_of(pair.supervisor)


def text(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(f"capability:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_assessment_is_started_and_a_capability_judged_with_evidence(pair: Pair, client: Client) -> None:
    assert "Nothing is published yet" in text(client, "list")
    answer = client.post(reverse("capability:new"), {"about": "Kent", "as_of": "2026-06-01", "begin_from": ""})
    assert answer.status_code == 302
    (found,) = overview(pair.supervisor).drafts
    assert "Nobody has been asked" in text(client, "draft", found.id)
    address = reverse("capability:judge", args=[found.id, "leadership"])
    told = {
        "phase": "2",
        "reasons": "A board meets.",
        "next_step": "Fund it",
        "next_step_on": "2026-12-01",
        "next": "1",
    }
    evidence = {"e0-kind": "link", "e0-text": "Minutes", "e0-where": "https://example.org/minutes"}
    answer = client.post(address, {**told, **evidence, "e1-kind": "link", "e1-text": "", "e1-where": ""})
    assert answer["Location"] == reverse("capability:judge", args=[found.id, "research"])
    judgement = draft(pair.supervisor, found.id).judgements.of("leadership")
    assert judgement.phase is Phase.PARTLY
    assert judgement.evidence[0].where == "https://example.org/minutes"
    assert "https://example.org/minutes" in text(client, "judge", found.id, "leadership")


def test_faults_are_named_at_their_fields_and_nothing_is_kept(pair: Pair, client: Client) -> None:
    assessment_id = pair.draft()
    address = reverse("capability:judge", args=[assessment_id, "leadership"])
    told = {"phase": "2", "reasons": "", "e0-kind": "link", "e0-text": "Minutes", "e0-where": "nowhere"}
    answer = client.post(address, told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "Evidence 1: Where to find it" in page
    assert "A link begins with" in page
    answer = client.post(address, {"phase": "2", "reasons": ""})
    assert "Say in your own words" in answer.content.decode()
    assert draft(pair.supervisor, assessment_id).judgements.lines == ()
    assert client.get(reverse("capability:judge", args=[assessment_id, "weather"])).status_code == 404


def test_a_peer_reviews_and_the_organisation_reads_it(pair: Pair, client: Client) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    answer = client.post(
        reverse("capability:invite", args=[assessment_id]), {"reviewer": str(pair.reviewer.organisation_id)}
    )
    assert answer.status_code == 302
    reviewer = client_of(pair.reviewer)
    assert "You are asked to review" in text(reviewer, "list")
    (asked,) = overview(pair.reviewer).asked
    address = reverse("capability:comment", args=[asked.id, "leadership"])
    assert "It is so." in reviewer.get(address).content.decode()
    assert reviewer.post(address, {"view": "disagree", "text": ""}).status_code == 422
    assert reviewer.post(address, {"view": "disagree", "text": "No means."}).status_code == 302
    assert reviewer.post(reverse("capability:review", args=[asked.id]), {"text": "Well begun."}).status_code == 302
    page = text(client, "draft", assessment_id)
    assert "Lantern Oversight disagrees" in page
    assert "Well begun." in page


def test_a_version_is_published_shown_printed_and_taken_away(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    administrator = client_of(pair.administrator)
    assert "20 capabilities are not judged" in text(administrator, "publish", assessment_id)
    assert administrator.post(reverse("capability:publish", args=[assessment_id])).status_code == 302
    (version,) = overview(pair.administrator).versions
    assert "Phase 2: Working in part" in text(administrator, "version", version.id)
    assert administrator.post(reverse("capability:share", args=[version.id]), {"shared": "yes"}).status_code == 302
    assert "Kent Police" in text(client_of(pair.outsider), "compare")
    exported = administrator.post(reverse("capability:export", args=[version.id]))
    lines = exported.content.decode().splitlines()
    assert len(lines) == 22
    assert lines[1].startswith("1,Policy and governance,Leadership,2,It is so.")
    document = administrator.post(reverse("capability:export_pdf", args=[version.id]))
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF-")


def test_versions_stand_side_by_side_and_can_be_taken_away(pair: Pair, client: Client) -> None:
    first = publish_assessment(pair.administrator, pair.draft(leadership=Phase.BUILDING))
    publish_assessment(pair.administrator, pair.draft(leadership=Phase.MATURITY))
    page = text(client, "compare")
    assert "cw-heat__cell--1" in page
    assert "cw-heat__cell--4" in page
    answer = client.post(reverse("capability:compare_export"), {"version": [str(first), "no version"]})
    assert answer.content.decode().splitlines()[1] == "1,Policy and governance,Leadership,1"


def test_an_empty_assessment_cannot_be_published(pair: Pair) -> None:
    answer = client_of(pair.administrator).post(reverse("capability:publish", args=[pair.draft()]))
    assert answer.status_code == 422
    assert "Judge at least one" in answer.content.decode()


def test_who_may_not_finds_no_page(pair: Pair, world: SmallWorld) -> None:
    assessment_id = pair.draft()
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    investigator = world.member(world.organisation(OrganisationKind.POLICE_FORCE), Role.INVESTIGATOR)
    for actor in (world.administrator(service), investigator, pair.outsider):
        for name, argument in (("draft", assessment_id), ("invite", assessment_id), ("review", invitation_id)):
            assert client_of(actor).get(reverse(f"capability:{name}", args=[argument])).status_code in {403, 404}


def test_a_late_step_and_a_review_that_waits_stand_on_the_start_page(pair: Pair, client: Client) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    late = Judgement(capability="helpline", next_step="Find people for the night", next_step_on=date(2026, 6, 2))
    judge(pair.supervisor, assessment_id, late)
    invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    assert "Assessments to review" in client_of(pair.reviewer).get("/").content.decode()
    publish_assessment(pair.administrator, assessment_id)
    assert "Find people for the night" in client.get("/").content.decode()
    assert "Assessments to review" not in client_of(pair.reviewer).get("/").content.decode()
