"""What the program does with the files that show certificates: sealing those that lie in the database still, and
erasing those on which nothing depends any more.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.vault.opening import erase
from causeway.hub.base.vault.sealing import seal_stream
from causeway.hub.knowledge.training.models import CertificateEvidence
from causeway.hub.knowledge.training.validity import CertificateState
from causeway.vocabulary.organisations import Category

KEPT_AFTERWARDS = timedelta(days=90)
"""How long a file is kept once its certificate was refused, revoked or has run out: long enough to contest it. Our own
choice.
"""
_AT_ONCE = 20
"""Files of at most two megabytes each, so that a round stays short."""
_OVER = [CertificateState.REFUSED.value, CertificateState.REVOKED.value]


@command(Permission.KEEP_TRAINING)
def seal_old_evidence(actor: Actor) -> int:
    """Move files that lie in the database into the vault, some a round, and give how many. One that was moved is not
    found again, so what a crash leaves undone is owed still.
    """
    rows = CertificateEvidence.objects.select_for_update().filter(sealed_id=None, content__isnull=False)[:_AT_ONCE]
    moved = 0
    for row in rows:
        if row.content is None:
            continue
        found(row.id, Category.PRACTICE)
        row.sealed_id = seal_stream([bytes(row.content)], root_id=row.id).id
        row.content = None
        row.save(update_fields=["sealed_id", "content"])
        enter(Act.CERTIFICATE_EVIDENCE_SEALED, subjects=[row.certificate_id])
        moved += 1
    return moved


@command(Permission.KEEP_TRAINING)
def erase_old_evidence(actor: Actor, now: datetime) -> int:
    """Erase the files of certificates that have not counted for 90 days, and give how many. The certificate stays."""
    before = now - KEPT_AFTERWARDS
    is_over = Q(certificate__state__in=_OVER, certificate__decided_at__lt=before)
    has_run_out = Q(certificate__expires_on__lt=before.date())
    rows = CertificateEvidence.objects.select_for_update(of=("self",)).filter(is_over | has_run_out)
    erased = 0
    for row in rows[:_AT_ONCE]:
        if row.sealed_id is not None:
            erase(row.sealed_id)
        row.delete()
        enter(Act.CERTIFICATE_EVIDENCE_ERASED, subjects=[row.certificate_id])
        erased += 1
    return erased
