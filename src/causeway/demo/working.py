"""People act: alerts are acknowledged, cases opened, a child's services told, data preserved, outcomes given back.

Each method is one act or a few that belong together, now; `causeway.demo.past` says when.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from uuid import UUID

from causeway.demo.practice import work_first_steps
from causeway.demo.record import Step
from causeway.demo.setting_up import Cast
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import add_note
from causeway.hub.road.cases.queries.safeguarding import safeguarding_proposal
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.queries.requests import request_proposal
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.commands.acknowledge_alert import acknowledge_alert
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.queues.queries.page import QueueLine
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, Outcome, OutcomeStatus
from causeway.vocabulary.safeguarding import SafeguardingNotice

_USEFUL = (
    Outcome(
        status=OutcomeStatus.CHILD_SAFEGUARDED,
        is_useful=True,
        victims_identified=1,
        children_safeguarded=1,
        missing=("upload_ip",),
        share_children=True,
    ),
    Outcome(status=OutcomeStatus.ARREST, is_useful=True, arrests=1, victims_identified=1, missing=()),
    Outcome(status=OutcomeStatus.REFERRED_ON, is_useful=True, missing=("subject_location",)),
)
_NOT_USEFUL = (
    Outcome(
        status=OutcomeStatus.CLOSED,
        closure_reason=ClosureReason.SUBJECT_NOT_LOCATED,
        is_useful=False,
        not_useful_reason=NotUsefulReason.LIMITED,
        missing=("upload_ip", "subject_location"),
        note_to_sender="The port and the time of the upload would have named one subscriber.",
    ),
    Outcome(
        status=OutcomeStatus.CLOSED,
        closure_reason=ClosureReason.NO_CRIME,
        is_useful=False,
        not_useful_reason=NotUsefulReason.OTHER,
        missing=("viewed",),
    ),
)
"""What the demonstration's investigators find, in turn."""
_ANSWERS = {
    True: Outcome(
        status=OutcomeStatus.CLOSED,
        closure_reason=ClosureReason.LEGAL_RESPONSE_EMPTY,
        is_useful=True,
        missing=("subject_location",),
    ),
    False: _NOT_USEFUL[0],
}
"""What is said of a referral that nobody opens a case for, useful or not."""
_NOWHERE = Outcome(
    status=OutcomeStatus.CLOSED,
    closure_reason=ClosureReason.SUBJECT_NOT_LOCATED,
    is_useful=False,
    not_useful_reason=NotUsefulReason.LIMITED,
    missing=("subject_location", "victim_location"),
)
_USEFUL_SHARES = {"stowaway": 0.25, "harbourline": 0.7, "mooringlight": 0.85}
_USEFUL_SHARE = 0.6
"""Invented: how often what a sender tells is of use."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A case, and what will answer the notices and requests that were sent for it."""

    case_id: UUID
    notices: tuple[Callable[[], None], ...]
    requests: tuple[Callable[[], None], ...]


