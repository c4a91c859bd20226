"""A generated world through the real doors and the worker, compared with what is true of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.clusters.models import Link, Membership
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import QueueItem, Work
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.linking import LinkingPolicy
from causeway.matching import Examiner
from causeway.routing import MmdbCountries, Overlay, Router, forces
from causeway.vocabulary.findings import LinkKind, Route
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import SenderKind
from causeway.worlds import World, generate, score_duplicates, score_links, score_routes
from hub.conftest import SmallWorld

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SEED = 91_001
REFERRALS = 60
LEAST = 0.95


@pytest.fixture(scope="module")
def told() -> World:
    return generate(
        SEED, referrals=REFERRALS, forces=[(one.code, one.name, one.country, one.zone) for one in forces()], now=NOW
    )


@pytest.fixture
def tools(told: World) -> Iterator[Tools]:
    overlay = Overlay(dict(told.address_overlay), label="demo overlay", beneath=MmdbCountries.installed())
    with Examiner() as examiner:
        yield Tools(examiner=examiner, router=Router(overlay))


def test_a_world_is_cleared_as_it_truly_is_and_nothing_is_lost_with_the_jobs(
    world: SmallWorld, told: World, tools: Tools
) -> None:
    senders: dict[str, Actor] = {}
    referrals: dict[UUID, str] = {}
    worker = Worker(Hands(tools))
    for number, one in enumerate(told.referrals):
        actor = senders.get(one.sender) or senders.setdefault(one.sender, _sender(world, one.referral.sender_kind))
        files = tuple(OfferedFile(sealed=write_sealed([content]), name=name) for name, content in one.files)
        accepted = accept_referral(actor, Offer(referral=one.referral, door=one.door, files=files))
        referrals[accepted.referral_id] = one.id
        if number == REFERRALS // 2:
            run_until_idle(timezone.now(), worker=worker)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs")
    run_until_idle(timezone.now(), worker=worker)
    desk = world.program(world.desk)
    with acting_as(desk):
        assert Work.objects.filter(done_at=None).count() == 0
        assert QueueItem.objects.count() == REFERRALS
        heads = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
        telling = Link.objects.filter(weight__gte=LinkingPolicy().cluster_weight, kind=LinkKind.SELECTOR.value)
        links = [(referrals[left], referrals[right]) for left, right in telling.values_list("left_id", "right_id")]
        routes = {number: _routes(referral_id) for referral_id, number in referrals.items()}
    bundles: dict[UUID, set[str]] = {}
    for referral_id, head_id in heads.items():
        bundles.setdefault(head_id or referral_id, set()).add(referrals[referral_id])
    pairs = [(a, b) for bundle in bundles.values() for a in bundle for b in bundle if a < b]
    duplicates = score_duplicates(told, pairs)
    assert duplicates.f1 >= LEAST, duplicates
    found = score_links(told, links)
    assert found.f1 >= LEAST, found
    assert score_routes(told, routes).right >= LEAST


def _routes(referral_id: UUID) -> tuple[Route, ...]:
    standing = standing_route(referral_id)
    assert standing is not None
    return standing.candidates


def _sender(world: SmallWorld, kind: SenderKind) -> Actor:
    if kind in (SenderKind.SERVICE, SenderKind.POLICE):
        organisation = world.organisation(OrganisationKind.SERVICE)
    elif kind is SenderKind.HOTLINE:
        return world.member(world.desk, Role.SENDER)
    else:
        organisation = world.organisation(OrganisationKind.PARTNER)
    world.agree(organisation, world.desk, Category.REFERRAL)
    return world.member(organisation, Role.SENDER)
