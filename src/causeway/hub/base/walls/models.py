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

_KEPT = 16_384
"""Some 50 MB where all are kept. The worker goes from organisation to organisation, each with some sixty tables."""

M = TypeVar("M", bound="WalledModel")


class WalledManager(models.Manager[M]):
    """Shows only what the acting organisation may see: the policy's own rule, so that a query is right before
    PostgreSQL looks.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        shown, identity, wall = super().get_queryset(), current_identity(), self.model.wall
        organisation = identity.organisation_id if identity else None
        member = identity.member_id if identity and wall.of_member else None
        query = _inside_the_wall(self.model, organisation, member).chain()
        # Joins that a query makes are noted in lists that its copies share: the kept one would grow with each.
        query.table_map = {table: [*aliases] for table, aliases in query.table_map.items()}
        shown.query = query
        return shown


@lru_cache(_KEPT)
def _inside_the_wall(model: "type[WalledModel]", organisation: UUID | None, member: UUID | None) -> Query:
    """What the actor may see of a table, kept for each organisation, and for each member where the wall hangs on that:
    to put it together costs more than most queries that begin with it.
    """
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
