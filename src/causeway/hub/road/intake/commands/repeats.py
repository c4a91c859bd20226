"""Idempotency: a client that did not hear the answer sends the request again and gets the same one."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.road.intake.models import IdempotencyKey
from causeway.hub.road.intake.offer import Repeatable

LONGEST_KEY = 200
_UNANSWERED = 0
"""The status of a key whose request still runs: seen by nobody else, for it commits with its answer."""
_CLAIM = """
INSERT INTO intake_idempotencykey (id, organisation_id, key, request_sha256, status, response, used_at)
VALUES (%s, %s, %s, %s, %s, '{}', %s) ON CONFLICT (organisation_id, key) DO NOTHING RETURNING id
"""
"""Where another transaction holds the key it waits for its end, as a failed insertion would, and needs no savepoint."""


def claim(actor: Actor, repeatable: Repeatable) -> dict[str, Any] | None:
    """The stored answer of an earlier request with this key, or None: then the key is claimed, and `answer` must
    follow.

    Runs in the transaction of what the request does. A second request with the same key waits here until the first has
    committed.

    Raises:
        Conflict: the key was used for a different request.
        Invalid: the key is empty or too long.
    """
    key = repeatable.key
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(
            _("An idempotency key has 1 to %(most)s printable characters.") % {"most": LONGEST_KEY},
            field="Idempotency-Key",
        )
    values: list[Any] = [uuid4(), actor.organisation_id, key, repeatable.request_sha256, _UNANSWERED, timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        is_new = cursor.fetchone() is not None
    if not is_new:
        earlier = IdempotencyKey.objects.get(organisation_id=actor.organisation_id, key=key)
        if earlier.request_sha256 != repeatable.request_sha256:
            raise Conflict(_("This idempotency key was used for a different request."), field="Idempotency-Key")
        return dict(earlier.response)
    return None


def answer(actor: Actor, repeatable: Repeatable, response: dict[str, Any], *, status: int = 201) -> None:
    """Keep the answer with the key, in the same transaction."""
    IdempotencyKey.objects.filter(organisation_id=actor.organisation_id, key=repeatable.key).update(
        status=status, response=response
    )
