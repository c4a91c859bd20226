"""What somebody without an account learns from a certificate's code: whether it holds, for what and from whom. The
name only if they know it already.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.organisations.queries.public_door import doors_between
from causeway.hub.knowledge.training.codes import as_typed, organisations_between
from causeway.hub.knowledge.training.models import Certificate
from causeway.hub.knowledge.training.queries.library import titles_in
from causeway.hub.knowledge.training.validity import CertificateState


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a code tells. `is_name_right` is None where no name was typed."""

    title: str
    organisation: str
    issued_on: date
    expires_on: date | None
    is_valid: bool
    is_name_right: bool | None


def check_code(typed: str, name: str, *, on: date) -> Checked | None:
    """Look a code up, whoever asks; None where there is no such certificate."""
    code = as_typed(typed)
    if not code:
        return None
    for door in doors_between(*organisations_between(code)):
        if found := _behind(door, code, name, on):
            return found
    return None


@query(Permission.CHECK_CERTIFICATE)
def _behind(actor: Actor, code: str, name: str, on: date) -> Checked | None:
    row = Certificate.objects.filter(code=code).exclude(state__in=_NEVER_COUNTED).first()
    if row is None:
        return None
    is_valid = row.state == CertificateState.CONFIRMED and (row.expires_on is None or row.expires_on >= on)
    return Checked(
        title=titles_in([(row.module_id, row.title)]).get((row.module_id, row.title), row.title)
        if row.module_id
        else row.title,
        organisation=actor.organisation_name,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        is_valid=is_valid,
        is_name_right=_same(name, row.member_id) if name.strip() else None,
    )


_NEVER_COUNTED = (CertificateState.WAITING.value, CertificateState.REFUSED.value)


def _same(name: str, member_id: UUID) -> bool:
    return _plain(name) == _plain(member_names({member_id}).get(member_id, ""))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
