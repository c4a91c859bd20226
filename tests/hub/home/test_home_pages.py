"""Start pages by role, and search within the walls."""

import re

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import Account
from causeway.hub.commons.home.panels.registry import Panel, panels_for, register_panel
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.pages.scene import build_scene, member_of


def home_of(actor: Actor) -> str:
    client = Client()
    client.force_login(Account.objects.get(member_id=member_of(actor)))
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_learns_what_this_is_and_where_to_tell(client: Client, db: None) -> None:
    text = client.get("/").content.decode()
    assert "Sign in" in text
    assert "in danger" in text


def test_each_role_sees_what_needs_it(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    service = world.organisation(OrganisationKind.SERVICE)
    world.agree(service, world.desk, Category.REFERRAL)
    assert "A child may be in danger now" in home_of(world.member(force, Role.DUTY_OFFICER))
    assert "Next in the queue" in home_of(world.member(force, Role.INVESTIGATOR))
    assert "Questions to answer" in home_of(world.member(service, Role.SERVICE_RESPONDER))
    assert "No force is known" in home_of(world.member(world.desk, Role.ANALYST))
    assert "Asking to join" in home_of(world.administrator(world.desk))
    trainer = home_of(world.member(force, Role.TRAINER))
    assert "Next in the queue" not in trainer


def test_every_link_of_a_start_page_opens_for_its_reader(world: SmallWorld) -> None:
    scene = build_scene(world)
    service = world.organisation(OrganisationKind.SERVICE)
    readers = [world.administrator(world.desk), world.administrator(service), world.member(service, Role.SENDER)]
    for actor in (*readers, scene.investigator):
        client = Client()
        client.force_login(Account.objects.get(member_id=member_of(actor)))
        links = set(re.findall(r'href="(/[^"#]*)"', client.get("/").content.decode().split("<main")[1]))
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_panel_of_another_app_shows_to_whoever_holds_its_permission(world: SmallWorld) -> None:
    register_panel("test", Permission.READ_LEDGER, lambda actor: Panel(title="A bridge", count=1, is_urgent=True))
    try:
        assert panels_for(world.administrator(world.desk))[0].title == "A bridge"
        other = world.member(world.desk, Role.ANALYST)
        assert "A bridge" not in [panel.title for panel in panels_for(other)]
    finally:
        from causeway.hub.commons.home.panels import registry

        del registry._panels["test"]


def test_search_finds_by_any_spelling_and_nothing_beyond_the_walls(world: SmallWorld) -> None:
    scene = build_scene(world)
    expected = {scene.references["urgent"], scene.references["viewed"]}
    for actor, found in ((scene.investigator, expected), (scene.stranger, set())):
        client = Client()
        client.force_login(Account.objects.get(member_id=member_of(actor)))
        for wanted in (" Tide.Pool@example.org", "tide.pool@EXAMPLE.ORG"):
            hits = client.post(reverse("home:search"), {"q": wanted}, follow=True).context["hits"]
            assert {hit.reference for hit, _, _ in hits} == found
        assert not client.post(reverse("home:search"), {"q": "tide.pool"}, follow=True).context["hits"]
    client.force_login(Account.objects.get(member_id=member_of(scene.sender)))
    own = client.post(reverse("home:search"), {"q": "HL-1001"}, follow=True).context["hits"]
    assert [hit.reference for hit, _, _ in own] == [scene.references["urgent"]]


def test_a_browser_that_looks_for_an_icon_by_itself_finds_ours(client: Client) -> None:
    address = client.get("/favicon.ico").headers["Location"]
    assert finders.find(address.removeprefix("/static/")) is not None
