"""Schemathesis sends what the description allows and what it forbids; the API answers as described.

Bounded and derandomised, so that it says the same each time. Told apart from what is not described: rules between
fields (422).
"""

import gc
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from causeway.hub.api import api
from causeway.hub.base.acting.actors import Scope
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import Caller, caller_of

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(autouse=True)
def _in_one_transaction(tmp_path: Path, settings: Any) -> Any:
    """The hub runs in the test's own transaction, whose connection a finished request must not close."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    gc.collect()  # Django leaves the temporary file of a form that broke off to the collector
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def caller(world: SmallWorld) -> Caller:
    """A credential that may do all that a credential can."""
    return caller_of(world, *Scope)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@schema.include(path_regex="^/api/v1/referrals").parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(caller: Caller, case: "schemathesis.Case[Any]") -> None:
    case.call_and_validate(headers={"Authorization": caller.header}, checks=CHECKS)
