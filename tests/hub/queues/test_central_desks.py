"""Referrals for other countries: to a central desk of this hub by program, outside by hand, and nowhere unseen."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyrage import decrypt, x25519

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.models import Clock
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.road.evidence.package import PublicKeyLock
from causeway.hub.road.queues.commands.send_waiting import send_waiting
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.packages.pack_for_outside import pack_for_outside
from causeway.hub.road.queues.queries.page import queue_page
from causeway.hub.road.queues.queries.route_choices import route_choices
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.hub.road.routes.commands.central_desks import (
    NewCentralDesk,
    close_central_desk,
    register_central_desk,
    verify_central_desk,
)
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.outside import enter_acknowledgement, mark_sent, take_back_outside
from causeway.hub.road.routes.commands.send import aim, would_be_lost
from causeway.hub.road.routes.models import CentralDesk, OutsideHandOver, RouteCorrection
from causeway.hub.road.routes.queries.corrections import rules_that_erred
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.hub.road.routes.queries.hand_over_choices import hand_over_choices
from causeway.routing import Verdict
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Concern, Party, PartyRole, Referral
from hub.desk_at_work import DeskAtWork, about
from hub.pages.scene import streamed


def abroad(country: str = "France", handle: str = "lantern") -> Referral:
    """A referral about a child who lives in another country."""
    child = Party(role=PartyRole.VICTIM, is_child=True, addresses=(Address(city="Tidewater", country=country),))
    told = about(handle, force=None)
    return Referral(concern=Concern.GROOMING, platform="Harbour Chat", parties=(told.parties[0], child))


def registered(
    road: DeskAtWork, *, organisation: Organisation | None = None, countries: tuple[str, ...] = ("FR",)
) -> UUID:
    """A central desk that one person registered and another verified."""
    keeper, second = (
        road.world.member(road.world.desk, Role.ANALYST),
        road.world.member(road.world.desk, Role.SUPERVISOR),
    )
    number = register_central_desk(
        keeper,
        NewCentralDesk(
            name=organisation.name if organisation else f"Lantern Desk {countries[0]}",
            countries=countries,
            note="Named by the national unit.",
            organisation_id=organisation.id if organisation else None,
            mailbox="desk@example.org",
            channel="By the secure mail of the national unit",
        ),
    )
    verify_central_desk(second, number, "Called back by the number in the directory of units.")
    return number


def line(road: DeskAtWork, referral_id: UUID, organisation: Organisation | None = None) -> QueueItem:
    """The line of a referral in an organisation's queue, the desk's where none is given."""
    with acting_as(road.program(organisation or road.world.desk)):
        return QueueItem.objects.get(referral_id=referral_id)


def sees(road: DeskAtWork, organisation: Organisation, referral_id: UUID) -> bool:
    """Whether an organisation sees a referral."""
    with acting_as(road.program(organisation)):
        return bool(facts_of([referral_id]))


def test_the_program_sends_to_the_one_central_desk_that_is_a_member_and_to_nobody_else(road: DeskAtWork) -> None:
    french = road.world.organisation(OrganisationKind.POLICE_FORCE, "Bureau Lantern", country="FR")
    road.world.agree(road.world.desk, french, Category.REFERRAL)
    registered(road, organisation=french)
    theirs, other = road.send(abroad()), road.send(about("tidepool"))
    road.work()
    assert sees(road, french, theirs)
    assert not sees(road, french, other)
    assert not sees(road, road.kent, theirs)
    with acting_as(road.desk):
        route = standing_route(theirs)
    assert route is not None
    assert route.receiver_id == french.id
    assert "central desk of France: Bureau Lantern" in route.why
    assert not line(road, theirs).needs_route
    assert line(road, theirs, french).closed_at is None


def test_a_later_telling_that_names_only_the_country_goes_with_the_first_to_its_force(road: DeskAtWork) -> None:
    force_code = "IE-ER-WW"
    irish = road.world.organisation(OrganisationKind.POLICE_FORCE, "Garda Wexford", country="IE", force_code=force_code)
    road.world.agree(road.world.desk, irish, Category.REFERRAL)
    child = Party(
        role=PartyRole.VICTIM, is_child=True, addresses=(Address(city="Wexford", region="Wexford", country="IE"),)
    )
    first = road.send(Referral(concern=Concern.GROOMING, platform="Harbour Chat", parties=(child,)))
    road.work()
    with acting_as(road.desk):
        route = standing_route(first)
        assert route is not None
        assert route.receiver_id == irish.id
        (found,) = (one for one in route.candidates if one.force == force_code)
        for country, is_lost in (("IE", False), ("FR", True)):
            assert would_be_lost(aim((replace(found, force=None, country=country),)), first) is is_lost


def test_without_a_registered_desk_the_line_says_so_and_is_counted_by_country(road: DeskAtWork) -> None:
    number = road.send(abroad())
    road.work()
    with acting_as(road.desk):
        route = standing_route(number)
    assert route is not None
    assert "No central desk of France is registered; register one, or send it by hand." in route.why
    assert (line(road, number).needs_route, line(road, number).route_country) == (True, "FR")


def test_a_desk_outside_is_sent_to_by_hand_and_the_clock_runs_until_its_answer_is_entered(road: DeskAtWork) -> None:
    registered(road)
    number = road.send(abroad())
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    assert not line(road, number).needs_route
    assert line(road, number).closed_at is None
    with pytest.raises(Conflict):
        enter_acknowledgement(analyst, number, "L-7")
    mark_sent(analyst, number, "By the secure mail of the national unit")
    with pytest.raises(Conflict):
        mark_sent(analyst, number, "Again")
    with pytest.raises(Invalid):
        enter_acknowledgement(analyst, number, "L-7", at=timezone.now() - timedelta(days=2))
    road.work()
    with acting_as(road.desk):
        clock = Clock.objects.get(kind="outside_hand_over")
        assert clock.stopped_at is None
        assert OutsideHandOver.objects.get().due_at == clock.due_at
    enter_acknowledgement(analyst, number, "L-7")
    road.work()
    with acting_as(road.desk):
        assert Clock.objects.get(kind="outside_hand_over").stopped_at is not None
    assert line(road, number).closed_at is not None


def test_what_is_added_after_the_answer_opens_the_line_and_is_sent_anew(road: DeskAtWork) -> None:
    desk_id = registered(road)
    number = road.send(abroad())
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    with pytest.raises(Conflict):
        change_route(analyst, number, desk_id, "Again.")
    mark_sent(analyst, number, "By post")
    enter_acknowledgement(analyst, number, "L-7")
    road.work()
    supplement_referral(road.sender, number, NewSupplement(text="The room has another name now."))
    road.work()
    assert line(road, number).closed_at is None
    change_route(analyst, number, desk_id, "They need what was added.")
    road.work()
    with acting_as(road.desk):
        assert OutsideHandOver.objects.filter(answer=None).count() == 1


def test_what_an_outside_desk_declines_needs_a_route_again(road: DeskAtWork) -> None:
    registered(road)
    number = road.send(abroad())
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    mark_sent(analyst, number, "By courier")
    take_back_outside(analyst, number, "They say that the town lies elsewhere.", is_declined=True)
    road.work()
    assert line(road, number).needs_route
    with pytest.raises(NotFound):
        mark_sent(analyst, number, "By courier")


def test_a_later_telling_for_outside_stands_by_itself_and_is_sent_by_itself(road: DeskAtWork) -> None:
    registered(road)
    first = road.send(replace(abroad(), sender_reference="HC-1"))
    road.work()
    again = road.send(replace(abroad(), sender_reference="HC-1"))
    nowhere = road.send(about("lantern", force=None, sender_reference="HC-1"))
    road.work()
    assert all(line(road, number).is_line for number in (first, again, nowhere))
    assert [line(road, number).needs_route for number in (first, again, nowhere)] == [False, False, True]
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    for number in (first, again):
        mark_sent(analyst, number, "By post")


def test_what_waited_and_was_sent_meanwhile_is_not_sent_to_a_second_country(road: DeskAtWork) -> None:
    waits, went = road.send(abroad()), road.send(abroad(handle="tidepool"))
    road.work()
    french, belgian = registered(road), registered(road, countries=("BE",))
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    change_route(analyst, went, belgian, "The family moved to Belgium.")
    assert line(road, went).needs_route, "the line is not made anew yet"
    assert send_waiting(analyst, french, [waits, went], "It is registered now.") == 1
    with acting_as(road.desk):
        owed = dict(OutsideHandOver.objects.values_list("referral_id", "central_desk_id"))
    assert owed == {waits: french, went: belgian}


def test_nothing_more_goes_to_a_desk_that_was_closed(road: DeskAtWork) -> None:
    desk_id = registered(road)
    number, sent = road.send(abroad()), road.send(abroad(handle="tidepool"))
    road.work()
    analyst, supervisor = (road.world.member(road.world.desk, role) for role in (Role.ANALYST, Role.SUPERVISOR))
    mark_sent(analyst, sent, "By post")
    close_central_desk(supervisor, desk_id, "Its key was lost.")
    lock = PublicKeyLock(str(x25519.Identity.generate().to_public()))
    with pytest.raises(Conflict, match="was closed"):
        mark_sent(analyst, number, "By post")
    with pytest.raises(Conflict, match="was closed"):
        pack_for_outside(analyst, number, lock)
    pack_for_outside(analyst, sent, lock)
    enter_acknowledgement(analyst, sent, "L-7")
    client = signed_in(road, analyst)
    page = client.get(reverse("referrals:referral", args=[number])).content.decode()
    assert "This central desk was closed." in page
    assert reverse("referrals:outside_package", args=[number]) not in page
    told = {"way": "passphrase", "passphrase": "four unrelated words", "again": "four unrelated words"}
    refused = client.post(reverse("referrals:outside_package", args=[number]), told)
    assert refused.status_code == 422
    assert "This central desk was closed." in refused.content.decode()
    take_back_outside(analyst, number, "It was closed.")
    road.work()
    assert line(road, number).needs_route


def test_a_referral_that_goes_on_to_another_desk_outside_has_one_clock(road: DeskAtWork) -> None:
    registered(road)
    number = road.send(abroad())
    road.work()
    belgian = registered(road, countries=("BE",))
    change_route(road.world.member(road.world.desk, Role.ANALYST), number, belgian, "The family moved to Belgium.")
    road.work()
    with acting_as(road.desk):
        waiting = OutsideHandOver.objects.get(answer=None)
        running = Clock.objects.filter(kind="outside_hand_over", stopped_at=None)
        assert [clock.subject_id for clock in running] == [waiting.id]


def test_several_central_desks_leave_the_choice_to_a_person(road: DeskAtWork) -> None:
    first, _second = registered(road), registered(road, countries=("BE", "FR"))
    number = road.send(abroad())
    road.work()
    assert line(road, number).needs_route
    change_route(road.world.member(road.world.desk, Role.ANALYST), number, first, "They asked for it.")
    road.work()
    assert not line(road, number).needs_route
    with acting_as(road.desk):
        assert OutsideHandOver.objects.get().central_desk_id == first
        assert not RouteCorrection.objects.exists(), "the country was right"


def test_a_country_that_a_person_corrects_becomes_a_test_of_the_rules(road: DeskAtWork) -> None:
    desk = registered(road, countries=("BE",))
    number = road.send(about("tidepool"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    change_route(analyst, number, desk, "The family moved to Belgium.")
    road.work()
    with acting_as(road.desk):
        kept = RouteCorrection.objects.get()
    assert (kept.right, kept.right_country) == ("", "BE")
    (rule,) = rules_that_erred(analyst)
    assert rule.verdicts[Verdict.STILL_WRONG] == 1


def test_whoever_registers_cannot_verify_and_nothing_goes_to_what_is_not_verified(road: DeskAtWork) -> None:
    keeper: Actor = road.world.member(road.world.desk, Role.ANALYST)
    new = NewCentralDesk(
        name="Lantern Desk", countries=("France",), note="Asked.", mailbox="d@example.org", channel="Post"
    )
    number = register_central_desk(keeper, new)
    with pytest.raises(NotPermitted):
        verify_central_desk(keeper, number, "I know them.")
    with pytest.raises(Conflict):
        register_central_desk(keeper, new)
    referral = road.send(abroad())
    road.work()
    assert line(road, referral).needs_route
    close_central_desk(road.world.member(road.world.desk, Role.SUPERVISOR), number, "It was a mistake.")
    with pytest.raises(NotPermitted):
        register_central_desk(road.world.member(road.kent, Role.SUPERVISOR), new)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"countries": ("Atlantis",)}, "countries"),
        ({"countries": ("GB", "FR")}, "countries"),
        ({"countries": ()}, "countries"),
        ({"mailbox": "nobody"}, "mailbox"),
        ({"channel": " "}, "channel"),
        ({"phone": "ring me"}, "phone"),
        ({"public_key": "age1short"}, "public_key"),
        ({"name": ""}, "name"),
    ],
)
def test_a_fault_in_what_is_registered_is_named_at_its_field(
    road: DeskAtWork, changed: dict[str, object], field: str
) -> None:
    told: dict[str, object] = {
        "name": "Lantern Desk",
        "countries": ("FR",),
        "note": "Asked.",
        "mailbox": "d@example.org",
    }
    told |= {"channel": "Post"} | changed
    with pytest.raises(Invalid) as refused:
        register_central_desk(road.world.member(road.world.desk, Role.ANALYST), NewCentralDesk(**told))  # type: ignore[arg-type]
    assert refused.value.field == field


def signed_in(road: DeskAtWork, actor: Actor) -> Client:
    """A browser of this member."""
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(actor)))
    return client


def test_the_pages_register_verify_send_what_waited_and_hand_over_by_hand(road: DeskAtWork) -> None:
    number = road.send(abroad())
    road.work()
    analyst, supervisor = (road.world.member(road.world.desk, role) for role in (Role.ANALYST, Role.SUPERVISOR))
    first, second = signed_in(road, analyst), signed_in(road, supervisor)
    text = first.get(reverse("referrals:referral", args=[number])).content.decode()
    assert "No central desk of France is registered; register one, or send it by hand." in text
    assert "1 referral points to a country whose central desk is not registered." in (
        second.get(reverse("queues:waiting")).content.decode()
    )
    told = {"name": "Lantern Desk", "countries": "Frankrijk, BE", "note": "Asked.", "mailbox": "d@example.org"}
    refused = first.post(reverse("routes:central_desk_new"), told)
    assert refused.status_code == 422
    assert "Fill this in." in refused.content.decode()
    address = first.post(reverse("routes:central_desk_new"), {**told, "channel": "By post"}).headers["Location"]
    assert "somebody else must verify it" in first.get(address).content.decode()
    assert first.post(f"{address}verify", {"how": "I know them."}).status_code == 403
    assert second.post(f"{address}verify", {"how": "Called back."}).status_code == 302
    assert "Lantern Desk" in first.get(reverse("routes:central_desks"), {"country": "France"}).content.decode()
    assert "Lantern Desk" not in first.get(reverse("routes:central_desks"), {"country": "Spain"}).content.decode()
    with acting_as(road.desk):
        desk_id = CentralDesk.objects.get().id
    sending = reverse("queues:send_waiting", args=["FR", desk_id])
    assert "1 referral waits for France." in first.get(sending).content.decode()
    assert first.post(sending, {"reason": "It is registered."}).status_code == 422
    assert first.post(sending, {"reason": "It is registered.", "referral": [str(number)]}).status_code == 302
    road.work()
    assert "To be sent" in first.get(reverse("queues:abroad")).content.decode()
    lock = {"way": "passphrase", "passphrase": "four unrelated words", "again": "four unrelated words"}
    package = streamed(first.post(reverse("referrals:outside_package", args=[number]), lock))
    assert package.startswith(b"age-encryption.org")
    assert first.post(reverse("referrals:outside_sent", args=[number]), {"how": "By post"}).status_code == 302
    answered = first.post(reverse("referrals:outside_answer", args=[number]), {"their_reference": "L-7"})
    assert answered.status_code == 302
    assert "under their reference L-7" in first.get(reverse("referrals:referral", args=[number])).content.decode()
    assert signed_in(road, road.world.member(road.kent, Role.SUPERVISOR)).get(address).status_code == 403


def test_the_list_of_places_to_send_to_is_grouped_and_narrowed_by_country(road: DeskAtWork) -> None:
    desk_id = registered(road)
    number = road.send(about("tidepool"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    groups = {each.id: each.group for each in route_choices(analyst, number)}
    assert groups[road.kent.id] == "What the program found"
    assert groups[desk_id] == "Central desks of countries"
    assert groups[road.essex.id] == "Forces: United Kingdom"
    assert [each.id for each in route_choices(analyst, number, wanted="france")] == [desk_id]
    page = signed_in(road, analyst).get(reverse("referrals:change_route", args=[number]), {"find": "france"})
    assert "1 in the list below." in page.content.decode()


def test_the_api_keeps_the_register_for_people(road: DeskAtWork) -> None:
    first = signed_in(road, road.world.member(road.world.desk, Role.ANALYST))
    told = {"name": "Lantern Desk", "countries": ["France"], "note": "Asked.", "mailbox": "d@example.org"}
    wrong = first.post("/api/v1/central-desks", {**told, "channel": ""}, content_type="application/json")
    assert wrong.status_code == 422
    assert "channel" in wrong.content.decode()
    made = first.post("/api/v1/central-desks", {**told, "channel": "By post"}, content_type="application/json")
    assert (made.status_code, made.json()["countries"], made.json()["is_in_force"]) == (201, ["FR"], False)
    second = signed_in(road, road.world.member(road.world.desk, Role.SUPERVISOR))
    address = f"/api/v1/central-desks/{made.json()['id']}"
    verified = second.post(f"{address}/verify", {"reason": "Called back."}, content_type="application/json")
    assert verified.json()["is_in_force"]
    assert [each["name"] for each in first.get("/api/v1/central-desks?country=France").json()] == ["Lantern Desk"]
    assert first.get("/api/v1/central-desks?country=Atlantis").status_code == 422


def test_the_line_names_the_country_and_a_force_is_offered_its_central_desk(road: DeskAtWork) -> None:
    waiting, ours = road.send(abroad()), road.send(about("tidepool"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    (line_abroad,) = [one for one in queue_page(analyst).lines if one.referral_id == waiting]
    assert line_abroad.lacks_desk_of == "FR"
    assert "No central desk: France" in signed_in(road, analyst).get(reverse("queues:queue")).content.decode()
    french = road.world.organisation(OrganisationKind.POLICE_FORCE, "Bureau Lantern", country="FR")
    road.world.agree(road.kent, french, Category.REFERRAL)
    registered(road, organisation=french)
    (line_abroad,) = [one for one in queue_page(analyst).lines if one.referral_id == waiting]
    assert line_abroad.lacks_desk_of == ""
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    offered = {choice.id: choice.countries for choice in hand_over_choices(officer, ours)}
    assert offered[french.id] == ("FR",)
    page = signed_in(road, officer).get(reverse("referrals:hand_over", args=[ours])).content.decode()
    assert "Bureau Lantern, central desk of France" in page


def test_the_package_for_outside_holds_what_was_told_and_nothing_of_what_was_found(road: DeskAtWork) -> None:
    registered(road)
    number, other = road.send(abroad()), road.send(about("tidepool"))
    road.work()
    analyst, key = road.world.member(road.world.desk, Role.ANALYST), x25519.Identity.generate()
    lock = PublicKeyLock(str(key.to_public()))
    with pytest.raises(NotFound):
        pack_for_outside(analyst, other, lock)
    with pytest.raises(NotPermitted):
        pack_for_outside(road.world.member(road.kent, Role.INVESTIGATOR), number, lock)
    package = pack_for_outside(analyst, number, lock)
    with ZipFile(BytesIO(decrypt(b"".join(package.pieces), [key]))) as archive:
        names = {name.partition("/")[2] or name for name in archive.namelist()}
        manifest = json.loads(archive.read("manifest.json"))
    left_out = {each["name"].partition("/")[2] for each in manifest["left_out"]}
    assert names | left_out == {"referral.pdf", "referral.json", "digests.csv", "cybertip-report.xml", "manifest.json"}
    assert "ledger-proof.json" not in names
