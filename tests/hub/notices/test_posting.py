"""One POST: the status alone is read, redirects are not followed, and one deadline covers it all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from causeway.hub.base.notices.addresses import Destination, destination_of
from causeway.hub.base.notices.errors import DeliveryFailed
from causeway.hub.base.notices.posting import post
from hub.notices.receiver import receiving


def posted(url: str, deadline_seconds: float = 5.0) -> int:
    """The status of a POST to this machine."""
    destination = destination_of(url, may_be_local=True)
    return post(destination, "127.0.0.1", {"webhook-id": "1"}, b"{}", deadline_seconds=deadline_seconds)


def test_the_status_comes_back_and_body_and_headers_arrive() -> None:
    with receiving(202, 500, 302) as receiver:
        assert [posted(receiver.url + "a?b=c") for _ in range(3)] == [202, 500, 302]
        assert len(receiver.received) == 3
        headers, body = receiver.received[0]
    assert body == b"{}"
    assert (headers["webhook-id"], headers["content-type"], headers["content-length"]) == ("1", "application/json", "2")


def test_a_server_that_does_not_answer_runs_into_the_deadline() -> None:
    with receiving(0) as receiver, pytest.raises(DeliveryFailed) as caught:
        posted(receiver.url, deadline_seconds=0.2)
    assert caught.value.code == "timeout"


@contextmanager
def answering(*pieces: bytes, pause: threading.Event | None = None) -> Iterator[str]:
    """A server that sends these pieces and closes; between them it waits for nothing but `pause`, a moment each."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    if pause is not None and pause.wait(0.05):
                        return
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        if pause is not None:
            pause.set()
        thread.join()
        listener.close()


def test_a_server_that_drips_its_answer_runs_into_the_same_deadline() -> None:
    drip = [b"H"] * 500
    with answering(*drip, pause=threading.Event()) as url, pytest.raises(DeliveryFailed) as caught:
        posted(url, deadline_seconds=0.3)
    assert caught.value.code == "timeout"


@pytest.mark.parametrize("answer", [b"220 mail.example.org ready\r\n", b"", b"HTTP/1.1 20\r\n", b"x" * 5_000])
def test_what_is_no_web_server_is_told(answer: bytes) -> None:
    with answering(answer) as url, pytest.raises(DeliveryFailed) as caught:
        posted(url)
    assert caught.value.code in {"not_http", "unreachable"}


def test_a_closed_port_is_unreachable_and_a_server_without_tls_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DeliveryFailed) as caught:
        posted(f"http://127.0.0.1:{port}/")
    assert caught.value.code == "unreachable"
    with answering(b"HTTP/1.1 200 OK\r\n\r\n") as url:
        destination = Destination(is_https=True, host="localhost", port=int(url.split(":")[2][:-1]), target="/")
        with pytest.raises(DeliveryFailed) as secured:
            post(destination, "127.0.0.1", {}, b"{}")
    assert secured.value.code == "tls"
