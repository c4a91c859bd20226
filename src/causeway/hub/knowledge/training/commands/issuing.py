"""Issuing a certificate on passing. Runs inside the caller's transaction."""

from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.training.codes import new_code
from causeway.hub.knowledge.training.models import Certificate
from causeway.hub.knowledge.training.queries.library import ModuleView
from causeway.hub.knowledge.training.queries.standing import path_of, paths_in_force
from causeway.hub.knowledge.training.validity import CertificateState, expiry


def issue_certificate(actor: Actor, member_id: UUID, view: ModuleView, now: datetime) -> UUID:
    """The certificate of a module that was passed. The member's path says how long it holds, else the module."""
    asked = {wanted.module_id: wanted for wanted in path_of(paths_in_force(actor.organisation_kind), actor.roles)}
    months = asked[view.id].valid_months if view.id in asked else view.module.valid_months
    certificate = Certificate(
        organisation_id=actor.organisation_id,
        member_id=member_id,
        skill=view.module.skill,
        module_id=view.id,
        title=view.module.title,
        provider=actor.organisation_name,
        issued_on=now.date(),
        expires_on=expiry(now.date(), months),
        state=CertificateState.CONFIRMED.value,
        code=new_code(actor.organisation_id),
        added_at=now,
    )
    certificate.save(force_insert=True)
    enter(Act.CERTIFICATE_ISSUED, subjects=[certificate.id, member_id], details={"title": certificate.title})
    return certificate.id
