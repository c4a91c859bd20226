"""The desk's pages: what waits is seen, taken, decided and sent; each person sees what is theirs to see."""

import csv
import re
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Member
from causeway.hub.knowledge.banks.commands.curate import regrade_signal, withdraw_signal
from causeway.hub.road.candidates.commands.receive_candidate import receive_candidate
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.hub.road.candidates.models import Candidate, CandidateFile, DeskSettings
from causeway.hub.road.candidates.queries.desk import View, desk_page
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.candidates.desk_world import KNOB, Desk, reported, screened, warned
from hub.organisations.signing_in import client_of
from road.stories import bridge_picture


def _get(actor: Actor, name: str, *arguments: object, status: int = 200, query: str = "") -> str:
    answer = client_of(actor).get(reverse(f"candidates:{name}", args=arguments) + query)
    assert answer.status_code == status
    return answer.content.decode()


def _post(actor: Actor, name: str, *arguments: object, **form: Any) -> Any:
    return client_of(actor).post(reverse(f"candidates:{name}", args=arguments), form)


def test_one_press_takes_the_next_and_another_decides_it(desk: Desk) -> None:
    received = desk.receive(warned())
    assert "1 candidate waits for you." in _get(desk.first, "desk")
    answer = _post(desk.first, "next")
    assert answer["Location"] == reverse("candidates:candidate", args=[received.id])
    page = _get(desk.first, "candidate", received.id)
    assert "Sent gifts: 9" in page
    assert "What do you decide?" in page
    assert "What do you decide?" not in _get(desk.second, "candidate", received.id)
    faulty = _post(desk.first, "candidate", received.id, decision="refer", reason="It goes on.")
    assert faulty.status_code == 422
    assert "Choose what kind of harm you fear" in faulty.content.decode()
    answer = _post(desk.first, "candidate", received.id, decision="refer", concern="grooming", reason="It goes on.")
    assert answer["Location"] == reverse("intake_check", args=[received.id])
    check = client_of(desk.first).get(answer["Location"]).content.decode()
    assert "Decided by Robin Holt: It goes on." in check
    sent = client_of(desk.first).post(answer["Location"])
    assert sent["Location"] == reverse("intake_sent", args=[received.id])
    assert "CW-" in _get(desk.first, "desk", query="?view=referred")
    assert "Where it is, and what came of it" in _get(desk.first, "candidate", received.id)


