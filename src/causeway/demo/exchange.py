"""Exchange in the demonstration: everybody says how they can be reached, a force writes to children's services and to
the desk, and the desk leads a working group on practice. No message holds anything of a case.
"""

from datetime import timedelta

from django.utils import timezone

from causeway.demo.setting_up import Cast
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.contacts.commands.keep_point import NewPoint, add_point
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.theme.pdf import Paragraph, pdf
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, begin_thread
from causeway.hub.commons.correspondence.commands.keep_group import NewGroup, begin_topic, found_group
from causeway.hub.commons.correspondence.commands.meet import NewAction, NewMeeting, call_meeting, write_minutes
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.commands.write_message import write_message
from causeway.hub.commons.correspondence.documents import Offered
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.vocabulary.contacts import ContactPurpose
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role

_ALWAYS, _OFFICE = "24/7", "Mo-Fr 09:00-17:00"
_POINTS: dict[OrganisationKind, tuple[tuple[ContactPurpose, str, str], ...]] = {
    OrganisationKind.CLEARING_HOUSE: (
        (ContactPurpose.URGENT, "Duty desk", _ALWAYS),
        (ContactPurpose.REFERRALS, "Referrals desk", _OFFICE),
    ),
    OrganisationKind.POLICE_FORCE: (
        (ContactPurpose.URGENT, "Duty officer, online child protection", _ALWAYS),
        (ContactPurpose.GENERAL, "Online child protection team", _OFFICE),
    ),
    OrganisationKind.SERVICE: (
        (ContactPurpose.URGENT, "Trust and safety on call", _ALWAYS),
        (ContactPurpose.DATA_REQUESTS, "Law enforcement response", _OFFICE),
    ),
    OrganisationKind.HOTLINE: ((ContactPurpose.REFERRALS, "Analysts' desk", _OFFICE),),
    OrganisationKind.OVERSIGHT: ((ContactPurpose.GENERAL, "Inspectors' office", _OFFICE),),
}
_PARTNER_POINTS: dict[str, tuple[ContactPurpose, str, str]] = {
    PartnerKind.CHILDRENS_SERVICES.value: (ContactPurpose.SAFEGUARDING, "Front door", _ALWAYS),
    PartnerKind.SCHOOL.value: (ContactPurpose.SCHOOL_LEAD, "Designated safeguarding lead", "Mo-Fr 08:00-16:00"),
}
_OTHER_PARTNER = (ContactPurpose.GENERAL, "Office", _OFFICE)
_KEEPERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
_PLAN_TITLE = "Who calls whom"
_PLAN = (
    "Children's services call the force's duty officer. The force calls the front door. Each call is confirmed by a"
    " message here, so that both sides know that it was made."
)


def let_them_exchange(cast: Cast, desk: Organisation) -> int:
    """Let them; gives how many messages were written."""
    for organisation in cast.organisations.values():
        _say_how_to_be_reached(cast, organisation)
    force = cast.staffed_forces()[0]
    return _with_childrens_services(cast, force) + _with_the_desk(cast, force, desk) + _in_a_group(cast, desk)


def _say_how_to_be_reached(cast: Cast, organisation: Organisation) -> None:
    keeper = next(
        (
            person.actor
            for person in cast.people
            if person.actor.organisation_id == organisation.id and set(_KEEPERS) & set(person.roles)
        ),
        None,
    )
    if keeper is None:
        return
    kind = OrganisationKind(organisation.kind)
    points = _POINTS.get(kind) or (_PARTNER_POINTS.get(organisation.partner_kind, _OTHER_PARTNER),)
    for purpose, label, hours in points:
        point = NewPoint(
            purpose=purpose, label=label, mailbox=organisation.mailbox, hours=hours, zone=organisation.zone
        )
        add_point(keeper, point)


def _with_childrens_services(cast: Cast, force: Organisation) -> int:
    """A force agrees with a body on how they work together; a document goes with it, and the body answers."""
    body = next(one for one in cast.organisations.values() if one.partner_kind == PartnerKind.CHILDRENS_SERVICES.value)
    officer, lead = _leader(cast, force), cast.person_of(body, Role.SAFEGUARDING_LEAD).actor
    plan = Offered(name="who-calls-whom.pdf", sealed=write_sealed([pdf(_PLAN_TITLE, [Paragraph(_PLAN)])]))
    first = NewMessage(
        text="Here is our plan of who calls whom at night. Please confirm that it is right for your front door.",
        asks_acknowledgement=True,
        documents=[plan],
    )
    thread_id = begin_thread(officer, "Who calls whom at night", [Receiver(organisation_id=body.id)], first)
    open_thread(lead, thread_id)
    write_message(lead, thread_id, NewMessage(text="It is right. The front door has it."))
    return 2


def _with_the_desk(cast: Cast, force: Organisation, desk: Organisation) -> int:
    """The desk asks a force something that waits for an answer."""
    question = NewMessage(
        text="Which of your offices takes referrals at weekends from next month on?",
        due_at=timezone.now() + timedelta(days=5),
    )
    begin_thread(_leader(cast, desk), "Weekends", [Receiver(organisation_id=force.id)], question)
    return 1


def _in_a_group(cast: Cast, desk: Organisation) -> int:
    """The desk leads a group of forces that compares practice: a topic, minutes with an action, a meeting to come."""
    leader, forces = _leader(cast, desk), cast.staffed_forces()
    group = NewGroup(
        name="Practice between forces",
        purpose="To compare how playbooks are followed, and to agree on what all of us do in the first hour.",
        basis="Agreements on practice between the desk and each force",
        chair="The desk's supervisor",
    )
    group_id = found_group(leader, group, [force.id for force in forces])
    first = NewMessage(text="Which step of your playbooks is left out most often, and why?", handling=Handling.GREEN)
    begin_topic(leader, group_id, "Steps that are left out", first)
    now = timezone.now()
    held = call_meeting(
        leader, group_id, NewMeeting(title="First meeting", starts_at=now - timedelta(days=7), agenda="What we compare")
    )
    action = NewAction(owner_id=forces[0].id, text="Share figures of practice.", due_on=now.date() + timedelta(days=21))
    write_minutes(leader, held, "We compare the first hour before anything else.", [action])
    call_meeting(
        leader, group_id, NewMeeting(title="The first hour", starts_at=now + timedelta(days=14), agenda="Figures")
    )
    return 1


def _leader(cast: Cast, organisation: Organisation) -> Actor:
    return cast.person_of(organisation, Role.SUPERVISOR).actor
