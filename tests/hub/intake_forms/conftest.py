"""A small service with a sender, and what its forms send."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.road.intake.models import Draft
from causeway.hub.road.intake.queries.drafts import DraftView, draft
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.conftest import SmallWorld

Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # what serves static files warns where there is no folder

KINDS = ("accounts", "ip_events", "emails", "phones", "addresses", "devices")


def rows(prefix: str, *values: dict[str, Any], saved: int = 0) -> dict[str, Any]:
    """A formset's fields: these rows, `saved` of which stood there before."""
    fields: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": saved}
    for number, value in enumerate(values):
        fields |= {f"{prefix}-{number}-{name}": text for name, text in value.items()}
    return fields


def party(role: str = "subject", **given: Any) -> dict[str, Any]:
    """A party sheet's fields; a kind of row is given as a list."""
    fields: dict[str, Any] = {"role": role}
    for kind in KINDS:
        fields |= rows(kind, *given.pop(kind, []))
    return fields | given


@dataclass
class Desk:
    """A signed-in sender at a small forum."""

    world: SmallWorld
    service: Organisation
    sender: Actor
    client: Client

    def start(self) -> UUID:
        """A new draft."""
        answer = self.client.post("/refer/start/")
        assert answer.status_code == 302
        return UUID(answer["Location"].split("/")[2])

    def post(self, draft_id: UUID, path: str, **fields: Any) -> Any:
        """Send a step."""
        return self.client.post(f"/refer/{draft_id}/{path}/", fields)

    def view(self, draft_id: UUID) -> DraftView:
        """The draft as it is kept."""
        return draft(self.sender, draft_id)

    def ready(self) -> UUID:
        """A draft that can be sent."""
        draft_id = self.start()
        answers = [
            self.post(draft_id, "step/what", concern="grooming", narrative="A stranger writes to a member."),
            self.post(draft_id, "step/contact", email="safety@example.org", keep="on"),
        ]
        assert [answer.status_code for answer in answers] == [302, 302]
        return draft_id

    def sent(self) -> list[Told]:
        """What the organisation has sent, as it stands."""
        with acting_as(self.sender):
            return [told(row.id) for row in ReferralRow.objects.order_by("received_at")]

    def drafts(self) -> int:
        """How many drafts are kept, sent ones included."""
        with acting_as(self.sender):
            return Draft.objects.count()


@pytest.fixture
def forum(world: SmallWorld, client: Client) -> Desk:
    """A small forum that may send to the desk."""
    return forum_in(world, client)


def forum_in(world: SmallWorld, client: Client) -> Desk:
    """The same in a given world."""
    service = world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    world.agree(service, world.desk, Category.REFERRAL)
    sender = world.member(service, Role.SENDER)
    client.force_login(Account.objects.get(email=world.email_of(sender)))
    return Desk(world=world, service=service, sender=sender, client=client)
