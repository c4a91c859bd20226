"""Instruments of an organisation: what is being written, and what was published."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.models import DraftInstrument, PublishedInstrument
from causeway.vocabulary.instruments import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version that was published."""

    id: UUID
    version: str
    published_at: datetime
    instrument: Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An instrument as it is being written, and its published versions, newest first."""

    id: UUID
    instrument: Instrument
    changed_at: datetime
    published: tuple[Published, ...]

    @property
    def is_as_published(self) -> bool:
        """Whether nothing was changed since the newest version."""
        return bool(self.published) and self.published[0].instrument == self.instrument

    @property
    def is_version_published(self) -> bool:
        """Whether a version of this number was published."""
        return any(one.version == self.instrument.version for one in self.published)


@query(Permission.READ_SURVEY)
def written_instruments(actor: Actor) -> list[Written]:
    """Every instrument of the organisation, by code."""
    return [_written(draft) for draft in DraftInstrument.objects.order_by("code").prefetch_related("published")]


@query(Permission.READ_SURVEY)
def written_instrument(actor: Actor, draft_id: UUID) -> Written:
    """One instrument.

    Raises:
        NotFound: there is no such instrument.
    """
    draft = DraftInstrument.objects.filter(id=draft_id).prefetch_related("published").first()
    if draft is None:
        raise NotFound(_("There is no such instrument."))
    return _written(draft)


def _written(draft: DraftInstrument) -> Written:
    published = sorted(draft.published.all(), key=lambda one: one.published_at, reverse=True)
    return Written(
        id=draft.id,
        instrument=from_document(Instrument, draft.document),
        changed_at=draft.changed_at,
        published=tuple(_published(one) for one in published),
    )


def _published(row: PublishedInstrument) -> Published:
    return Published(
        id=row.id,
        version=row.version,
        published_at=row.published_at,
        instrument=from_document(Instrument, row.document),
    )
