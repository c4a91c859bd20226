"""Sealed objects: where the sealed bytes lie and the key that opens them, itself sealed to the installation."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import (
    Part,
    Written,
    audience_filter,
    in_audience,
    is_named,
    named_filter,
)
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel


def _own_keys(organisation: UUID) -> models.Q:
    return audience_filter("root_id", organisation) & named_filter("named")


class SealedObject(IdentifiedModel):
    """One object in the vault, part of the root it came with. Without `sealed_key` its bytes can never be read again:
    that is how it is erased. The key of an object for named people lies in `PersonalKey` instead.
    """

    wall = Part(of="root_id", append_only=True, may_update=("sealed_key", "erased_at"), deleted_by_last=True)

    root_id = models.UUIDField(db_index=True)
    address = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_key = models.BinaryField(null=True)
    sealed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class PersonalKey(WalledModel):
    """The key of an object that is for named people alone, at whichever organisation: their addresses, in lower case.
    Colleagues, and the program itself, see that the object is there, and cannot open it.
    """

    wall = Written(
        of_member=True,
        read=f"{in_audience('{table}', 'root_id')} AND {is_named('{table}.named')}",
        insert=in_audience("{table}", "root_id"),
        delete=f"{in_audience('{table}', 'root_id')} AND {is_named('{table}.named')}",
        filters=_own_keys,
        append_only=True,
        may_delete=True,
    )

    sealed = models.OneToOneField(SealedObject, primary_key=True, on_delete=models.PROTECT, related_name="personal_key")
    root_id = models.UUIDField(db_index=True)
    named = ArrayField(models.CharField(max_length=254))
    sealed_key = models.BinaryField()
