"""Sealed objects: where the sealed bytes lie and the key that opens them, itself sealed to the installation."""

from django.db import models

from causeway.hub.base.walls.declarations import Part
from causeway.hub.base.walls.models import IdentifiedModel


class SealedObject(IdentifiedModel):
    """One object in the vault, part of the root it came with. Without `sealed_key` its bytes can never be read again:
    that is how it is erased.
    """

    wall = Part(of="root_id", append_only=True, may_update=("sealed_key", "erased_at"))

    root_id = models.UUIDField(db_index=True)
    address = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_key = models.BinaryField(null=True)
    sealed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
