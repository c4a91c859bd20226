"""The library: what ships, and what organisations publish for all, with the versions of each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.playbooks.models import PlaybookVersion
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.hub.knowledge.playbooks.standards import SHIPPED, Standard, stored_standard
from causeway.hub.knowledge.playbooks.translating import title_in


@dataclass(frozen=True, slots=True)
class Ref:
    """One published playbook: a version by its identifier, or one that ships by its code."""

    code: str = ""
    version_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published playbook. `publisher` is empty for one that ships; `standard` is what an adapted one rests on."""

    ref: Ref
    origin: str
    publisher: str
    playbook: Playbook
    is_own: bool
    is_shared: bool
    note: str
    published_at: datetime | None
    standard: Standard | None
    reasons: dict[str, str]

    @property
    def as_standard(self) -> Standard:
        """The same as something on which others rest."""
        return Standard(origin=self.origin, playbook=self.playbook)


@query(Permission.READ_PLAYBOOKS)
def library(actor: Actor) -> list[Published]:
    """The newest version of every playbook that the actor's organisation may see, by title in the reader's language."""
    rows = PlaybookVersion.objects.order_by("organisation_id", "code", "-number").distinct("organisation_id", "code")
    found = [*map(_shipped, playbooks().values()), *_published(actor, list(rows))]
    language = reading_language()
    return sorted(found, key=lambda each: (title_in(each.playbook, language), each.publisher))


@query(Permission.READ_PLAYBOOKS)
def open_published(actor: Actor, ref: Ref) -> Published:
    """One published playbook.

    Raises:
        NotFound: there is none, or it is another organisation's own.
    """
    return published(actor, ref)


@query(Permission.READ_PLAYBOOKS)
def history_of(actor: Actor, ref: Ref) -> list[Published]:
    """All versions of the same playbook by the same publisher, newest first.

    Raises:
        NotFound: there is no such playbook.
    """
    found = published(actor, ref)
    if found.ref.version_id is None:
        return [found]
    rows = PlaybookVersion.objects.filter(organisation_id=UUID(found.origin), code=found.playbook.code)
    return _published(actor, list(rows.order_by("-number")))


@query(Permission.READ_PLAYBOOKS)
def take_away(actor: Actor, ref: Ref) -> Playbook:
    """A published playbook as a file. That it was taken is entered.

    Raises:
        NotFound: there is no such playbook.
    """
    found = published(actor, ref)
    enter_export("playbook", {"code": found.playbook.code, "version": found.playbook.version})
    return found.playbook


def published(actor: Actor, ref: Ref) -> Published:
    """The same, inside the caller's transaction."""
    if ref.version_id is None:
        playbook = playbooks().get(ref.code)
        if playbook is None:
            raise NotFound(_("There is no such playbook."))
        return _shipped(playbook)
    row = PlaybookVersion.objects.filter(id=ref.version_id).first()
    if row is None:
        raise NotFound(_("There is no such playbook."))
    return _published(actor, [row])[0]


def _published(actor: Actor, rows: list[PlaybookVersion]) -> list[Published]:
    names = names_of({row.organisation_id for row in rows})
    return [
        Published(
            ref=Ref(version_id=row.id),
            origin=str(row.organisation_id),
            publisher=names.get(row.organisation_id, ""),
            playbook=from_document(Playbook, row.document),
            is_own=row.organisation_id == actor.organisation_id,
            is_shared=row.is_shared,
            note=row.note,
            published_at=row.published_at,
            standard=stored_standard(row.standard) if row.standard else None,
            reasons=dict(row.reasons),
        )
        for row in rows
    ]


def _shipped(playbook: Playbook) -> Published:
    return Published(
        ref=Ref(code=playbook.code),
        origin=SHIPPED,
        publisher="",
        playbook=playbook,
        is_own=False,
        is_shared=True,
        note="",
        published_at=None,
        standard=None,
        reasons={},
    )
