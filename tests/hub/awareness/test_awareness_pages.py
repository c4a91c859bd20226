"""The pages, as the people use them."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.test import Client

from causeway.hub.commons.awareness.commands.hold_session import HeldCounts, plan_session, report_session
from causeway.hub.commons.awareness.commands.issue_bulletin import publish_bulletin, write_bulletin
from causeway.hub.commons.awareness.commands.keep_material import publish_material, write_material
from hub.awareness.conftest import Partners, a_bulletin, a_lesson, a_session
from hub.organisations.signing_in import client_of


def last_part(client: Client, path: str, told: Mapping[str, object]) -> UUID:
    """Post a form that makes something; gives its identifier from the address that it leads to."""
    answer = client.post(path, told)
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def text_of(client: Client, path: str) -> str:
    """A page's HTML."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_material_is_written_published_and_read(partners: Partners) -> None:
    officer = client_of(partners.officer)
    told = {"title": "Bridges", "kind": "lesson", "audience": "pupils", "age_from": 9, "language": "en"}
    told |= {"summary": "A lesson.", "body": "Draw a bridge."}
    key = last_part(officer, "/awareness/material/write/", told)
    assert "Draft" in text_of(officer, f"/awareness/material/{key}/")
    assert officer.post(f"/awareness/material/{key}/publish/").status_code == 302
    teacher = client_of(partners.teacher)
    assert "Bridges" in text_of(teacher, "/awareness/material/?age=10&audience=pupils")
    page = text_of(teacher, f"/awareness/material/{key}/")
    assert "Draw a bridge." in page
    assert "English." in page
    assert teacher.get(f"/awareness/material/{key}/change/").status_code == 404
    dutch = last_part(officer, f"/awareness/material/write/?translation_of={key}", told | {"language": "nl"})
    assert f"/awareness/material/{key}/" in text_of(officer, f"/awareness/material/{dutch}/")


def test_a_form_with_a_fault_says_where(partners: Partners) -> None:
    officer = client_of(partners.officer)
    answer = officer.post("/awareness/material/write/", {"title": "Bridges", "audience": "pupils", "language": "en"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert officer.get("/awareness/material/write/?translation_of=no").status_code == 404


def test_a_session_is_planned_reported_and_followed_up(partners: Partners) -> None:
    officer, teacher = client_of(partners.officer), client_of(partners.teacher)
    publish_material(partners.officer, lesson := write_material(partners.officer, a_lesson()))
    told = {"title": "An hour", "held_on": "2026-03-12", "school": str(partners.school.id), "audience": "pupils"}
    told |= {"language": "en", "materials": str(lesson)}
    key = last_part(officer, "/awareness/sessions/plan/", told)
    counts = {"attended": 30, "asked": 28, "knew_before": 10, "knew_after": 27, "came_forward": 2}
    assert officer.post(f"/awareness/sessions/{key}/held/", counts).status_code == 302
    assert "Of 28 asked: 10 before, 27 after" in text_of(officer, "/awareness/sessions/")
    assert "Mend the numbers" in text_of(officer, f"/awareness/sessions/{key}/")
    assert "Mend the numbers" not in text_of(teacher, f"/awareness/sessions/{key}/")
    assert teacher.post(f"/awareness/sessions/{key}/", {"changed": "A worry box."}).status_code == 302
    assert "A worry box." in text_of(officer, f"/awareness/sessions/{key}/")


def test_the_file_of_sessions_runs_no_formula(partners: Partners) -> None:
    report_session(partners.officer, plan_session(partners.officer, a_session(title="=1+1")), HeldCounts(attended=3))
    answer = client_of(partners.officer).get("/awareness/sessions/sessions.csv")
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("held_on,title,place")
    assert "'=1+1" in lines[1]


def test_a_bulletin_is_published_asked_about_and_answered(partners: Partners) -> None:
    analyst, teacher = client_of(partners.analyst), client_of(partners.teacher)
    told = {"title": "This autumn", "readers": "schools", "language": "en", "summary": "More games.", "body": "Ask."}
    key = last_part(analyst, "/awareness/bulletins/write/", told | {"with_figures": "on"})
    assert "Nothing was received in these quarters." in text_of(analyst, f"/awareness/bulletins/{key}/")
    assert analyst.post(f"/awareness/bulletins/{key}/publish/").status_code == 302
    assert "This autumn" in text_of(teacher, "/")
    assert teacher.post(f"/awareness/bulletins/{key}/", {"text": "Which ages?"}).status_code == 302
    assert "Questions about your bulletins" in text_of(analyst, "/")
    (question,) = re.findall(r"/awareness/questions/([0-9a-f-]{36})/", text_of(analyst, "/awareness/questions/"))
    assert analyst.post(f"/awareness/questions/{question}/", {"answer": "From nine."}).status_code == 302
    assert "From nine." in text_of(teacher, f"/awareness/bulletins/{key}/")
    assert analyst.post(f"/awareness/bulletins/{key}/withdraw/", {"reason": "It is over."}).status_code == 302
    assert "It is over." in text_of(teacher, f"/awareness/bulletins/{key}/")


def test_words_of_others_are_shown_as_words(partners: Partners) -> None:
    publish_bulletin(partners.analyst, key := write_bulletin(partners.analyst, a_bulletin(body="<script>x</script>")))
    assert "<script>x" not in text_of(client_of(partners.teacher), f"/awareness/bulletins/{key}/")


def test_a_school_asks_and_the_force_answers(partners: Partners) -> None:
    teacher, officer = client_of(partners.teacher), client_of(partners.officer)
    assert "call your emergency number" in text_of(teacher, "/awareness/help/ask/")
    told = {"kind": "session", "helper": str(partners.force.id), "title": "An hour", "text": "Sixty pupils."}
    key = last_part(teacher, "/awareness/help/ask/", told | {"contact": "Mo Teal", "contact_email": "teal@example.org"})
    assert "Partners ask for help" in text_of(officer, "/")
    assert officer.post(f"/awareness/help/{key}/", {"text": "Gladly."}).status_code == 302
    assert "Gladly." in text_of(teacher, f"/awareness/help/{key}/")
    assert officer.get(f"/awareness/help/{key}/close/").status_code == 403
    assert teacher.post(f"/awareness/help/{key}/close/", {"helped": "yes"}).status_code == 302
    assert "It helped" in text_of(officer, "/awareness/help/?over=1")


def test_empty_lists_say_what_will_stand_there(partners: Partners) -> None:
    teacher = client_of(partners.teacher)
    for path, words in (
        ("/awareness/", "No bulletin yet"),
        ("/awareness/material/", "No material fits"),
        ("/awareness/sessions/", "No session fits"),
        ("/awareness/help/", "No request here"),
    ):
        assert words in text_of(teacher, path)


def test_a_school_chooses_whom_it_asks_and_finds_the_way_on_its_start_page(partners: Partners) -> None:
    teacher = client_of(partners.teacher)
    assert 'href="/awareness/help/ask/"' in text_of(teacher, "/")
    told = {"kind": "session", "title": "An hour", "text": "Sixty pupils.", "contact": "Mo Teal"}
    refused = teacher.post("/awareness/help/ask/", told | {"contact_email": "teal@example.org"})
    assert (refused.status_code, "helper" in refused.context["form"].errors) == (422, True)
    assert "Choose one" in text_of(teacher, "/awareness/help/ask/")
