"""Adding an organisation: the first of an installation vouches for itself, every other is vouched for by a desk."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import DEFAULT_PURPOSE
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.walls.identity import Identity, bound_to
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What is told of an organisation that joins. `force_code` is a code of `causeway.routing.forces`, `places` those
    it serves.
    """

    name: str
    kind: OrganisationKind
    country: str
    mailbox: str
    zone: str = "UTC"
    partner_kind: PartnerKind | None = None
    force_code: str | None = None
    places: tuple[str, ...] = ()


def _save(
    new: NewOrganisation, organisation_id: UUID, vouched_by: UUID, *, is_demonstration: bool = False
) -> Organisation:
    if Organisation.objects.filter(name=new.name).exists():
        raise Conflict(_("An organisation of this name has already joined."), field="name")
    organisation = Organisation(
        id=organisation_id,
        name=new.name,
        kind=new.kind.value,
        partner_kind=new.partner_kind.value if new.partner_kind else "",
        country=new.country,
        zone=new.zone,
        mailbox=new.mailbox,
        force_code=new.force_code,
        places=list(new.places),
        is_demonstration=is_demonstration,
        vouched_by_id=vouched_by,
        joined_at=timezone.now(),
    )
    organisation.save(force_insert=True)
    enter(
        Act.ORGANISATION_ADDED,
        subjects=[organisation_id],
        audience=[organisation_id],
        details={"name": new.name, "kind": new.kind.value},
        details_audience=[organisation_id],
    )
    return organisation


def found_first_organisation(new: NewOrganisation, *, is_demonstration: bool = False) -> Organisation:
    """Set up the first organisation of an installation, which nobody can vouch for. Called at set-up, before anybody
    can act. `is_demonstration` marks the database for ever, so that no production starts on it.

    Raises:
        Conflict: an organisation exists.
    """
    if Organisation.objects.exists():
        raise Conflict(_("This installation has organisations already; a desk's administrator adds others."))
    organisation_id = uuid4()
    with bound_to(Identity(organisation_id=organisation_id, purpose=DEFAULT_PURPOSE[new.kind])):
        return _save(new, organisation_id, organisation_id, is_demonstration=is_demonstration)


@command(Permission.VET_JOINING)
def add_organisation(actor: Actor, new: NewOrganisation) -> Organisation:
    """Add an organisation that this desk has vetted.

    Raises:
        Conflict: the name is taken.
    """
    return _save(new, uuid4(), actor.organisation_id)
