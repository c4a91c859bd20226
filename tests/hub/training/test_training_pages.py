"""The pages of training, for those who may and those who may not."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from causeway.hub.knowledge.training.commands.take_test import start_test
from causeway.hub.knowledge.training.content import QuestionKind
from causeway.hub.knowledge.training.queries.attempts import attempt_of
from causeway.hub.knowledge.training.queries.mine import my_training
from causeway.hub.knowledge.training.skills import NEVER_GATED_TASKS
from causeway.hub.knowledge.training.words import TestKind
from causeway.vocabulary.organisations import Role
from hub.organisations.signing_in import client_of
from hub.training.conftest import FIRST_RESPONSE, IMAGES, NOW, School, right_answers, take
from road.stories import bridge_picture


def seen(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(f"training:{name}", args=arguments), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_member_learns_from_the_first_page_to_the_printed_certificate(school: School) -> None:
    client = client_of(school.learner)
    mine = seen(client, "mine")
    assert "Next for you" in mine
    assert f'href="{reverse("training:section", args=[FIRST_RESPONSE, 1])}"' not in mine  # the pre-test comes first
    page = seen(client, "section", FIRST_RESPONSE, 2)
    assert "Check yourself" in page
    checked = client.post(reverse("training:section", args=[FIRST_RESPONSE, 2]), {"d1": "0"}).content.decode()
    assert "Not right" in checked
    assert "Neither copies nor deletion" in checked
    assert "Go on at page 2" in seen(client, "module", FIRST_RESPONSE)
    begun = client.post(reverse("training:begin_test", args=[FIRST_RESPONSE, "post"]))
    attempt = attempt_of(school.learner, begun.headers["Location"].split("/")[3])  # type: ignore[arg-type]
    answers = right_answers(attempt)
    form = {code: list(answer) for code, answer in answers.items()}
    ranks = {f"f07.{place}": str(place + 1) for place in range(4)}
    client.post(begun.headers["Location"], {**form, **ranks})
    assert "6 of 6 right" in client.get(begun.headers["Location"]).content.decode()
    (view,) = my_training(school.learner, language="en", now=NOW).certificates
    assert "Download to print" in seen(client, "certificate", view.id)
    pdf = client.get(reverse("training:certificate_pdf", args=[view.id]))
    assert pdf.content.startswith(b"%PDF-")
    public = Client().post(reverse("training:check"), {"code": view.code, "name": "Robin Holt"}).content.decode()
    assert "Valid" in public
    assert "It is of the person whom you named" in public
    assert "Robin Holt</" not in public


def test_a_test_with_questions_left_out_is_handed_in_only_by_whoever_is_sure(school: School) -> None:
    client = client_of(school.learner)
    address = client.post(reverse("training:begin_test", args=[FIRST_RESPONSE, "pre"])).headers["Location"]
    attempt_id = address.split("/")[3]
    attempt = attempt_of(school.learner, attempt_id)  # type: ignore[arg-type]
    single = next(question for question in attempt.questions if question.kind is QuestionKind.SINGLE)
    asked_again = client.post(address, {single.code: "0"})
    assert asked_again.status_code == 422
    page = asked_again.content.decode()
    assert f"{len(attempt.questions) - 1} questions have no answer" in page
    for question in attempt.questions:
        assert (f'<a href="#{question.code}' in page) is (question is not single)
    assert f'name="{single.code}" value="0" checked' in page
    assert attempt_of(school.learner, attempt_id).finished_at is None  # type: ignore[arg-type]
    assert client.post(address, {single.code: "0", "is_sure": "yes"}).status_code == 302
    assert attempt_of(school.learner, attempt_id).answers[single.code] == ("0",)  # type: ignore[arg-type]


def test_a_scenario_shows_what_a_choice_led_to(school: School) -> None:
    client = client_of(school.learner)
    page = seen(client, "section", FIRST_RESPONSE, 4, **{"from": "safe", "chose": "1"})
    assert "Think again" in page
    assert "The account is deleted within minutes" in page
    assert "The scenario ends here" in page
    assert "What do you do?" in seen(client, "section", FIRST_RESPONSE, 4, **{"from": "no", "chose": "77"})


def test_a_failed_test_gives_no_answer_away(school: School) -> None:
    done = take(school.learner, TestKind.POST, rightly=False, module=FIRST_RESPONSE)
    page = seen(client_of(school.learner), "attempt", done.attempt_id)
    assert "0 of 6 right" in page
    assert "govuk-panel" not in page  # green is for what went well
    assert page.count("govuk-inset-text") == 1
    assert "Not right" in page


@pytest.mark.parametrize("name", ["team", "to_confirm", "overrides", "rules", "paths", "writing", "qualities"])
def test_pages_of_those_who_lead_are_closed_to_others(school: School, name: str) -> None:
    assert client_of(school.learner).get(reverse(f"training:{name}")).status_code == 403


def test_the_page_of_rules_names_every_task_that_none_holds_up(school: School) -> None:
    page = client_of(school.supervisor).get(reverse("training:rules")).content.decode()
    assert [code for code, task in NEVER_GATED_TASKS.items() if f"<li>{task}</li>" not in page] == []


def test_whoever_leads_sees_rules_paths_and_the_team(school: School) -> None:
    take(school.learner, TestKind.POST, rightly=True)
    client = client_of(school.supervisor)
    for name in ("team", "to_confirm", "overrides", "rules", "paths", "writing"):
        seen(client, name)
    assert "Robin Holt" in client.get(reverse("training:team_csv")).content.decode("utf-8-sig")
    assert (
        client.post(reverse("training:rule", args=["grooming"]), {"rule": "gate", "mentored_tasks": "2"}).status_code
        == 302
    )
    assert (
        client.post(
            reverse("training:rule", args=["safeguarding"]), {"rule": "gate", "mentored_tasks": "0"}
        ).status_code
        == 422
    )
    added = {"do": "add", "module_id": str(FIRST_RESPONSE), "is_required": "no", "valid_months": "12"}
    assert client.post(reverse("training:path", args=["analyst"]), added).status_code == 302
    assert "Our own" in seen(client, "paths")
    assert "Robin Holt" in seen(client, "member", school.learner.member_id)
    assert "No survey yet" in seen(client_of(school.trainer), "quality", IMAGES)


def test_a_trainer_writes_a_module_in_the_browser(school: School) -> None:
    client = client_of(school.trainer)
    begun = client.post(reverse("training:begin"), {"title": "Records", "about": "How to read them.", "language": "en"})
    draft_id = begun.headers["Location"].split("/")[3]
    assert "Choose a file" in client.post(reverse("training:begin"), {}).content.decode()
    assert "Take the picture out" not in seen(client, "draft_page", draft_id, "new")
    picture = SimpleUploadedFile("bridge.jpg", bridge_picture(), "image/jpeg")
    page = {"title": "One", "text": "First\n\n- a\n- b", "picture": picture, "alt": "A bridge"}
    assert client.post(reverse("training:draft_page", args=[draft_id, "new"]), {**page, "alt": ""}).status_code == 422
    picture.seek(0)
    assert client.post(reverse("training:draft_page", args=[draft_id, "new"]), page).status_code == 302
    question = {"kind": "single", "text": "Which?", "options": "* left\nright", "feedback": "Because."}
    assert client.post(reverse("training:draft_question", args=[draft_id, "test", "new"]), question).status_code == 302
    head = {"title": "Records", "about": "x", "skill": "", "minutes": "5", "valid_months": "12", "size": "1"}
    rules = {"pass_percent": "80", "attempts": "3", "wait_hours": "1"}
    assert client.post(reverse("training:draft_head", args=[draft_id]), {**head, **rules}).status_code == 302
    assert "1 in the bank; 1 is drawn for each test" in seen(client, "draft", draft_id)
    preview = seen(client, "preview", draft_id)
    assert "<li>a</li>" in preview
    assert 'alt="A bridge"' in preview
    client.post(reverse("training:send", args=[draft_id]))
    assert "Training modules to review" in client_of(school.supervisor).get("/").content.decode()
    returned = {"decision": "return", "comments": "Say which records."}
    client_of(school.supervisor).post(reverse("training:review", args=[draft_id]), returned)
    assert "Training modules that came back to you" in client.get("/").content.decode()
    client.post(reverse("training:send", args=[draft_id]))
    assert (
        client_of(school.supervisor)
        .post(reverse("training:review", args=[draft_id]), {"decision": "publish"})
        .status_code
        == 302
    )
    learner = client_of(school.learner)
    found = re.search(r"modules/([0-9a-f-]+)/[^>]*>\s*Records", seen(learner, "library"))
    assert found is not None
    page_of_it = seen(learner, "module", found[1])
    assert "1 question, drawn at random" in page_of_it
    assert "After 3 tries there is a wait of 1 hour." in page_of_it


def test_a_scenario_is_written_step_by_step(school: School) -> None:
    client = client_of(school.trainer)
    begun = client.post(reverse("training:begin"), {"title": "Records", "about": "x", "language": "en"})
    draft_id = begun.headers["Location"].split("/")[3]
    client.post(reverse("training:draft_page", args=[draft_id, "new"]), {"title": "A bridge", "text": ""})
    code = client.get(reverse("training:draft", args=[draft_id])).content.decode().split("/pages/")[1].split("/")[0]
    address = reverse("training:draft_step", args=[draft_id, code, "new"])
    first = {"code": "start", "text": "You stand at a bridge.", "text1": "Cross", "consequence1": "You are over."}
    assert client.post(address, first).status_code == 422
    assert client.post(address, {**first, "leads_to1": "end"}).status_code == 302
    assert "leads to “end”, which is not there" in seen(client, "draft", draft_id)
    assert client.post(address, {"code": "end", "text": "Done."}).status_code == 302
    assert "Before it can be reviewed" not in seen(client, "draft", draft_id)


def test_the_start_page_says_what_is_due(school: School) -> None:
    page = client_of(school.learner).get("/").content.decode()
    assert "My training" in page
    start_test(school.learner, IMAGES, TestKind.PRE, language="en", now=NOW)
    assert "Not yet" in page


def test_the_desk_compares_forces_and_others_do_not(school: School) -> None:
    desk = school.world.member(school.world.desk, Role.SUPERVISOR)
    assert "No count yet" in seen(client_of(desk), "forces")
    assert client_of(school.supervisor).get(reverse("training:forces")).status_code == 403


def test_a_public_check_of_an_unknown_code_says_no_more(school: School) -> None:
    answer = Client().post(reverse("training:check"), {"code": "ABCD-EFGH", "name": ""})
    assert answer.status_code == 422
    assert "There is no certificate of this code" in answer.content.decode()