def test_nothing_of_the_first_decision_stands_on_the_second_ones_page(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    desk.judge(desk.first, received.id, Decision.OTHER_BREACH, "Sold through a private group.", asks_second=True)
    take_candidate(desk.second, received.id)
    page = _get(desk.second, "candidate", received.id)
    assert "You give a second opinion" in page
    assert "private group" not in page
    assert "I want a second opinion" not in page
    assert "private group" in _get(desk.first, "candidate", received.id)


def test_a_withdrawn_signal_shows_as_withdrawn_beside_what_the_list_said(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    withdraw_signal(desk.bank.curator, desk.known, "It shows a bridge.")
    page = _get(desk.first, "candidate", received.id)
    assert "Withdrawn" in page
    assert "Your list said: Confirmed" in page
    assert "A signal is never proof" in page


def test_the_category_is_the_one_that_the_bank_gives_now(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    assert ">A<br>" in _get(desk.first, "candidate", received.id)
    regrade_signal(desk.bank.curator, desk.known, "B", "It shows a smaller bridge.")
    assert ">B<br>" in _get(desk.first, "candidate", received.id)


def test_digests_alone_are_named_on_every_page_up_to_the_referral(desk: Desk) -> None:
    told = screened(desk.known)
    assert told.upload is not None
    received = desk.receive(replace(told, upload=replace(told.upload, digests=None, name=None)))
    assert "No file came; your service keeps it." in _get(desk.first, "candidate", received.id)
    desk.judge(desk.first, received.id, Decision.REFER)
    pages = client_of(desk.first)
    assert "File without a name" in pages.get(reverse("intake_check", args=[received.id])).content.decode()
    files = pages.get(reverse("intake_files", args=[received.id])).content.decode()
    assert "Digests only, no file" in files
    assert told.upload.hits[0].value in files


def test_earlier_decisions_on_the_account_and_on_the_file_are_shown(desk: Desk) -> None:
    earlier = desk.receive(reported(handle="knob.seller"))
    desk.judge(desk.first, earlier.id, Decision.NOT_HARMFUL)
    elsewhere = desk.receive(screened(desk.known, handle="other.seller"))
    page = _get(desk.first, "candidate", desk.receive(screened(desk.known)).id)
    assert earlier.reference in page
    assert "Other candidates of this account" in page
    assert elsewhere.reference in page
    assert "The same file elsewhere" in page


def test_a_picture_opens_blurred_for_whoever_holds_it_and_clear_by_a_step(desk: Desk) -> None:
    received = desk.receive(screened(desk.known, data=bridge_picture()), bridge_picture())
    with acting_as(desk.program):
        file_id = CandidateFile.objects.get().id
    assert "Take the candidate on to look at its files" in _get(desk.first, "file", file_id)
    picture = reverse("candidates:picture", args=[file_id])
    assert client_of(desk.first).get(picture).status_code == 404
    take_candidate(desk.first, received.id)
    client = client_of(desk.first)
    assert "Show it blurred" in client.get(reverse("candidates:file", args=[file_id])).content.decode()
    blurred = client.get(picture)
    assert (blurred.status_code, blurred["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in blurred["Cache-Control"]
    page = client.post(reverse("candidates:file", args=[file_id])).content.decode()
    (address,) = re.findall(r'src="([^"]+clear=[^"]+)"', page)
    assert client.get(address.replace("&amp;", "&")).status_code == 200
    assert client_of(desk.second).get(address).status_code == 404


def test_a_member_puts_up_what_was_seen_and_a_form_that_says_nothing_is_shown_again(desk: Desk) -> None:
    empty = _post(desk.first, "report", handle="")
    assert empty.status_code == 422
    assert "Say what was seen, or name an account or a file" in empty.content.decode()
    file = SimpleUploadedFile("knob.jpg", KNOB)
    answer = _post(desk.first, "report", seen="Sent to nine members.", handle="knob.seller", files=file)
    assert answer["Location"] == reverse("candidates:desk")
    with acting_as(desk.program):
        (row,) = Candidate.objects.all()
        assert CandidateFile.objects.get().sealed_id is not None
    assert row.source == "user_report"
    assert "knob.seller" in _get(desk.first, "desk")
    assert "What your banks say of it now besides" in _get(desk.first, "candidate", row.id)


def test_whoever_hears_of_something_puts_it_up_without_seeing_the_desk(desk: Desk) -> None:
    sender = desk.world.member(desk.service, Role.SENDER)
    address = reverse("candidates:report")
    answer = client_of(sender).post(address, {"seen": "Sent to nine members."}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "waits at the desk" in answer.content.decode()


def test_a_list_of_many_takes_as_many_queries_as_a_list_of_few(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill() -> None:
        for _ in range(3):
            received = desk.receive(screened(desk.known, handle="knob.seller"))
            desk.judge(desk.first, received.id, Decision.REFER)
            desk.receive(warned(handle="toll.keeper"))

    fill()
    with CaptureQueriesContext(connection) as few:
        desk_page(desk.first), desk_page(desk.first, View.REFERRED)
    fill()
    with django_assert_num_queries(len(few)):
        desk_page(desk.first), desk_page(desk.first, View.REFERRED)


def _taken_away(desk: Desk) -> list[dict[str, str]]:
    answer = client_of(desk.supervisor).get(reverse("candidates:export"))
    return list(csv.DictReader(StringIO(answer.getvalue().decode())))


def _opinions_taken_away(desk: Desk) -> set[str]:
    return {row["second_opinion"] for row in _taken_away(desk)}


def test_a_supervisor_reads_figures_without_names_and_takes_them_away(desk: Desk) -> None:
    first, second = desk.receive(screened(desk.known)), desk.receive(reported())
    desk.judge(desk.first, first.id, Decision.NOT_HARMFUL, asks_second=True)
    desk.judge(desk.second, first.id, Decision.NOT_HARMFUL)
    desk.judge(desk.first, second.id, Decision.OTHER_BREACH)
    of_few = _get(desk.supervisor, "figures")
    assert "1 agreed with the first" not in of_few
    assert "at least ten work at the desk" in of_few
    assert _opinions_taken_away(desk) == {"not told"}
    desk.grow()
    page = _get(desk.supervisor, "figures")
    assert "1 agreed with the first, 0 did not." in page
    assert "Robin Holt" not in page
    _get(desk.first, "figures", status=403)
    told = {(row["source"], row["decision"], row["second_opinion"], row["candidates"]) for row in _taken_away(desk)}
    assert told == {("screening", "not_harmful", "agreed", "1"), ("user_report", "other_breach", "none", "1")}


def test_a_supervisor_sets_up_the_desk_and_a_reviewer_does_not(desk: Desk) -> None:
    numbers = {
        "lock_minutes": "20",
        "days_undecided": "60",
        "days_dismissed": "14",
        "days_appealable": "200",
        "checks_percent": "3",
    }
    spared = {"break_after_looks": "10", "break_after_minutes": "0", "clear_looks_a_day": "50", "appeal_days": "10"}
    chosen = {"second_opinion_for": ["refer"], **numbers, **spared}
    assert _post(desk.supervisor, "settings", **chosen).status_code == 302
    assert _post(desk.supervisor, "settings", **{**chosen, "lock_minutes": "1"}).status_code == 422
    assert _post(desk.first, "settings", **chosen).status_code == 403
    shorter = _post(desk.supervisor, "settings", **{**chosen, "days_appealable": "60"})
    assert shorter.status_code == 422
    assert "six months to appeal" in shorter.content.decode()
    ground = {"days_appealable": "60", "shorter_because": "We are a small enterprise."}
    assert _post(desk.supervisor, "settings", **{**chosen, **ground}).status_code == 302
    with acting_as(desk.program):
        assert DeskSettings.objects.get().lock_minutes == 20
    received = desk.receive(warned())
    assert desk.judge(desk.first, received.id, Decision.REFER).decision is None


@pytest.mark.parametrize("role", [Role.SENDER, Role.ADMINISTRATOR])
def test_whoever_is_no_reviewer_reads_no_candidate(desk: Desk, role: Role) -> None:
    received = desk.receive(reported())
    other = desk.world.member(desk.service, role)
    _get(other, "desk", status=403)
    _get(other, "candidate", received.id, status=403)


def test_nobody_of_another_organisation_finds_a_candidate(desk: Desk) -> None:
    received = desk.receive(reported())
    other = desk.world.organisation(OrganisationKind.SERVICE)
    _get(desk.world.member(other, Role.REVIEWER), "candidate", received.id, status=404)
    _get(desk.world.member(desk.bank.force, Role.SUPERVISOR), "candidate", received.id, status=403)


def test_the_one_person_of_a_small_service_opens_its_desk_by_one_press_and_decides_alone(desk: Desk) -> None:
    small = desk.world.organisation(OrganisationKind.SERVICE)
    own = desk.world.administrator(small)
    assert "Open a reviewers’ desk" in client_of(own).get("/").content.decode()
    assert _post(own, "open")["Location"] == reverse("candidates:desk")
    alone = replace(own, roles=own.roles | {Role.REVIEWER, Role.SUPERVISOR, Role.SENDER})
    with acting_as(alone):
        assert {role.value for role in alone.roles} == set(Member.objects.get().roles)
    received = receive_candidate(alone, reported())
    assert desk.judge(alone, received.id, Decision.CANNOT_TELL).decision is Decision.CANNOT_TELL
    again = client_of(own).post(reverse("candidates:open"), follow=True).content.decode()
    assert "Somebody reviews here already" in again
    assert _post(desk.first, "open").status_code == 403
    assert _post(desk.world.administrator(desk.bank.force), "open").status_code == 403
