"""The words in which training is shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.training.content import QuestionKind
from causeway.hub.knowledge.training.validity import CertificateState, Holding


class Rule(StrEnum):
    """What an organisation does where somebody without the skill takes a task."""

    NONE = "none"
    WARN = "warn"
    GATE = "gate"


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    IN_REVIEW = "in_review"
    RETURNED = "returned"


class TestKind(StrEnum):
    """Before or after reading."""

    __test__ = False  # not one of pytest's

    PRE = "pre"
    POST = "post"


RULE_NAMES: dict[Rule, Promise] = {
    Rule.NONE: _("No rule"),
    Rule.WARN: _("Warn"),
    Rule.GATE: _("Require a certificate"),
}
DRAFT_STATE_NAMES: dict[DraftState, Promise] = {
    DraftState.WRITING: _("Being written"),
    DraftState.IN_REVIEW: _("In review"),
    DraftState.RETURNED: _("Returned with comments"),
}
KIND_NAMES: dict[QuestionKind, Promise] = {
    QuestionKind.SINGLE: _("One right answer"),
    QuestionKind.MULTIPLE: _("Several right answers"),
    QuestionKind.ORDER: _("Put in order"),
    QuestionKind.NUMBER: _("A number"),
    QuestionKind.TEXT: _("Free text, for self-check"),
}
TEST_NAMES: dict[TestKind, Promise] = {TestKind.PRE: _("Pre-test"), TestKind.POST: _("Test")}
HOLDING_NAMES: dict[Holding, Promise] = {
    Holding.MISSING: _("Not yet"),
    Holding.STARTED: _("Begun"),
    Holding.VALID: _("Valid"),
    Holding.EXPIRING: _("Expires soon"),
    Holding.EXPIRED: _("Expired"),
}
HOLDING_COLOURS: dict[Holding, str] = {
    Holding.MISSING: "grey",
    Holding.STARTED: "blue",
    Holding.VALID: "green",
    Holding.EXPIRING: "yellow",
    Holding.EXPIRED: "red",
}
CERTIFICATE_STATE_NAMES: dict[CertificateState, Promise] = {
    CertificateState.WAITING: _("Waits to be confirmed"),
    CertificateState.CONFIRMED: _("Confirmed"),
    CertificateState.REFUSED: _("Refused"),
    CertificateState.REVOKED: _("Revoked"),
}
