"""The base of every table of our own: it has a wall, and a manager that shows only what stands inside it."""

import uuid
from functools import lru_cache
from typing import ClassVar, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.sql import Query

from causeway.hub.base.walls.declarations import Wall
from causeway.hub.base.walls.identity import current_identity

_KEPT = 4_096

M = TypeVar("M", bound="WalledModel")


class WalledManager(models.Manager[M]):
    """Shows only what the acting organisation may see: the policy's own rule, so that a query is right before
    PostgreSQL looks.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        shown = super().get_queryset()
        identity = current_identity()
        own = (identity.organisation_id, identity.member_id) if identity else (None, None)
        shown.query = _inside_the_wall(self.model, *own).chain()
        return shown


@lru_cache(_KEPT)
def _inside_the_wall(model: "type[WalledModel]", organisation: UUID | None, member: UUID | None) -> Query:
    """What the actor may see of a table. Kept: to put it together costs more than most queries that begin with it."""
    del member
    return models.QuerySet(model).filter(model.wall.visible(organisation)).query


class WalledModel(models.Model):
    """A table with a wall; nothing is seen without an actor."""

    wall: ClassVar[Wall]
    objects = WalledManager()

    class Meta:
        abstract = True


class IdentifiedModel(WalledModel):
    """A walled table with a random key made here, which tells nobody how many rows there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


def walled_models() -> list[type[WalledModel]]:
    """Every concrete model that has declared a wall, by table name."""
    found = [model for model in apps.get_models() if issubclass(model, WalledModel)]
    return sorted(found, key=lambda model: model._meta.db_table)