@dataclass(slots=True)
class People:
    """Everybody who acts at the desk, at the forces that have people, and at those whom these ask."""

    cast: Cast
    desk: Organisation
    counts: Counter[str] = field(default_factory=Counter)
    useful: Iterator[Outcome] = field(default_factory=lambda: cycle(_USEFUL))
    not_useful: Iterator[Outcome] = field(default_factory=lambda: cycle(_NOT_USEFUL))

    @property
    def analyst(self) -> Actor:
        """Who sees to what waits for a route at the desk."""
        return self.cast.person_of(self.desk, Role.ANALYST).actor

    def investigator(self, force: Organisation) -> Actor:
        """Who reads a force's queue and works its cases."""
        return self.cast.person_of(force, Role.INVESTIGATOR).actor

    def duty_officer(self, receiver: Organisation) -> Actor:
        """Who answers alerts at the desk or a force."""
        return self.cast.person_of(receiver, Role.DUTY_OFFICER).actor

    def share_useful(self, sender_id: UUID) -> float:
        """How often what this sender tells is of use."""
        key = next(key for key, one in self.cast.organisations.items() if one.id == sender_id)
        return _USEFUL_SHARES.get(key, _USEFUL_SHARE)

    def send_on(self, line: QueueLine) -> bool:
        """At the desk: send to a force of the country that the referral points to, or say that it points nowhere. Gives
        whether it was sent on.
        """
        routes = open_referral(self.analyst, line.referral_id).routes
        country = routes[0].country if routes else ""
        force = next((one for one in self.cast.staffed_forces() if one.country == country), None)
        if force is None:
            record_outcome(self.analyst, line.referral_id, _NOWHERE)
            return False
        change_route(self.analyst, line.referral_id, force.id, "It points to this country and to no place in it.")
        self.counts["sent_on"] += 1
        return True

    def acknowledge(self, receiver: Organisation, line: QueueLine) -> None:
        """Answer an alert."""
        acknowledge_alert(self.duty_officer(receiver), line.referral_id)
        self.counts["alerts"] += 1

    def read(self, force: Organisation, line: QueueLine) -> None:
        """Read a referral."""
        open_referral(self.investigator(force), line.referral_id)

    def answer(self, force: Organisation, line: QueueLine, is_useful: bool) -> None:
        """Say what came of a referral without a case."""
        record_outcome(self.investigator(force), line.referral_id, _ANSWERS[is_useful])
        self.counts["answered_at_once"] += 1

    def take_on(self, force: Organisation, line: QueueLine) -> Taken:
        """Open a case, do its first steps, tell the child's services, and ask the service to preserve."""
        investigator = self.investigator(force)
        case_id = open_case(investigator, line.referral_id)
        add_note(investigator, case_id, "Read the referral and checked local records.")
        self.counts["steps"] += work_first_steps(investigator, case_id, self.counts["cases"])
        self.counts["cases"] += 1
        return Taken(case_id, tuple(self._tell(force, line)), tuple(self._preserve(force, line)))

    def close(self, force: Organisation, case_id: UUID, line: QueueLine, is_useful: bool) -> None:
        """Close a case with what came of its referral."""
        supervisor = self.cast.person_of(force, Role.SUPERVISOR).actor
        reason = "Children's services of that place have not joined yet; told by telephone."
        outcome = next(self.useful if is_useful else self.not_useful)
        close_case(supervisor, case_id, {line.referral_id: outcome}, no_safeguarding_reason=reason)
        self.counts["closed"] += 1

    def steps(self) -> tuple[Step, ...]:
        """What people did, for the table."""
        words = (
            ("queue", "sent to a force by a person", "sent_on"),
            ("queue", "alerts acknowledged by a duty officer", "alerts"),
            ("case", "cases opened", "cases"),
            ("case", "steps of their playbooks done", "steps"),
            ("safeguarding", "children's services told", "told"),
            ("safeguarding", "acknowledged by children's services", "acknowledged"),
            ("data request", "services asked to preserve", "asked"),
            ("data request", "answered by the service", "answered"),
            ("outcome", "cases closed with a structured outcome", "closed"),
            ("outcome", "given by a force without a case", "answered_at_once"),
        )
        return tuple(Step(step=step, what=what, count=self.counts[key]) for step, what, key in words)

    def _tell(self, force: Organisation, line: QueueLine) -> Iterator[Callable[[], None]]:
        """Tell children's services where the referral names a child in a place that a body serves."""
        lead = self.cast.person_of(force, Role.SAFEGUARDING_LEAD).actor
        proposal = safeguarding_proposal(lead, line.referral_id)
        for child, bodies in zip(proposal.children, proposal.bodies, strict=False):
            suggested = next((body for body in bodies if body.is_suggested), None)
            if suggested is None:
                continue
            notice = SafeguardingNotice(
                child_name=child.name or "not known",
                child_age_years=child.party.age_years,
                place=child.place or "see the school",
                concern=proposal.concern,
                done_so_far="A case has been opened; nobody has spoken to the family yet.",
                contact="Online child protection team",
                contact_email=force.mailbox,
            )
            notice_id = tell_safeguarding(lead, line.referral_id, suggested.id, notice, child=child.number)
            self.counts["told"] += 1
            yield partial(self._acknowledge, suggested.id, notice_id)

    def _acknowledge(self, body_id: UUID, notice_id: UUID) -> None:
        lead = self._at(body_id, Role.SAFEGUARDING_LEAD)
        acknowledge_safeguarding(lead, notice_id, name=lead.label, note="A social worker visits today.")
        self.counts["acknowledged"] += 1

    def _preserve(self, force: Organisation, line: QueueLine) -> Iterator[Callable[[], None]]:
        """Ask the sending service to preserve the accounts that the referral names."""
        investigator = self.investigator(force)
        proposal = request_proposal(investigator, line.referral_id)
        services = {service.id for service in self.cast.services()}
        if not proposal.identifiers or line.sender_id not in services:
            return
        request = NewDataRequest(
            kind=RequestKind.PRESERVE,
            service_id=line.sender_id,
            identifiers=proposal.identifiers,
            legal_basis="Demonstration: voluntary preservation pending an order",
            contact=force.mailbox,
        )
        request_id = make_data_request(investigator, line.referral_id, request)
        self.counts["asked"] += 1
        yield partial(self._say_preserved, line.sender_id, request_id)

    def _say_preserved(self, service_id: UUID, request_id: UUID) -> None:
        responder = self._at(service_id, Role.SERVICE_RESPONDER)
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
        self.counts["answered"] += 1

    def _at(self, organisation_id: UUID, role: Role) -> Actor:
        organisation = next(one for one in self.cast.organisations.values() if one.id == organisation_id)
        return self.cast.person_of(organisation, role).actor
