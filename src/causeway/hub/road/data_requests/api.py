"""Data requests for a service's programs: list them, open one, answer it.

The API root adds this router under `/data-requests` and signs the caller in. Refusals are the
hub's own errors, which the root turns into problem documents.
"""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.road.data_requests.commands.answer_data_request import (
    NewAnswer,
    answer_data_request,
    open_data_request,
)
from causeway.hub.road.data_requests.queries.requests import RequestView, requests_received
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind, RequestState

router = Router(tags=["data requests"])


class AnswerOut(Schema):
    """What the service has said, and when that was asked to which it is the answer."""

    kind: AnswerKind
    text: str
    acknowledges_do_not_alert: bool
    asked_at: datetime
    answered_at: datetime


class ExtensionOut(Schema):
    """The force asks to preserve for longer, under which power; answer anew by `due_at`."""

    until: datetime
    legal_basis: str
    asked_at: datetime
    due_at: datetime


class RequestSummary(Schema):
    """A request in a list: enough to see what is due."""

    id: UUID
    reference: str
    kind: RequestKind
    state: RequestState
    force: str
    made_at: datetime
    due_at: datetime
    is_over: bool


class RequestOut(RequestSummary):
    """A request in full. `preserve_until` is the last end that was asked for and not refused; once `released_at` is
    set nothing need be preserved any longer. `asked_at` is when the force asked last; name it in your answer.
    """

    identifiers: list[str]
    text: str
    legal_basis: str
    contact: str
    do_not_alert_until: date | None
    do_not_alert_acknowledged: bool
    asked_at: datetime
    preserve_until: datetime | None
    released_at: datetime | None
    extensions: list[ExtensionOut]
    answers: list[AnswerOut]


class AnswerIn(Schema):
    """What the service answers. `acknowledges_do_not_alert` is needed once where the request names a day. `asked_at` is
    that of the request as you read it; without it you answer what was asked first, which is refused once the force has
    asked for longer.
    """

    kind: AnswerKind
    text: str = ""
    acknowledges_do_not_alert: bool = False
    asked_at: datetime | None = None


@router.get("", response=list[RequestSummary], summary="What you were asked, most urgent first")
def list_requests(request: HttpRequest, is_over: bool | None = None) -> list[dict[str, object]]:
    """All, or only those that are still owed (`is_over=false`). The list is no look at a request; opening one is."""
    return [_out(view) for view in requests_received(actor_of(request), is_over=is_over)]


@router.get("/{uuid:request_id}", response=RequestOut, summary="One request; the force sees that you opened it")
def get_request(request: HttpRequest, request_id: UUID) -> dict[str, object]:
    """The whole request."""
    return _out(open_data_request(actor_of(request), request_id))


@router.post("/{uuid:request_id}/answers", response={201: RequestOut}, summary="Answer a request")
def post_answer(request: HttpRequest, request_id: UUID, answer: AnswerIn) -> Status[dict[str, object]]:
    """Answer, and get the request as it stands then."""
    actor = actor_of(request)
    answer_data_request(actor, request_id, NewAnswer(**answer.dict()))
    return Status(201, _out(open_data_request(actor, request_id)))


def _out(view: RequestView) -> dict[str, object]:
    derived = {
        "state": view.state,
        "asked_at": view.asked_at,
        "is_over": view.is_over,
        "do_not_alert_acknowledged": view.do_not_alert_acknowledged,
    }
    return asdict(view) | derived
