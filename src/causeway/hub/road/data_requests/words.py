"""The kinds of requests and answers, and the words in which they are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.clocks.listing import Stands


class RequestKind(StrEnum):
    """What a service is asked."""

    PRESERVE = "preserve"
    QUESTION = "question"


class AnswerKind(StrEnum):
    """What a service says."""

    RECEIVED = "received"
    PRESERVED = "preserved"
    ANSWERED = "answered"
    CANNOT = "cannot"


class RequestState(StrEnum):
    """Where a request stands: what was answered last, or nothing yet."""

    WAITING = "waiting"
    RECEIVED = "received"
    PRESERVED = "preserved"
    ANSWERED = "answered"
    CANNOT = "cannot"


KIND_NAMES: dict[RequestKind, Promise] = {
    RequestKind.PRESERVE: _("Preserve data"),
    RequestKind.QUESTION: _("Answer one question"),
}

ANSWER_NAMES: dict[AnswerKind, Promise] = {
    AnswerKind.RECEIVED: _("We have received it"),
    AnswerKind.PRESERVED: _("The data are preserved"),
    AnswerKind.ANSWERED: _("Here is our answer"),
    AnswerKind.CANNOT: _("We cannot do this"),
}

STATE_NAMES: dict[RequestState, Promise] = {
    RequestState.WAITING: _("No answer yet"),
    RequestState.RECEIVED: _("Received"),
    RequestState.PRESERVED: _("Preserved"),
    RequestState.ANSWERED: _("Answered"),
    RequestState.CANNOT: _("Cannot be done"),
}

PRESERVED_NAMES: dict[RequestState, Promise] = {
    RequestState.WAITING: _("Preserved; asked for longer"),
    RequestState.RECEIVED: _("Preserved; asked for longer, which was received"),
    RequestState.PRESERVED: _("Preserved"),
    RequestState.CANNOT: _("Preserved, but not for longer"),
}
"""Where the last request to preserve for longer stands, while the service preserves until an earlier end."""

STANDS_NAMES: dict[Stands, Promise] = {
    Stands.WARNING: _("Ends soon"),
    Stands.RUNNING: _("Ends later"),
    Stands.ENDED: _("Ended"),
    Stands.STOPPED: _("No longer needed, or refused"),
}
"""In the order in which the page offers them."""

ANSWERS_TO: dict[RequestKind, tuple[AnswerKind, ...]] = {
    RequestKind.PRESERVE: (AnswerKind.RECEIVED, AnswerKind.PRESERVED, AnswerKind.CANNOT),
    RequestKind.QUESTION: (AnswerKind.RECEIVED, AnswerKind.ANSWERED, AnswerKind.CANNOT),
}
"""Which answers fit which request."""

FINAL = frozenset({AnswerKind.PRESERVED, AnswerKind.ANSWERED, AnswerKind.CANNOT})
"""Answers after which nothing more is owed."""

MEETS_THE_CLOCK: dict[RequestKind, frozenset[AnswerKind]] = {
    # To preserve has to be acknowledged within a day; the preserving itself may take the service longer.
    RequestKind.PRESERVE: FINAL | {AnswerKind.RECEIVED},
    RequestKind.QUESTION: FINAL,
}
