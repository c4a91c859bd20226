"""Taking a referral into work: into a new case, or into one that is open."""

import secrets
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, playbook_for
from causeway.hub.knowledge.playbooks.queries.in_force import InForce, in_force
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.cases.commands.follow_playbook import begin_tasks, look_again
from causeway.hub.road.cases.commands.work_case import set_task
from causeway.hub.road.cases.models import Case, CaseReferral, CaseTask
from causeway.hub.road.cases.queries.case_facts import facts_of_case
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.cases.queries.unprotected import unprotected_in
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.hub.road.referrals.words import CONCERN_NAMES

TITLE_CHARACTERS = 200
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No letter that is read as a digit: references are spoken over the phone."""
_REFERENCE_CHARACTERS = 10


@command(Permission.WORK_CASE)
def open_case(actor: Actor, referral_id: UUID, *, title: str = "", playbook_code: str = "") -> UUID:
    """Open a case on a referral, with the tasks of its playbook. Without a title it is named for its concern.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: too long a title, or no such playbook.
        Conflict: a case of the organisation works on it already.
    """
    referral = told(referral_id)
    if len(title) > TITLE_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": TITLE_CHARACTERS}, field="title")
    chosen = _playbook(playbook_code, referral)
    case = Case(
        organisation_id=actor.organisation_id,
        reference="CASE-" + "".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_CHARACTERS)),
        title=title.strip() or _title(referral),
        playbook=chosen.code,
        playbook_version=chosen.playbook.version,
        playbook_version_id=chosen.version_id,
        lead_id=_member(actor),
        opened_at=timezone.now(),
    )
    case.save(force_insert=True)
    _join(actor, case, referral_id)
    begin_tasks(case, chosen.playbook, facts_of_case(case.id))
    details = {"playbook": chosen.code, "version": chosen.playbook.version, "case": case.reference}
    enter(Act.CASE_OPENED, subjects=[case.id, referral_id], details=details)
    return case.id


@command(Permission.WORK_CASE)
def add_to_case(actor: Actor, case_id: UUID, referral_id: UUID) -> None:
    """Add a referral to an open case. Adding it a second time changes nothing.

    Raises:
        NotFound: no such case or referral is visible.
        Conflict: the case is closed, or another case works on the referral.
    """
    case = case_row(case_id, must_be_open=True)
    told(referral_id)
    if CaseReferral.objects.filter(case=case, referral_id=referral_id).exists():
        return
    _join(actor, case, referral_id)
    look_again(actor, case, facts_of_case(case.id))
    _take_safeguarding_up_again(actor, case, referral_id)
    enter(Act.CASE_JOINED, subjects=[case.id, referral_id], details={"case": case.reference})


def _join(actor: Actor, case: Case, referral_id: UUID) -> None:
    row = CaseReferral(
        organisation_id=actor.organisation_id, case=case, referral_id=referral_id, added_at=timezone.now()
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_taken(referral_id)) from fault


def _taken(referral_id: UUID) -> str:
    other = CaseReferral.objects.select_related("case").get(referral_id=referral_id).case
    lead = member_names([other.lead_id]).get(other.lead_id, _("A colleague"))
    told = {"name": lead, "case": other.reference}
    return _("%(name)s works on this referral already, in %(case)s.") % told


def _playbook(code: str, referral: Told) -> InForce:
    if not code:
        priority = priority_of(referral.id)
        is_imminent = priority is not None and priority.is_imminent
        code = playbook_for(referral.referral, on=referral.received_at.date(), is_imminent=is_imminent).code
    found = in_force(code)
    if found is None:
        raise Invalid(_("There is no such playbook."), field="playbook_code")
    return found


def _take_safeguarding_up_again(actor: Actor, case: Case, referral_id: UUID) -> None:
    """What was done for every child is not done for one who comes with a new referral."""
    if unprotected_in([referral_id]):
        for task in CaseTask.objects.filter(case=case, code=SAFEGUARDING_TASK, state=TaskState.DONE):
            set_task(actor, case, task, TaskState.DOING)


def _title(referral: Told) -> str:
    concern = str(CONCERN_NAMES[referral.referral.concern])
    platform = referral.referral.platform
    return f"{concern}, {platform}"[:TITLE_CHARACTERS] if platform else concern


def _member(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("A case is led by a person."))
    return actor.member_id
