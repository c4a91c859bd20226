"""Agreements over time: versions, suspension, and warnings before an end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import (
    accept_agreement,
    propose_agreement,
    resume_agreement,
    suspend_agreement,
)
from causeway.hub.base.organisations.commands.warn_of_ends import warn_of_ends
from causeway.hub.base.organisations.models import Agreement, Audience, Organisation
from causeway.hub.base.organisations.queries.agreements import AgreementState, agreement, history, running_out
from causeway.hub.base.organisations.sharing import agreement_with, found, receivers, widen
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


class Sides:
    """A giver and a receiver with an agreement in force that ends in 50 days."""

    def __init__(self, world: SmallWorld) -> None:
        self.world = world
        self.giver: Organisation = world.organisation(OrganisationKind.POLICE_FORCE)
        self.receiver: Organisation = world.organisation(OrganisationKind.SERVICE)
        self.until = timezone.now() + timedelta(days=50)
        self.id = self.propose()
        accept_agreement(self.receiving, self.id)

    @property
    def giving(self) -> Actor:
        """The giver's administrator."""
        return self.world.administrator(self.giver)

    @property
    def receiving(self) -> Actor:
        """The receiver's administrator."""
        return self.world.administrator(self.receiver)

    def propose(self, *, renews_id: UUID | None = None) -> UUID:
        """An agreement that waits to be accepted."""
        categories, purpose = [Category.CORRESPONDENCE], Purpose.PROTECT_A_CHILD
        return propose_agreement(
            self.giving, self.receiver.id, categories=categories, purpose=purpose, until=self.until, renews_id=renews_id
        )

    def passes(self) -> bool:
        """Whether messages may pass now."""
        with acting_as(self.giving):
            return agreement_with(self.receiver.id, Category.CORRESPONDENCE) is not None


@pytest.fixture
def sides(world: SmallWorld) -> Sides:
    """The two."""
    return Sides(world)


def test_the_next_version_ends_the_one_before_when_it_is_accepted(sides: Sides) -> None:
    following = sides.propose(renews_id=sides.id)
    assert agreement(sides.giving, sides.id).state is AgreementState.IN_FORCE
    accept_agreement(sides.receiving, following)
    versions = [(row.version, row.state) for row in history(sides.receiving, sides.id)]
    assert versions == [(2, AgreementState.IN_FORCE), (1, AgreementState.ENDED)]
    assert sides.passes()


def test_the_receiving_side_renews_nothing(sides: Sides) -> None:
    with pytest.raises(NotFound):
        propose_agreement(
            sides.receiving,
            sides.giver.id,
            categories=[Category.CORRESPONDENCE],
            purpose=Purpose.PROTECT_A_CHILD,
            renews_id=sides.id,
        )


def test_nothing_passes_while_either_side_suspends_and_that_side_alone_lifts_it(sides: Sides) -> None:
    with pytest.raises(Invalid):
        suspend_agreement(sides.receiving, sides.id, " ")
    suspend_agreement(sides.receiving, sides.id, "Under review.")
    with pytest.raises(Conflict):
        suspend_agreement(sides.giving, sides.id, "Us too.")
    row = agreement(sides.giving, sides.id)
    assert (row.state, row.suspension_reason, sides.passes()) == (AgreementState.SUSPENDED, "Under review.", False)
    with acting_as(sides.giving):
        assert receivers(Category.CORRESPONDENCE) == []
    with pytest.raises(Conflict):
        resume_agreement(sides.giving, sides.id)
    resume_agreement(sides.receiving, sides.id)
    assert sides.passes()


def test_postgresql_itself_lets_nothing_pass_under_a_suspended_agreement(sides: Sides) -> None:
    suspend_agreement(sides.giving, sides.id, "Under review.")
    root = UUID(int=7)
    with acting_as(sides.giving):
        found(root, Category.CORRESPONDENCE)
        with pytest.raises(NotAgreed):
            widen(root, sides.receiver.id, Category.CORRESPONDENCE)
        forged = Audience(
            root_id=root, organisation_id=sides.receiver.id, granted_by_id=sides.giver.id, agreement_id=sides.id,
            category="correspondence", since=timezone.now(),
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"):
            forged.save(force_insert=True)


def test_each_side_is_warned_once_at_60_30_and_7_days(sides: Sides) -> None:
    program = sides.world.program(sides.giver)
    days_left = (70, 59, 58, 29, 6, 5)
    warned = [warn_of_ends(program, sides.until - timedelta(days=days)) for days in days_left]
    assert warned == [0, 1, 0, 1, 1, 0]
    assert warn_of_ends(sides.world.program(sides.receiver), sides.until - timedelta(days=6)) == 1
    with acting_as(program):
        subjects = list(
            Notice.objects.filter(about_id=sides.id).order_by("created_at").values_list("subject", flat=True)
        )
    assert [subject for subject in subjects if "less than" in subject] == [
        f"An agreement ends in less than {days} days" for days in (60, 30, 7)
    ]


def test_what_runs_out_soon_is_listed_until_it_ends(sides: Sides) -> None:
    now = timezone.now()
    assert [row.id for row in running_out(sides.giving, now=now, within=timedelta(days=60))] == [sides.id]
    assert running_out(sides.giving, now=now, within=timedelta(days=40)) == []
    accept_agreement(sides.receiving, sides.propose(renews_id=sides.id))
    with acting_as(sides.giving):
        assert Agreement.objects.get(id=sides.id).ended_at is not None


def test_the_pages_renew_suspend_and_show_what_passes(sides: Sides) -> None:
    giving, receiving = client_of(sides.giving), client_of(sides.receiving)
    address = f"/organisation/agreements/{sides.id}/"
    assert b"Agreements that run out" in giving.get("/").content
    given = {"receiver": str(sides.receiver.id), "categories": "practice", "purpose": "protect_a_child"}
    assert giving.post(f"{address}renew/", given | {"categories": ""}).status_code == 422
    assert giving.post(f"{address}renew/", given).status_code == 302
    assert receiving.get(f"{address}renew/").status_code == 409
    assert b"All versions" in receiving.get(address).content
    assert receiving.post(f"{address}suspend/", {"reason": ""}).status_code == 422
    assert receiving.post(f"{address}suspend/", {"reason": "Under review."}).status_code == 302
    assert b"Under review." in giving.get(address).content
    assert receiving.post(f"{address}resume/").status_code == 302
    assert b"Messages and documents" in giving.get("/organisation/agreements/partners/").content
    assert b"We get" in receiving.get(f"/organisations/{sides.giver.id}/").content


def test_a_proposed_agreement_waits_on_the_start_page(sides: Sides) -> None:
    asked, asking = client_of(sides.receiving), client_of(sides.giving)
    assert b"Waits for your answer" not in asked.get("/").content
    sides.propose(renews_id=sides.id)
    assert b"Waits for your answer" in asked.get("/").content
    assert b"Waits for your answer" not in asking.get("/").content


def test_an_agreement_names_the_last_day_on_which_it_holds(sides: Sides) -> None:
    found = agreement(sides.giving, sides.id)
    midnight = datetime(2030, 1, 1, tzinfo=UTC)
    assert replace(found, until=midnight).last_day == date(2029, 12, 31)
    assert replace(found, until=None).last_day is None
