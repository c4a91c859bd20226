"""Which force, and why; and one force's offer to another. Every decision is kept; the newest counts, and a person's is
never overruled by the program.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel


class RouteDecision(IdentifiedModel):
    """One decision. `candidates` are `vocabulary.findings.Route` documents, best first; no `receiver_id` means that a
    person must decide, unless `central_desk_id` names a central desk (`CentralDesk`) that is told by hand. `reason` is
    a person's, or the program's in English; then `phrases` holds what it was made of.
    """

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, blank=True)
    force_code = models.CharField(max_length=32, blank=True)
    receiver_id = models.UUIDField(null=True)
    central_desk_id = models.UUIDField(null=True)
    candidates = models.JSONField(default=list)
    reason = models.TextField(max_length=2_000)
    phrases = models.JSONField(default=list)
    decided_at = models.DateTimeField()


class RouteCorrection(IdentifiedModel):
    """What the router saw when a person knew better, and the right answer; a test of the rules for ever after. It is a
    force, `right`, or a central desk of the country `right_country` (ISO alpha-2).

    `clues` is a `routing.PlaceClues`: nobody's name, number or address. `about` is a keyed digest of the referral, by
    which a later correction replaces an earlier one, and which leads nobody back.
    """

    wall = Root(owner="desk_id")

    desk_id = models.UUIDField()
    about = models.CharField(max_length=64)
    clues = models.JSONField()
    was = models.CharField(max_length=32, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    right = models.CharField(max_length=32, blank=True)
    right_country = models.CharField(max_length=2, blank=True)
    is_from_a_force = models.BooleanField()
    corrected_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "about"], name="one_correction_a_referral")]


class HandOver(IdentifiedModel):
    """A force's proposal that another takes a referral over, or the desk. Until it is acknowledged the giver stays
    responsible: the route is only changed then.

    `for_central_desk_id` is what the desk is to send it to, where the giver knows that it belongs outside this hub.
    `answer` is a `vocabulary.hand_over.HandOverAnswer`, None while it waits; whoever gave it names itself in
    `answering_id`.
    """

    wall = Part(
        of="dossier_id",
        writers=("giver_id", "receiver_id", "desk_id"),
        append_only=True,
        deleted_by_last=True,
        may_update=("answer", "answering_id", "answerer_id", "answer_reason", "answered_at"),
        set_once=("answer:answering_id", "answering_id", "answerer_id", "answered_at"),
    )

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    giver_id = models.UUIDField()
    proposer_id = models.UUIDField()
    receiver_id = models.UUIDField()
    desk_id = models.UUIDField()
    for_central_desk_id = models.UUIDField(null=True)
    reason = models.TextField(max_length=2_000)
    proposed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=20, null=True)
    answering_id = models.UUIDField(null=True)
    answerer_id = models.UUIDField(null=True)
    answer_reason = models.TextField(max_length=2_000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(answer=None), name="one_hand_over_waits_a_referral"
            ),
            models.CheckConstraint(
                condition=~models.Q(answer__in=["acknowledged", "declined"])
                | models.Q(answering_id=models.F("receiver_id")),
                name="the_receiver_takes_a_hand_over",
            ),
            models.CheckConstraint(
                condition=~models.Q(giver_id=models.F("receiver_id")), name="a_hand_over_is_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(for_central_desk_id=None) | models.Q(receiver_id=models.F("desk_id")),
                name="only_a_desk_sends_outside",
            ),
        ]
