"""A site does not start on a port on which something is served already, but waits for what is about to leave it."""

import socket
import threading
from typing import Any

import pytest

from causeway.hub.serving import Site, SiteDidNotStart, empty_incoming, web_arguments
from causeway.hub.state import private_folder
from hub.notices.receiver import receiving


def test_a_taken_port_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.hub.serving._TAKEN_GRACE_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SiteDidNotStart, match=str(port)):
            Site(host="127.0.0.1", port=port, with_worker=False).__enter__()


def test_a_port_on_which_somebody_answers_is_refused_without_waiting_for_them_to_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("causeway.hub.serving._ANSWERING_GRACE_SECONDS", 0.0)
    monkeypatch.setattr("causeway.hub.serving._TAKEN_GRACE_SECONDS", float("inf"))
    with receiving() as stranger:
        port = int(stranger.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(SiteDidNotStart, match=str(port)):
            Site(host="127.0.0.1", port=port, with_worker=False).__enter__()


def test_a_port_that_is_being_left_is_waited_for() -> None:
    leaving = socket.create_server(("127.0.0.1", 0))  # it takes no more calls, as a web server does that ends
    site = Site(host="127.0.0.1", port=leaving.getsockname()[1], with_worker=False)
    threading.Timer(0.5, leaving.close).start()
    site._refuse_taken_port()
    assert not site._is_taken()


def test_what_a_killed_process_left_on_its_way_in_is_removed() -> None:
    left = private_folder("incoming") / "tmp1.upload.tmp"
    left.write_bytes(b"a drawn bridge")
    empty_incoming()
    assert not left.exists()


@pytest.mark.parametrize(("workers", "threads"), [(1, "32"), (2, "32"), (4, "16"), (100, "1")])
def test_all_web_processes_together_hold_no_more_connections_than_a_database_lets_in(
    workers: int, threads: str
) -> None:
    arguments = web_arguments("127.0.0.1", 8000, workers)
    assert arguments[arguments.index("--blocking-threads") + 1] == threads


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123"),
        ("0.0.0.0", "http://127.0.0.1:8123"),  # noqa: S104 - nothing is bound
        ("::", "http://[::1]:8123"),
        ("2001:db8::7", "http://[2001:db8::7]:8123"),
        ("desk.example.org", "http://desk.example.org:8123"),
    ],
)
def test_a_site_is_asked_where_this_machine_reaches_it(host: str, base_url: str) -> None:
    assert Site(host=host, port=8123).base_url == base_url


def test_a_site_on_every_address_is_asked_under_a_name_that_it_answers_to(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    monkeypatch.setenv("CAUSEWAY_HOSTS", "desk.example.org")
    monkeypatch.setenv("CAUSEWAY_BASE_URL", "")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Site(host="0.0.0.0", port=port, with_worker=False) as site:  # noqa: S104 - that is what is tested
        assert site._health(5) == 200
