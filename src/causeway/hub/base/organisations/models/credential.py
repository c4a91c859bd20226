"""API credentials: hashed, scoped, expiring, and shown once."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.walls.declarations import SignIn
from causeway.hub.base.walls.models import WalledModel


class Credential(WalledModel):
    """A username and a hashed secret with which a program acts for an organisation. Read before an organisation is
    known.
    """

    wall = SignIn(owner="organisation_id", append_only=True, may_update=("revoked_at",), set_once=("revoked_at",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    username = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=32, choices=[(scope.value, scope.value) for scope in Scope]))
    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.username
