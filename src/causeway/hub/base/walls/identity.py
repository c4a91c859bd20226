"""Who acts in this transaction, told to PostgreSQL so that its policies can decide.

The setting lasts for one transaction only: a session-level setting would leak to the next user of a pooled connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from causeway.vocabulary.organisations import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An organisation, the member or credential that acts for it (neither: the program itself), and why."""

    organisation_id: UUID
    purpose: Purpose
    member_id: UUID | None = None
    credential_id: UUID | None = None


class ActsAsAnother(Exception):
    """A transaction bound to one identity was asked to go on as another."""

    code = "acts_as_another"


_bound: ContextVar[Identity | None] = ContextVar("causeway_identity", default=None)


def current_identity() -> Identity | None:
    """The identity bound to this transaction; None means that nothing may be seen."""
    return _bound.get()


def current_organisation() -> UUID | None:
    """The organisation that acts now, or None."""
    identity = _bound.get()
    return identity.organisation_id if identity else None


@contextmanager
def bound_to(identity: Identity, *, only_reads: bool = False) -> Iterator[None]:
    """Open a transaction (or a savepoint in one of the same identity) in which PostgreSQL knows who acts. What only
    reads has nothing to undo, but for the look that it may enter, and needs no savepoint.

    Raises:
        ActsAsAnother: the surrounding transaction belongs to a different organisation, member or purpose.
    """
    surrounding = _bound.get()
    if surrounding is not None:
        if surrounding != identity:
            raise ActsAsAnother("One transaction acts for one identity only.")
        with nullcontext() if only_reads else transaction.atomic():
            yield
        return
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Under policies the planner's costs are far above what our pages read: to compile a plan that takes a
            # millisecond would take a hundred. A person's page is planned for what it asks for: one sender has ten
            # referrals waiting, another a million.
            cursor.execute(
                "SELECT set_config('causeway.organisation', %s, true), set_config('causeway.member', %s, true),"
                " set_config('causeway.purpose', %s, true), set_config('jit', 'off', true),"
                " set_config('plan_cache_mode', %s, true)",
                [
                    str(identity.organisation_id),
                    str(identity.member_id or ""),
                    identity.purpose.value,
                    "auto" if identity.member_id is None else "force_custom_plan",
                ],
            )
        token = _bound.set(identity)
        try:
            yield
        finally:
            _bound.reset(token)
        if not (is_outermost or connection.needs_rollback):
            # Inside a caller's transaction (a test's, say) the settings would outlive this block.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('causeway.organisation', '', true), set_config('causeway.member', '', true),"
                    " set_config('causeway.purpose', '', true)"
                )
