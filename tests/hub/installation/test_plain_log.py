"""Nothing of a case reaches a log: not from a database's message, not from an address."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from causeway.hub.plain_log import FramesOnlyFormatter

MARKER = "heron-7731"


def refuse_data(request: HttpRequest, words: str) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [words])
    return HttpResponse()


def refuse_repeat(request: HttpRequest, words: str) -> HttpResponse:
    statement = "INSERT INTO organisations_cacheitem (key, value) VALUES (%s, '1'), (%s, '1')"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [words, words])
    return HttpResponse()


urlpatterns = [
    path("data/<str:words>/", refuse_data, name="data"),
    path("repeat/<str:words>/", refuse_repeat, name="repeat"),
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the hub's own handler writes."""
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one.formatter, FramesOnlyFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    # Not by `setStream`, which flushes: another test's captured stream may be closed by now.
    before, handler.stream = handler.stream, written
    yield written
    handler.stream = before


@pytest.mark.parametrize(("name", "kind"), [("data", DataError), ("repeat", IntegrityError)])
@pytest.mark.django_db
def test_a_database_refusal_is_told_without_the_value(
    log: io.StringIO, settings: Any, name: str, kind: type[Exception]
) -> None:
    settings.ROOT_URLCONF = __name__
    with pytest.raises(kind, match=MARKER):
        Client().get(f"/{name}/{MARKER}/?q={MARKER}")
    log.seek(0)
    log.truncate()
    assert Client(raise_request_exception=False).get(f"/{name}/{MARKER}/?q={MARKER}").status_code == 500
    told = log.getvalue()
    assert MARKER not in told
    assert f"GET {name} answered 500" in told
    assert f"{kind.__module__}.{kind.__name__}" in told
    assert "in refuse_" in told


def test_a_refused_host_is_told_without_what_was_sent(log: io.StringIO) -> None:
    assert Client().get(f"/{MARKER}/", HTTP_HOST=f"{MARKER}.example.org").status_code == 400
    assert "answered 400" in log.getvalue()
    assert MARKER not in log.getvalue()


def test_the_web_servers_log_keeps_its_first_line_only() -> None:
    record = logging.LogRecord("_granian", logging.ERROR, "", 0, f"Application failed\nTraceback\n {MARKER}", (), None)
    assert FramesOnlyFormatter("%(message)s").format(record) == "Application failed"


@pytest.mark.parametrize("where", ["fail()", "t = threading.Thread(target=fail); t.start(); t.join()"])
def test_what_nobody_caught_is_told_without_its_message(where: str) -> None:
    program = (
        "import threading\nfrom causeway.hub.plain_log import tell_failures_plainly\ntell_failures_plainly()\n"
        f"def fail():\n    raise ValueError('{MARKER}')\n{where}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "builtins.ValueError" in done.stderr
    assert "in fail" in done.stderr
    assert MARKER not in done.stderr + done.stdout
