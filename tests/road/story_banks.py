"""The desk shares a bank with a service and a force: a vote, an appeal, a withdrawal that is owed, an opinion, a
question to the curator, and a file of signals that another organisation hands on.
"""

import json
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.commands.put_to_curator import put_to_curator
from causeway.hub.knowledge.banks.commands.receive_appeal import sort_appeals
from causeway.hub.knowledge.banks.commands.tell_of_changes import tell_of_changes
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.models import Receipt, UndidBefore
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.vocabulary.organisations import Category, Role
from causeway.vocabulary.signals import OpinionKind, SignalKind

if TYPE_CHECKING:
    from road.stories import Story


def shared_signals(story: "Story") -> None:
    """Every table of banks holds something."""
    world, desk = story.world, story.world.desk
    curator = world.member(desk, Role.ANALYST)
    bank_id = found_bank(curator, name="Bridges", description="Pictures of bridges")
    for other in (story.service, story.force):
        world.agree(desk, other, Category.SIGNAL)
        world.agree(other, desk, Category.SIGNAL)
        share_bank(curator, bank_id, other.id)
    reviewer = world.member(story.service, Role.REVIEWER)
    kept, withdrawn = add_signals(
        curator,
        bank_id,
        [NewSignal(kind=SignalKind.SHA256, value=digit * 64, category="A") for digit in ("a", "b")],
    )
    vote(reviewer, kept.id, Verdict.CONFIRM)
    give_opinion(reviewer, kept.id, OpinionKind.RIGHT)
    withdraw_signal(curator, withdrawn.id, "A door knob")
    _as_an_older_hub_kept_it(curator)
    tell_of_changes(world.program(story.service), timezone.now())
    appeal_against(kept.id)
    sort_appeals(world.program(desk), timezone.now())
    indicator = {"type": "indicator", "id": "indicator--1", "pattern": f"[file:hashes.MD5 = '{'8e' * 16}']"}
    bundle = BytesIO(json.dumps({"type": "bundle", "objects": [indicator]}).encode())
    put_to_curator(reviewer, bank_id, {(SignalKind.KEYWORD, "tern knob")})
    import_list(curator, bank_name="Bridges", stream=bundle, list_format=ListFormat.STIX, source="Bridge Watch")


def _as_an_older_hub_kept_it(curator: Actor) -> None:
    """What somebody wrote before all who share the bank read it, where the upgrade puts that."""
    with acting_as(curator):
        receipt = Receipt.objects.order_by("id")[0]
        UndidBefore(
            receipt=receipt,
            curator_id=curator.organisation_id,
            organisation_id=receipt.organisation_id,
            undid="Two door knobs put back",
        ).save(force_insert=True)


def appeal_against(signal_id: UUID) -> None:
    """An appeal comes in by the public page, and waits until the program sorts it."""
    told = {"what": "number", "value": str(signal_id), "service": "", "text": "This is a picture of my bridge."}
    assert Client().post(reverse("banks:make_appeal"), told).status_code == 200
