"""The JSON API under `/api/v1/`, described by OpenAPI 3.1 at `openapi.json`; each app brings a router."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import TypeAdapter

from causeway.hub.api_auth import ANY_AUTH, TooManyRequests
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.problems import (
    PROBLEM_TYPE,
    FieldFault,
    InvalidBody,
    on_hub_error,
    on_invalid_body,
    path_of,
    problem_response,
    words_of,
)
from causeway.hub.base.clocks.api import router as clocks_router
from causeway.hub.knowledge.banks.api import router as banks_router
from causeway.hub.road.candidates.api import router as candidates_router
from causeway.hub.road.data_requests.api import router as data_requests_router
from causeway.hub.road.deconfliction.api import router as interests_router
from causeway.hub.road.intake.api import router as referrals_router
from causeway.hub.road.intake.api.bodies import SupplementBody
from causeway.hub.road.outcomes.api import router as feedback_router
from causeway.hub.road.queues.cluster_pages.api import router as clusters_router
from causeway.hub.road.routes.api import router as central_desks_router
from causeway.hub.road.routes.place_api import router as places_router
from causeway.vocabulary.candidates import AccountAppeal, Candidate
from causeway.vocabulary.referral import Referral

_FIRST_ERROR_STATUS = 400


_BODIES: tuple[type[Any], ...] = (Referral, SupplementBody, Candidate, AccountAppeal)
"""What operations read by themselves, because it comes as JSON or in a form."""


def _body_schemas() -> dict[str, Any]:
    inputs: list[Any] = [(body.__name__, "validation", TypeAdapter(body)) for body in _BODIES]
    _names, definitions = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
    found: dict[str, Any] = definitions["$defs"]
    return found


class DescribedApi(NinjaAPI):
    """Ninja's API, whose description says that errors are problem details."""

    def get_openapi_schema(self, **named: Any) -> Any:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(**named)
        for name, described in _body_schemas().items():
            schema["components"]["schemas"].setdefault(name, described)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation.get("responses", {}).items():
                    content = response.get("content", {})
                    if int(status) >= _FIRST_ERROR_STATUS and "application/json" in content:
                        content[PROBLEM_TYPE] = content.pop("application/json")
        return schema


api = DescribedApi(
    title="Causeway",
    version="1",
    description="Send referrals, add to them, answer questions about them, and hear what came of them. "
    "Sign in with an API credential by HTTP Basic. Errors are problem details (RFC 9457). "
    "A POST with an `Idempotency-Key` can be repeated safely.",
    auth=ANY_AUTH,
    docs_url=None,  # the page that ninja offers loads its scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/referrals", referrals_router)
api.add_router("/candidates", candidates_router)
api.add_router("/feedback", feedback_router)
api.add_router("/data-requests", data_requests_router)
api.add_router("/central-desks", central_desks_router)
api.add_router("/places", places_router)
api.add_router("/banks", banks_router)
api.add_router("/interests", interests_router)
api.add_router("/clusters", clusters_router)
api.add_router("/clocks", clocks_router)

api.exception_handler(HubError)(on_hub_error)
api.exception_handler(InvalidBody)(on_invalid_body)


@api.exception_handler(TooManyRequests)
def _on_too_many(request: HttpRequest, fault: TooManyRequests) -> HttpResponse:
    del request
    return problem_response(429, fault.code, fault.message, headers={"Retry-After": fault.retry_after})


@api.exception_handler(AuthenticationError)
def _on_nobody(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    del request, fault
    challenge = {"WWW-Authenticate": 'Basic realm="causeway", charset="UTF-8"'}
    return problem_response(401, "not_signed_in", _("Sign in with an API credential."), headers=challenge)


@api.exception_handler(HttpError)
def _on_http_error(request: HttpRequest, fault: HttpError) -> HttpResponse:
    del request
    return problem_response(fault.status_code, "refused", fault.message)


@api.exception_handler(Http404)
def _on_not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    del request, fault
    return problem_response(404, "not_found", _("There is nothing at this address."))


@api.exception_handler(ValidationError)
def _on_validation(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    del request
    errors = [FieldFault(field=path_of(error["loc"][1:]), fault=words_of(error)) for error in fault.errors]
    return problem_response(422, "invalid", _("The request is not valid."), errors=errors)
