"""The operations on referrals."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router
from pydantic import AwareDatetime, BeforeValidator

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.base.acting.problems import Problem
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.intake.api import examples
from causeway.hub.road.intake.api.bodies import (
    Added,
    Question,
    QuestionList,
    Receipt,
    ReferralPage,
    SentReferralBody,
    SupplementBody,
)
from causeway.hub.road.intake.api.reading import EXTERNAL_REFERENCE, Sent, drop, external_reference, place_by_name, sent
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.commands.add_once import AddedOnce, answer_once, supplement_once
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement
from causeway.hub.road.referrals.queries.referral_view import questions_on, read_referral
from causeway.hub.road.referrals.queries.sent import LARGEST_PAGE, SentFilters, list_sent
from causeway.vocabulary.referral import Attachment, Concern, Door, Referral

Moment = Annotated[AwareDatetime, BeforeValidator(datetime.fromisoformat)]
"""A time with its zone (RFC 3339). A bare number, which pydantic would take for seconds, is refused."""

router = Router(tags=["referrals"])

_REFUSALS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 422, 429), Problem)
_POST_REFUSALS: dict[Any, Any] = _REFUSALS | dict.fromkeys((409, 413, 415, 503, 507), Problem)


def _json(value: object, status: int = 200) -> HttpResponse:
    return JsonResponse(to_document(value), status=status, headers={"Cache-Control": "no-store"})


@router.post(
    "",
    response={201: Receipt, 200: Receipt, **_POST_REFUSALS},
    summary="Send a referral",
    description="As JSON, or as a multipart form with a JSON part `referral` and any number of `files`. "
    "A file belongs to the attachment that names its SHA-256 or its name, and else becomes an attachment of its own. "
    "A form may also carry `external_reference`, by which another clearing-house knows it. "
    "A repeat under the same `Idempotency-Key` is answered 200 with the first receipt.",
    openapi_extra=examples.request_body("Referral", "referral", examples.REFERRAL, (EXTERNAL_REFERENCE,)),
    operation_id="sendReferral",
)
def send_referral(request: HttpRequest) -> HttpResponse:
    """Send a referral."""
    with sent(request, Referral, part="referral") as given:
        places = place_by_name(given.value.attachments, given.files)
        files = tuple(
            OfferedFile(sealed=file.written, ordinal=place, name=file.name[:2056] or None)
            for file, place in zip(given.files, places, strict=True)
        )
        offer = Offer(
            referral=given.value,
            door=Door.JSON_API,
            files=files,
            external_reference=external_reference(request),
            repeatable=given.repeatable,
        )
        accepted = accept_referral(actor_of(request), offer)
        if accepted.is_repeat:
            drop(given.files)
    return _json(Receipt.of(accepted), 200 if accepted.is_repeat else 201)


@router.get(
    "",
    response={200: ReferralPage, **_REFUSALS},
    summary="List what your organisation sent, newest first",
    operation_id="listReferrals",
)
def list_referrals(
    request: HttpRequest,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    concern: Concern | None = None,
    reference: Annotated[str | None, Query(description="any reference of the referral, ours or yours, whole")] = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> HttpResponse:
    """List what was sent."""
    filters = SentFilters(concern=concern, reference=reference, since=since, until=until)
    page = list_sent(actor_of(request), cursor=cursor, filters=filters, limit=limit)
    return _json(ReferralPage.of(page))


@router.get(
    "/{referral_id}",
    response={200: SentReferralBody, **_REFUSALS},
    summary="Open a referral; the look is entered in the ledger",
    operation_id="readReferral",
)
def get_referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Open a referral."""
    return _json(SentReferralBody.of(read_referral(actor_of(request), referral_id)))


@router.post(
    "/{referral_id}/supplements",
    response={201: Added, 200: Added, **_POST_REFUSALS},
    summary="Add to a referral",
    description="As JSON, or as a multipart form with a JSON part `supplement` and any number of `files`.",
    openapi_extra=examples.request_body("SupplementBody", "supplement", examples.SUPPLEMENT),
    operation_id="supplementReferral",
)
def supplement(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Add to a referral."""
    with sent(request, SupplementBody, part="supplement") as given:
        added = supplement_once(actor_of(request), referral_id, _new(given), given.repeatable)
        return _added(added, given)


@router.get(
    "/{referral_id}/questions",
    response={200: QuestionList, **_REFUSALS},
    summary="The questions about a referral, oldest first",
    operation_id="listQuestions",
)
def questions(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The questions about a referral."""
    found = questions_on(actor_of(request), referral_id)
    return _json(QuestionList(items=tuple(Question.of(one) for one in found)))


@router.post(
    "/{referral_id}/questions/{question_id}/answers",
    response={201: Added, 200: Added, **_POST_REFUSALS},
    summary="Answer a question; the answer becomes a supplement of the referral",
    description="As JSON, or as a multipart form with a JSON part `answer` and any number of `files`.",
    openapi_extra=examples.request_body("SupplementBody", "answer", examples.SUPPLEMENT),
    operation_id="answerQuestion",
)
def answer(request: HttpRequest, referral_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer a question."""
    del referral_id  # the question names its referral; the address only reads well
    with sent(request, SupplementBody, part="answer") as given:
        added = answer_once(actor_of(request), question_id, _new(given), given.repeatable)
        return _added(added, given)


def _new(given: Sent[SupplementBody]) -> NewSupplement:
    new = given.value.as_new()
    files = tuple(NewFile(written=file.written, attachment=Attachment(name=file.name or None)) for file in given.files)
    return NewSupplement(text=new.text, addition=new.addition, files=files)


def _added(added: AddedOnce, given: Sent[SupplementBody]) -> HttpResponse:
    if added.is_repeat:
        drop(given.files)
    return _json(Added(id=added.supplement_id), 200 if added.is_repeat else 201)
