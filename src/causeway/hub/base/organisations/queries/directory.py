"""The directory of organisations."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.rows.remembering import remembered
from causeway.vocabulary.organisations import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An organisation as the directory shows it."""

    id: UUID
    name: str
    kind: OrganisationKind
    partner_kind: str
    country: str
    zone: str
    mailbox: str
    force_code: str | None
    places: tuple[str, ...]


def listing_of(organisation: Organisation) -> Listing:
    """The listing of one organisation."""
    return Listing(
        id=organisation.id,
        name=organisation.name,
        kind=OrganisationKind(organisation.kind),
        partner_kind=organisation.partner_kind,
        country=organisation.country,
        zone=organisation.zone,
        mailbox=organisation.mailbox,
        force_code=organisation.force_code,
        places=tuple(organisation.places),
    )


@query(Permission.SEE_DIRECTORY)
def directory(actor: Actor, *, kind: OrganisationKind | None = None, country: str | None = None) -> list[Listing]:
    """Active organisations by name, all or of one kind or country."""
    found = Organisation.objects.filter(is_active=True).order_by("name")
    if kind:
        found = found.filter(kind=kind.value)
    if country:
        found = found.filter(country=country)
    return [listing_of(organisation) for organisation in found]


@remembered
def names_of(organisation_ids: set[UUID]) -> dict[UUID, str]:
    """The names of these organisations; the directory is open, so no actor is needed."""
    return dict(Organisation.objects.filter(id__in=organisation_ids).values_list("id", "name"))


@remembered
def listing_for(organisation_id: UUID) -> Listing | None:
    """The listing of this organisation; the directory is open, so no actor is needed."""
    organisation = Organisation.objects.filter(id=organisation_id).first()
    return listing_of(organisation) if organisation else None


def force_of_code(force_code: str) -> Listing | None:
    """The organisation that is this force, when it has joined."""
    return _forces().get(force_code)


@remembered
def _forces() -> dict[str, Listing]:
    """All that have joined, by their codes: some dozens."""
    found = Organisation.objects.filter(force_code__isnull=False, is_active=True)
    return {each.force_code: listing_of(each) for each in found if each.force_code}


@remembered
def mailboxes_of(organisation_ids: set[UUID]) -> dict[UUID, str]:
    """The role mailboxes of these organisations; the directory is open, so no actor is needed."""
    return dict(Organisation.objects.filter(id__in=organisation_ids).values_list("id", "mailbox"))


def desks() -> list[Listing]:
    """The desks that an organisation can ask to vouch for it, by name; the directory is open, so no actor is needed."""
    kinds = [OrganisationKind.CLEARING_HOUSE.value, OrganisationKind.HOTLINE.value]
    found = Organisation.objects.filter(is_active=True, kind__in=kinds).order_by("name")
    return [listing_of(organisation) for organisation in found]


@query(Permission.SEE_DIRECTORY)
def own_listing(actor: Actor) -> Listing:
    """The acting organisation's own listing."""
    return listing_of(Organisation.objects.get(id=actor.organisation_id))


def kinds_of(organisation_ids: set[UUID]) -> dict[UUID, OrganisationKind]:
    """The kinds of these organisations; the directory is open, so no actor is needed."""
    found = Organisation.objects.filter(id__in=organisation_ids).values_list("id", "kind")
    return {organisation_id: OrganisationKind(kind) for organisation_id, kind in found}


def countries_of(organisation_ids: set[UUID]) -> dict[UUID, str]:
    """The countries of these organisations; the directory is open, so no actor is needed."""
    return dict(Organisation.objects.filter(id__in=organisation_ids).values_list("id", "country"))


def deconfliction_desk() -> Listing | None:
    """The clearing-house that compares the forces' tokens: the first that joined. The directory is open, so no actor is
    needed.
    """
    found = Organisation.objects.filter(is_active=True, kind=OrganisationKind.CLEARING_HOUSE.value)
    first = found.order_by("joined_at", "id").first()
    return listing_of(first) if first else None


def oversight_bodies() -> list[UUID]:
    """The oversight bodies that have joined; the directory is open, so no actor is needed."""
    found = Organisation.objects.filter(is_active=True, kind=OrganisationKind.OVERSIGHT.value)
    return list(found.order_by("joined_at", "id").values_list("id", flat=True))
