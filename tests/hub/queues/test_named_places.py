"""Schools and places that a desk loads: they route, in versions that can be taken back, and are the desk's alone."""

import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.rows.remembering import remembering
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.routes.commands.load_places import KEPT_VERSIONS, load_places, use_places
from causeway.hub.road.routes.models import Place, PlaceTable
from causeway.hub.road.routes.places_at_work import MOST_KEPT, DeskPlaces
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.hub.road.routes.queries.places import find_places, place_shelf
from causeway.routing import MmdbCountries, Router
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Concern, Party, PartyRole, Referral
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about

HEADER = "name,kind,force,postcode,aliases\n"


def csv(*rows: str) -> io.BytesIO:
    return io.BytesIO((HEADER + "\n".join(rows) + "\n").encode())


def at_school(name: str) -> Referral:
    """A referral about a child of whom only the school is known."""
    told = about("tidepool", force=None)
    child = Party(role=PartyRole.VICTIM, is_child=True, school=name)
    return Referral(concern=Concern.GROOMING, platform="Harbour Chat", parties=(told.parties[0], child))


def supervisor(road: DeskAtWork) -> Actor:
    return road.world.member(road.world.desk, Role.SUPERVISOR)


def looking_up(road: DeskAtWork) -> DeskAtWork:
    """The same desk, whose worker looks up the places of the desk as an installed one does."""
    router = Router(MmdbCountries.installed(), named_places=DeskPlaces())
    road.tools = replace(road.tools, router=router)
    road.worker = Worker(Hands(road.tools))
    return road


def test_a_school_of_the_table_routes_until_the_version_is_taken_back(road: DeskAtWork) -> None:
    road, keeper = looking_up(road), supervisor(road)
    load_places(keeper, csv(f"Tidewater Primary School,school,{KENT},,The Tide"), "The register of November.")
    first, alike = road.send(at_school("the tide")), road.send(at_school("Tidewater School"))
    road.work()
    with acting_as(road.desk):
        route, other = standing_route(first), standing_route(alike)
    assert route is not None
    assert route.receiver_id == road.kent.id
    assert "Tidewater Primary School, lies in the area of Kent Police" in route.why
    assert other is not None
    assert other.receiver_id is None
    assert "Known under a like name: Tidewater Primary School (Kent Police)" in other.why
    load_places(keeper, csv(f"Tidewater Primary School,school,{ESSEX},,"), "The boundary moved.")
    second = road.send(at_school("Tidewater Primary School"))
    road.work()
    with acting_as(road.desk):
        moved = standing_route(second)
    assert moved is not None
    assert moved.receiver_id == road.essex.id
    (before,) = [one for one in place_shelf(keeper).versions if not one.is_in_force]
    use_places(keeper, before.id, "It did not.")
    with pytest.raises(Conflict):
        use_places(keeper, before.id, "Again.")
    third = road.send(at_school("Tidewater Primary School"))
    road.work()
    with acting_as(road.desk):
        back = standing_route(third)
    assert back is not None
    assert back.receiver_id == road.kent.id
    assert [change.number for change in place_shelf(keeper).changes] == [1, 2, 1]


def test_a_trial_keeps_nothing_and_names_what_it_refused(road: DeskAtWork) -> None:
    keeper = supervisor(road)
    done = load_places(keeper, csv(f"Tide School,school,{KENT},,", "Castle,castle,,,"), "", is_trial=True)
    assert (done.places, done.refused_count, done.table_id) == (1, 1, None)
    assert [(one.row, one.column) for one in done.refused] == [(3, "kind")]
    with acting_as(road.desk):
        assert not Place.objects.exists()
        assert not PlaceTable.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff\x00", HEADER.encode(), b"a,b\n1,2\n"])
