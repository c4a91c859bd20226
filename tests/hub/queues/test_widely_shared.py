"""What very many referrals hold links little or nothing, and the pages of those who hold it say so: a desk of all that
it holds, a force of what it holds itself.
"""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from causeway.clearing import crowds
from causeway.cli.app import app
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.sharing import leave
from causeway.hub.road.clusters.commands.forget import forget_own_links
from causeway.hub.road.clusters.models import SharedWidely
from causeway.hub.road.clusters.queries.widely_shared import widely_shared_in
from causeway.hub.road.clusters.words import _round_below
from causeway.hub.road.queues.clearing.clear_referrals import clear_referrals
from causeway.hub.road.referrals.queries.told import reference_of, told
from causeway.vocabulary.findings import Worn
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Incident, IncidentKind, Referral
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about
from hub.organisations.signing_in import client_of

SITE = "https://bridges.example.org/"


@pytest.fixture(autouse=True)
def _three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without a page on it tells nothing from the third referral on."""
    monkeypatch.setattr(crowds, "WIDELY", 2)


def _naming_a_site(number: int, force: str) -> Referral:
    told = about(f"kite-{number}", force=force)
    return replace(told, incidents=(Incident(kind=IncidentKind.WEB_PAGE, urls=(SITE,)),))


def _sent(road: DeskAtWork, *forces: str) -> list[UUID]:
    sent = []
    for number, force in enumerate(forces):
        sent.append(road.send(_naming_a_site(number, force)))
        road.work()
    return sent


def _page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_a_desk_reads_what_links_nothing_on_every_page_that_explains_links(road: DeskAtWork) -> None:
    first, _, third = _sent(road, KENT, KENT, KENT)
    browser = client_of(road.world.member(road.world.desk, Role.ANALYST))
    said = "Shared by more than 2 referrals: links nothing."
    for path in (f"/referrals/{third}/", f"/referrals/{third}/cluster/", f"/queue/compare/{first}/{third}/"):
        page = _page(browser, path)
        assert said in page, path
        assert "bridges.example.org" in page
    assert said not in _page(browser, f"/referrals/{first}/"), "two fewer held it when that one was cleared"
    (found,) = json.loads(_page(browser, f"/api/v1/clusters/{third}"))["widely_shared"]
    assert (found["kind"], found["effect"], found["shared_by_at_least"]) == ("url", "nothing", 3)
    with acting_as(road.desk):
        reference = reference_of(third)
    printed = CliRunner().invoke(app, ["clusters", "show", reference], env={"COLUMNS": "200"}).stdout
    assert "Shared too widely to link" in printed


def test_a_force_counts_what_it_holds_itself_and_lists_no_referral_for_what_tells_nothing(road: DeskAtWork) -> None:
    *_, at_kent, at_essex = _sent(road, KENT, KENT, KENT, ESSEX)
    kent, essex = (client_of(road.world.member(force, Role.INVESTIGATOR)) for force in (road.kent, road.essex))
    page = _page(kent, f"/referrals/{at_kent}/")
    assert "In more than 2 referrals that you hold: says nothing of which belong together." in page
    assert "No referral that you can see shares anything with this one." in page
    assert "Shared too widely" not in _page(essex, f"/referrals/{at_essex}/")
    with acting_as(road.program(road.essex)):
        assert widely_shared_in([at_essex]) == ()
        assert not SharedWidely.objects.filter(referral_id=at_kent).exists()


def test_what_is_no_longer_widely_shared_is_said_no_more(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, last = _sent(road, KENT, KENT, KENT)
    with acting_as(road.desk):
        assert [thing.worn for thing in widely_shared_in([last])] == [Worn.NOTHING]
    monkeypatch.setattr(crowds, "WIDELY", 10)
    clear_referrals(road.desk, [last], router=road.tools.router, now=timezone.now())
    for actor in (road.desk, road.program(road.kent)):
        with acting_as(actor):
            assert widely_shared_in([last]) == ()


def test_whoever_forgets_a_referral_loses_its_own_count_and_the_desk_cannot_read_another_any_more(
    road: DeskAtWork,
) -> None:
    *_, last = _sent(road, KENT, KENT, KENT)
    with acting_as(road.desk):
        assert SharedWidely.objects.filter(referral_id=last).count() == 2
        forget_own_links(last)
        assert [row.audience_id for row in SharedWidely.objects.filter(referral_id=last)] == [road.kent.id]
        leave(told(last).dossier_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM clusters_sharedwidely WHERE referral_id = %s", [last])
            assert cursor.fetchone() == (0,)
    with acting_as(road.program(road.kent)):
        forget_own_links(last)
        assert not SharedWidely.objects.filter(referral_id=last).exists()


@pytest.mark.parametrize(
    ("count", "below"), [(2, 1), (3, 2), (11, 10), (20, 10), (21, 20), (5_000, 2_000), (5_001, 5_000)]
)
def test_a_count_is_told_by_the_round_number_below_it(count: int, below: int) -> None:
    assert _round_below(count) == below
