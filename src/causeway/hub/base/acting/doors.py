"""The doors: every change is a `@command`, every read a `@query`, and each takes the actor first.

A door opens the transaction as the actor, checks the permission, and lets no lazy QuerySet out: it would be evaluated
when nobody acts any more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.walls.identity import bound_to

P = ParamSpec("P")
R = TypeVar("R")

_actor: ContextVar[Actor | None] = ContextVar("causeway_actor", default=None)


def current_actor() -> Actor:
    """The actor bound to this transaction.

    Raises:
        NotPermitted: nobody acts.
    """
    actor = _actor.get()
    if actor is None:
        raise NotPermitted(_("Nobody is acting."))
    return actor


@contextmanager
def acting_as(actor: Actor, *, only_reads: bool = False) -> Iterator[Actor]:
    """Open a transaction in which this actor acts; nested, a savepoint in the same actor's transaction, unless it only
    reads.
    """
    with bound_to(actor.identity, only_reads=only_reads):
        token = _actor.set(actor)
        try:
            yield actor
        finally:
            _actor.reset(token)


def check(actor: Actor, permission: Permission) -> None:
    """Refuse unless the actor holds the permission.

    Raises:
        NotPermitted: they do not.
    """
    if not may(actor, permission):
        raise NotPermitted(_("You do not have permission to do this."))


def _door(permission: Permission, kind: str) -> Callable[[Callable[Concatenate[Actor, P], R]], Any]:
    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(function)
        def through(actor: Actor, /, *arguments: P.args, **named: P.kwargs) -> R:
            check(actor, permission)
            with acting_as(actor, only_reads=kind == "query"):
                result = function(actor, *arguments, **named)
            if isinstance(result, QuerySet):
                raise TypeError(f"{function.__qualname__} let a lazy QuerySet out of its {kind}")
            return result

        through.permission = permission  # type: ignore[attr-defined]
        through.door = kind  # type: ignore[attr-defined]
        return through

    return decorate


def command(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """A use case that changes something: one transaction, one permission, and an entry in the ledger."""
    return _door(permission, "command")


def query(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """A read: one transaction, one permission, a finished result."""
    return _door(permission, "query")
