"""People act: alerts are acknowledged, cases opened, a child's services told, data preserved, outcomes given back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from uuid import UUID

from causeway.demo.practice import work_first_steps
from causeway.demo.record import Step
from causeway.demo.setting_up import Cast
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import add_note
from causeway.hub.road.cases.queries.safeguarding import notices_waiting, safeguarding_proposal
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.queries.requests import request_proposal, requests_received
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.hub.road.queues.commands.acknowledge_alert import acknowledge_alert
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, queue_page
from causeway.vocabulary.organisations import PartnerKind, Role
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, Outcome, OutcomeStatus
from causeway.vocabulary.safeguarding import SafeguardingNotice

_CASES_A_FORCE = 8
_ALERTS_A_FORCE = 3

_OUTCOMES = (
    Outcome(
        status=OutcomeStatus.CHILD_SAFEGUARDED,
        is_useful=True,
        victims_identified=1,
        children_safeguarded=1,
        missing=("upload_ip",),
        share_children=True,
    ),
    Outcome(status=OutcomeStatus.ARREST, is_useful=True, arrests=1, victims_identified=1, missing=()),
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


@dataclass(slots=True)
class People:
    """Everybody who acts once the worker has done its part."""

    cast: Cast
    desk: Organisation
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def number_of_acts(self) -> int:
        """How many times `act` yields, at most."""
        return len(self.cast.staffed_forces()) * _CASES_A_FORCE + 1

    def act(self) -> Iterator[None]:
        """Let each staffed force work on what is most urgent in its queue, then the children's services answer."""
        outcomes = cycle(_OUTCOMES)
        for force in self.cast.staffed_forces():
            self._acknowledge_alerts(force)
            investigator = self.cast.person_of(force, Role.INVESTIGATOR).actor
            lines = queue_page(investigator, QueueFilters(in_a_case=False), limit=_CASES_A_FORCE).lines
            for number, line in enumerate(lines):
                case_id = open_case(investigator, line.referral_id)
                self.counts["cases"] += 1
                add_note(investigator, case_id, "Read the referral and checked local records.")
                self.counts["steps"] += work_first_steps(investigator, case_id, number)
                self._tell(force, line)
                self._preserve(force, line)
                if number % 2:
                    self._close(force, case_id, line, next(outcomes))
                yield
        self._answer_notices()
        self._answer_requests()
        yield

    def steps(self) -> tuple[Step, ...]:
        """What people did, for the table."""
        words = (
            ("queue", "alerts acknowledged by a duty officer", "alerts"),
            ("case", "cases opened", "cases"),
            ("case", "steps of their playbooks done", "steps"),
            ("safeguarding", "children's services told", "told"),
            ("safeguarding", "acknowledged by children's services", "acknowledged"),
            ("data request", "services asked to preserve", "asked"),
            ("data request", "answered by the service", "answered"),
            ("outcome", "cases closed with a structured outcome", "closed"),
        )
        return tuple(Step(step=step, what=what, count=self.counts[key]) for step, what, key in words)

    def _acknowledge_alerts(self, force: Organisation) -> None:
        officer = self.cast.person_of(force, Role.DUTY_OFFICER).actor
        alerting = [line for line in queue_page(officer, QueueFilters(is_imminent=True)).lines if line.is_alerting]
        for line in alerting[:_ALERTS_A_FORCE]:
            acknowledge_alert(officer, line.referral_id)
            self.counts["alerts"] += 1

    def _tell(self, force: Organisation, line: QueueLine) -> None:
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
            tell_safeguarding(lead, line.referral_id, suggested.id, notice, child=child.number)
            self.counts["told"] += 1

    def _close(self, force: Organisation, case_id: UUID, line: QueueLine, outcome: Outcome) -> None:
        supervisor = self.cast.person_of(force, Role.SUPERVISOR).actor
        reason = "Children's services of that place have not joined yet; told by telephone."
        close_case(supervisor, case_id, {line.referral_id: outcome}, no_safeguarding_reason=reason)
        self.counts["closed"] += 1

    def _answer_notices(self) -> None:
        for body in self.cast.organisations.values():
            if body.partner_kind != PartnerKind.CHILDRENS_SERVICES.value:
                continue
            lead = self.cast.person_of(body, Role.SAFEGUARDING_LEAD).actor
            for notice in notices_waiting(lead)[::2]:
                acknowledge_safeguarding(lead, notice.id, name=lead.label, note="A social worker visits today.")
                self.counts["acknowledged"] += 1

    def _preserve(self, force: Organisation, line: QueueLine) -> None:
        """Ask the sending service to preserve the accounts that the referral names."""
        investigator = self.cast.person_of(force, Role.INVESTIGATOR).actor
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
        make_data_request(investigator, line.referral_id, request)
        self.counts["asked"] += 1

    def _answer_requests(self) -> None:
        for service in self.cast.services():
            responder = self.cast.person_of(service, Role.SERVICE_RESPONDER).actor
            for request in requests_received(responder)[::2]:
                answer_data_request(responder, request.id, NewAnswer(kind=AnswerKind.PRESERVED))
                self.counts["answered"] += 1
