"""What the acting organisation follows: its own adoptions, and for all else what ships with the program."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.playbooks.models import PlaybookAdoption, PlaybookVersion
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.library import Published
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.hub.knowledge.playbooks.standards import SHIPPED, Standard, stored_standard
from causeway.hub.knowledge.playbooks.translating import title_in, written_in


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A playbook that is followed. `standard` is what it rests on, the same where it is followed as it is; `newer` is
    the standard as it stands now, where that is another version that nobody has decided on yet, in the language in
    which the force writes as far as it has words.
    """

    playbook: Playbook
    version_id: UUID | None
    standard: Standard
    standard_name: str
    is_adopted: bool
    is_adapted: bool
    reasons: dict[str, str]
    decided_at: datetime | None
    decided_by: str
    kept_version: str
    kept_reason: str
    newer: Playbook | None

    @property
    def code(self) -> str:
        """For which kind of work."""
        return self.playbook.code

    @property
    def title(self) -> str:
        """What it is called in the reader's language, as far as it has words."""
        return title_in(self.playbook, reading_language())


def in_force(code: str) -> InForce | None:
    """What the acting organisation follows for this kind of work; None where there is no such playbook. Runs inside
    the caller's transaction.
    """
    return next((each for each in in_use([code]) if each.code == code), None)


def follows(current: InForce, found: Published) -> bool:
    """Whether somebody has decided to follow this very version. An adaptation rests on another, and is known by its
    own version.
    """
    if not current.is_adopted or current.playbook != found.playbook:
        return False
    own = current.is_adapted and current.version_id == found.ref.version_id
    return own or (not current.is_adapted and current.standard.origin == found.origin)


def in_use(codes: list[str] | None = None) -> list[InForce]:
    """All that the acting organisation follows, or of these codes, by title. Runs inside the caller's transaction."""
    rows = PlaybookAdoption.objects.order_by("code", "-decided_at", "-id").distinct("code")
    adopted = {row.code: row for row in (rows if codes is None else rows.filter(code__in=codes))}
    names = _names(list(adopted.values()))
    found = [_adopted(row, names) for row in adopted.values()]
    found += [_shipped(playbook) for code, playbook in playbooks().items() if code not in adopted]
    wanted = found if codes is None else [each for each in found if each.code in codes]
    return sorted(wanted, key=lambda each: each.title)


def titles_in_use() -> dict[str, str]:
    """The titles of what ships and of all that the acting organisation follows or followed, by code, in the reader's
    language. Runs inside the caller's transaction.
    """
    known = dict(playbooks())
    newest = PlaybookAdoption.objects.order_by("code", "-decided_at", "-id").distinct("code")
    for code, document in newest.values_list("code", "document"):
        known[code] = from_document(Playbook, document)
    return {code: title_in(playbook, reading_language()) for code, playbook in known.items()}


def newest_standard(origin: str, code: str) -> Playbook | None:
    """A standard as it stands now; None where it is offered no more. Runs inside the caller's transaction."""
    if origin == SHIPPED:
        return playbooks().get(code)
    rows = PlaybookVersion.objects.filter(organisation_id=UUID(origin), code=code)
    row = rows.order_by("-number").first()
    return from_document(Playbook, row.document) if row else None


@query(Permission.READ_PLAYBOOKS)
def followed(actor: Actor, code: str) -> InForce:
    """What the actor's organisation follows for this kind of work.

    Raises:
        NotFound: there is no such playbook.
    """
    del actor
    found = in_force(code)
    if found is None:
        raise NotFound(_("There is no such playbook."))
    return found


@query(Permission.READ_PLAYBOOKS)
def all_followed(actor: Actor) -> list[InForce]:
    """All that the actor's organisation follows, by title."""
    del actor
    return in_use()


@query(Permission.ADOPT_PLAYBOOKS)
def with_newer_standard(actor: Actor) -> list[InForce]:
    """What rests on a standard of which there is a version that nobody has decided on."""
    del actor
    return [each for each in in_use() if each.newer is not None]


def _names(rows: list[PlaybookAdoption]) -> dict[UUID, str]:
    origins = {stored_standard(row.standard).organisation_id for row in rows}
    people = member_names({row.decided_by_id for row in rows})
    return people | names_of({origin for origin in origins if origin is not None})


def _adopted(row: PlaybookAdoption, names: dict[UUID, str]) -> InForce:
    standard = stored_standard(row.standard)
    playbook, newest = from_document(Playbook, row.document), newest_standard(standard.origin, row.code)
    is_new = newest is not None and newest.version not in (standard.playbook.version, row.kept_version)
    return InForce(
        playbook=playbook,
        version_id=row.version_id,
        standard=standard,
        standard_name=names.get(standard.organisation_id, "") if standard.organisation_id else "",
        is_adopted=True,
        is_adapted=row.is_adapted,
        reasons=dict(row.reasons),
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by_id, ""),
        kept_version=row.kept_version,
        kept_reason=row.reason if row.kept_version else "",
        newer=written_in(newest, playbook.language) if newest is not None and is_new else None,
    )


def _shipped(playbook: Playbook) -> InForce:
    return InForce(
        playbook=playbook,
        version_id=None,
        standard=Standard(origin=SHIPPED, playbook=playbook),
        standard_name="",
        is_adopted=False,
        is_adapted=False,
        reasons={},
        decided_at=None,
        decided_by="",
        kept_version="",
        kept_reason="",
        newer=None,
    )
