"""Entries, their erasable details, the leaves of the Merkle tree and its signed heads."""

import uuid
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Listed, Reference, Root, Written
from causeway.hub.base.walls.models import WalledModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced(Reference):
    """Readable by all, and changed by the sequencer, which acts for no person: a statement in a member's session
    changes nothing. With `is_entered`, every actor adds rows, as entering an act does.
    """

    is_entered: bool = False

    def write_rule(self, table: str) -> str:
        return Reference.write_rule(self, table) if self.is_entered else self.change_rule(table)

    def change_rule(self, table: str) -> str:
        by_the_program = "coalesce(current_setting('causeway.member', true), '') = ''"
        return f"{Reference.write_rule(self, table)} AND {by_the_program}"


class Entry(WalledModel):
    """One act. Its public part is hashed into the tree and can never be changed; what it says of a person is in
    `EntryDetail`.
    """

    wall = Listed(column="audience", writer="organisation_id", append_only=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=80)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    credential_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    subjects = ArrayField(models.UUIDField())
    audience = ArrayField(models.UUIDField())
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "at"])]


class EntrySubject(WalledModel):
    """By which a thing's entries are found: one row for each subject and each organisation that may see the entry."""

    wall = Written(
        read="{table}.organisation_id = {organisation}",
        insert="EXISTS (SELECT 1 FROM ledger_entry e"
        " WHERE e.id = {table}.entry_id AND e.organisation_id = {organisation})",
        filters=lambda organisation: models.Q(organisation_id=organisation),
        append_only=True,
    )

    # A key made here: one that the database makes comes back by RETURNING, which the read policy would refuse for
    # others' rows.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subject_rows")
    subject_id = models.UUIDField()
    organisation_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "subject_id", "at"])]


class EntryDetail(WalledModel):
    """What the entry says beyond its public part. Erasing this row keeps the proof: the commitment stays, and tells
    nothing without the salt.
    """

    wall = Listed(column="audience", writer="organisation_id", append_only=True, may_delete=True)

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    organisation_id = models.UUIDField()
    audience = ArrayField(models.UUIDField())
    salt = models.BinaryField()
    body = models.JSONField()


class Leaf(WalledModel):
    """The entry's place in the tree. Hashes only, so everybody may see it; `position` is given after commit by the
    one sequencer.
    """

    wall = Sequenced(append_only=True, may_update=("position",), is_entered=True)

    entry_id = models.UUIDField(primary_key=True)
    entered_at = models.DateTimeField()
    leaf_hash = models.BinaryField()
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["entered_at", "entry_id"], name="ledger_unsequenced", condition=models.Q(position=None)
            )
        ]


class Checkpoint(WalledModel):
    """A signed head of the tree (C2SP signed note)."""

    wall = Sequenced(append_only=True)

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()


class Tree(WalledModel):
    """The compact tree's state: one row, that the sequencer alone takes forward."""

    wall = Sequenced()

    id = models.SmallIntegerField(primary_key=True, default=1)
    state = models.BinaryField(default=b"")


class SubtreeRoot(WalledModel):
    """The root of a perfect subtree, written when its last leaf is numbered; it never changes. With them a path needs
    a handful of rows, however many leaves there are. Hashes only, so everybody may see them.

    `number` is the subtree's place in order (`causeway.transparency.Subtree`).
    """

    wall = Sequenced(append_only=True)

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()


class FollowerCursor(WalledModel):
    """How far a follower has read, for one organisation. It commits together with the follower's effect."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    follower = models.CharField(max_length=120)
    position = models.BigIntegerField(default=-1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "follower"], name="one_cursor_a_follower")]


class FollowerFault(WalledModel):
    """An entry on which a follower failed, for one organisation; the row stays until the effect has happened.

    `parked_at` is set once the follower has gone on without it. Of the fault only its kind is kept: its message may
    quote a case.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    follower = models.CharField(max_length=120)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    position = models.BigIntegerField()
    fault = models.CharField(max_length=80)
    tries = models.PositiveSmallIntegerField(default=0)
    first_failed_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "follower", "entry"], name="one_fault_an_entry")
        ]
