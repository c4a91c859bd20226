"""A site does not start on a port on which something is served already."""

import socket

import pytest

from causeway.hub.serving import Site, SiteDidNotStart


def test_a_taken_port_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.hub.serving._PORT_GRACE_SECONDS", 0.1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SiteDidNotStart, match=str(port)):
            Site(host="127.0.0.1", port=port, with_worker=False).__enter__()
