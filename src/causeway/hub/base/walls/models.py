"""The base of every table of our own: it has a wall, and a manager that shows only what stands inside it."""

import uuid
from typing import ClassVar, TypeVar

from django.apps import apps
from django.db import models

from causeway.hub.base.walls.declarations import Wall
from causeway.hub.base.walls.identity import current_organisation

M = TypeVar("M", bound="WalledModel")


class WalledManager(models.Manager[M]):
    """Shows only what the acting organisation may see: the policy's own rule, so that a query is right before
    PostgreSQL looks.
    """

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(self.model.wall.visible(current_organisation()))


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
