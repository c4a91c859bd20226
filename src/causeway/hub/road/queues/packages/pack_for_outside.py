"""The package for a central desk outside this hub: what was told, and nothing of what this hub found or did.

It is locked like a force's package. What other services told, how the desk judged and who else works on it stays here.
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.evidence.package import Lock, Part, encrypted, zipped
from causeway.hub.road.queues.packages.download_package import (
    PACKAGE_FORMAT,
    PACKAGE_VERSION,
    Package,
    leaving_files,
    told_parts,
)
from causeway.hub.road.queues.packages.pages import pages_for_outside
from causeway.hub.road.queues.queries.opening import OpenReferral, open_referral
from causeway.hub.road.routes.commands.outside import check_open
from causeway.hub.road.routes.queries.outside import waiting_outside_of
from causeway.interchange.cybertip import CyberTipError, from_referral, write_report


@command(Permission.SEND_OUTSIDE)
def pack_for_outside(actor: Actor, referral_id: UUID, lock: Lock) -> Package:
    """Gather what was told, as a PDF, as our JSON document and, where that has room for it, as a report in the
    CyberTipline's format, with the files that may leave; the download is entered with them.

    Raises:
        NotFound: the referral is not visible, or does not wait for a central desk outside.
        Conflict: it was not sent yet, and the central desk was closed.
    """
    opened, now = open_referral(actor, referral_id), timezone.now()
    outside = waiting_outside_of(referral_id, actor.organisation_id)
    if outside.sent_at is None:
        check_open(outside.central_desk_id)
    reference = opened.fact.reference
    files = leaving_files([opened])
    enter(
        Act.PACKAGE_DOWNLOADED,
        subjects=[referral_id, outside.central_desk_id],
        details={"references": [reference], "files": files},
    )
    left_out: list[dict[str, str]] = []
    parts = [*told_parts(opened, pages_for_outside(opened, now), left_out), *_report(opened, left_out)]
    about: dict[str, object] = {
        "format": PACKAGE_FORMAT,
        "version": PACKAGE_VERSION,
        "organisation": actor.organisation_name,
        "references": [reference],
        "case": None,
        "left_out": left_out,
    }
    return Package(file_name=f"{reference}.zip.age", pieces=encrypted(zipped(parts, at=now, about=about), lock))


def _report(opened: OpenReferral, left_out: list[dict[str, str]]) -> Iterator[Part]:
    name = f"{opened.fact.reference}/cybertip-report.xml"
    try:
        text = write_report(from_referral(opened.told.referral))
    except CyberTipError as fault:
        left_out.append({"name": name, "why": str(fault)})
    else:
        yield Part(name=name, chunks=[text])
