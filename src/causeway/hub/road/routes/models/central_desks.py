"""The central desks of countries, and what is handed to one outside this hub."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Part, Reference
from causeway.hub.base.walls.models import IdentifiedModel


class CentralDesk(IdentifiedModel):
    """A body that takes referrals for whole countries (`countries`, ISO alpha-2), as the desk `desk_id` keeps it in its
    register; the register is part of the directory, so everybody may read it. With `organisation_id` it is a police
    force of this hub and has a queue here; without, a person sends a package to it and enters the answer.

    Nothing goes there before a second person has verified it; without `registered_by_id` the program registered it on
    the hub's own machine. It is not changed afterwards: it is closed, and another
    registered.
    """

    wall = Reference(
        writers=("desk_id",),
        append_only=True,
        may_update=("verified_by_id", "verified_at", "verified_how", "closed_by_id", "closed_at", "close_reason"),
        set_once=("verified_at", "closed_at"),
    )

    desk_id = models.UUIDField()
    name = models.CharField(max_length=200)
    countries = ArrayField(models.CharField(max_length=2))
    organisation_id = models.UUIDField(null=True)
    mailbox = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=300, blank=True)
    public_key = models.CharField(max_length=100, blank=True)
    note = models.TextField(max_length=2_000)
    registered_by_id = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    verified_by_id = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_how = models.TextField(max_length=2_000, blank=True)
    closed_by_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(max_length=2_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk_id", "name"], condition=models.Q(closed_at=None), name="one_central_desk_of_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by_id=None) | ~models.Q(verified_by_id=models.F("registered_by_id")),
                name="a_second_person_verifies_a_central_desk",
            ),
        ]


class OutsideHandOver(IdentifiedModel):
    """A referral that is for a central desk outside this hub. Its desk stays responsible until the answer is entered.

    It is owed from `proposed_at`, by the program where `proposed_by_id` is None; `sent_at` is when a person said how
    it was sent. `answer` is a `vocabulary.hand_over.HandOverAnswer`, None while it waits; `their_reference` is the
    other's own.
    """

    wall = Part(
        of="dossier_id",
        writers=("desk_id",),
        append_only=True,
        deleted_by_last=True,
        may_update=(
            *("due_at", "sent_at", "sent_by_id", "sent_how"),
            *("answer", "their_reference", "answer_note", "answerer_id", "answered_at"),
        ),
        set_once=("answer", "answered_at"),
    )

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    desk_id = models.UUIDField()
    central_desk_id = models.UUIDField()
    country = models.CharField(max_length=2)
    proposed_by_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_id = models.UUIDField(null=True)
    sent_how = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=20, null=True)
    their_reference = models.CharField(max_length=100, blank=True)
    answer_note = models.TextField(max_length=2_000, blank=True)
    answerer_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(answer=None), name="one_outside_hand_over_waits_a_referral"
            )
        ]
        indexes = [
            models.Index(fields=["desk_id", "due_at"], condition=models.Q(answer=None), name="waiting_outside"),
        ]