def test_a_file_that_is_no_table_leaves_what_is_in_force(road: DeskAtWork, data: bytes) -> None:
    keeper = supervisor(road)
    load_places(keeper, csv(f"Tide School,school,{KENT},,"), "The first.")
    with pytest.raises(Invalid) as refused:
        load_places(keeper, io.BytesIO(data), "The second.")
    assert refused.value.field == "file"
    assert [one.number for one in place_shelf(keeper).versions] == [1]


def test_old_versions_lose_their_rows_and_cannot_be_used(road: DeskAtWork) -> None:
    keeper = supervisor(road)
    for number in range(KEPT_VERSIONS + 1):
        load_places(keeper, csv(f"Tide School {number},school,{KENT},,"), "Another.")
    oldest = place_shelf(keeper).versions[-1]
    assert not oldest.has_rows
    with pytest.raises(Conflict):
        use_places(keeper, oldest.id, "Back.")
    with acting_as(road.desk):
        assert Place.objects.count() == KEPT_VERSIONS


def test_nobody_else_sees_or_loads_a_desks_places(road: DeskAtWork) -> None:
    load_places(supervisor(road), csv(f"Tide School,school,{KENT},,"), "The first.")
    with acting_as(road.program(road.kent)):
        assert not Place.objects.exists()
        assert not PlaceTable.objects.exists()
    for actor in (road.world.member(road.kent, Role.SUPERVISOR), road.world.member(road.world.desk, Role.ANALYST)):
        with pytest.raises(NotPermitted):
            load_places(actor, csv(f"Tide School,school,{KENT},,"), "Theirs.")


def test_what_was_looked_up_is_kept_within_a_bound_and_asked_once(road: DeskAtWork) -> None:
    load_places(supervisor(road), csv(f"Tide School,school,{KENT},,"), "The first.")
    places = DeskPlaces()
    with (
        acting_as(road.desk),
        remembering(),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        for _time in range(3):
            assert [one.force for one in places.named("tide school")] == [KENT]
        assert len(asked) == 2, "which version, and the name, once each"
        for number in range(10):
            places.named(f"nowhere {number}")
    assert len(places._kept) <= MOST_KEPT


def test_the_pages_try_load_search_and_take_back(road: DeskAtWork) -> None:
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(supervisor(road))))
    data = csv(f"Tide School,school,{KENT},,", "Castle,castle,,,").getvalue()

    def post(**told: str) -> str:
        file = SimpleUploadedFile("places.csv", data)
        return client.post(reverse("routes:places_load"), {"file": file, **told}).content.decode()

    assert "This was a trial: nothing was kept." in post(is_trial="on")
    assert "Say where it is from, and why it is loaded." in post()
    assert "Version 1 is in force." in post(reason="The register.")
    address = client.post(reverse("routes:places"), {"name": "tide school", "kind": "school"}).headers["Location"]
    assert "kind=school" in address
    assert "tide" not in address
    assert '<td class="govuk-table__cell">Kent Police</td>' in client.get(address).content.decode()
    alike = client.post(reverse("routes:places"), {"name": "Tide Academy"}, follow=True)
    assert "These are alike" in alike.content.decode()
    by_api = client.post("/api/v1/places/find", {"name": "tide school"}, content_type="application/json")
    assert by_api.json()["lines"][0]["force_code"] == KENT
    assert client.get("/api/v1/places?name=tide school").status_code in (404, 405)
    assert [one["number"] for one in client.get("/api/v1/places/versions").json()] == [1]
    assert client.post(reverse("routes:places_none"), {"reason": "A mistake."}).status_code == 302
    assert "No places are in force" in client.get(reverse("routes:places")).content.decode()
    assert find_places(supervisor(road), name="Tide School").lines == ()
    again = {"version_id": str(place_shelf(supervisor(road)).versions[0].id), "reason": "It was right."}
    assert client.post("/api/v1/places/in-force", again, content_type="application/json").status_code == 204
    assert len(find_places(supervisor(road), name="Tide School").lines) == 1
