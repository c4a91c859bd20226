"""A webhook reaches the public network and nothing else, however its address is written."""

import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.notices.addresses import checked_addresses, destination_of, is_public
from causeway.hub.base.notices.errors import DeliveryFailed

PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 (refused, not bound)
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "fec0::1",
    "2001:0:a00:1::",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_not_public_in_any_guise(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", [address for address in PRIVATE if address != "127.0.0.1"])
def test_a_url_with_a_private_address_is_refused(text: str) -> None:
    host = f"[{text}]" if ":" in text else text
    with pytest.raises(DeliveryFailed) as caught:
        destination_of(f"https://{host}/hook", may_be_local=False)
    assert (caught.value.code, caught.value.is_final) == ("address_not_allowed", True)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "https://user:word@hooks.example.org/",
        "https://hooks.example.org/#part",
        "https://hooks.example.org:22/",
        "https://hooks.example.org:99999/",
        "https:///hook",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nHost: other",
        "https://hooks.example.org/\N{SNOWMAN}",
        "//hooks.example.org/",
        "https://" + "a" * 600 + ".example.org/",
        "http://127.0.0.1:8000/",
        "http://localhost:8000/",
    ],
)
def test_a_url_that_is_no_public_https_address_is_refused(url: str) -> None:
    with pytest.raises(DeliveryFailed):
        destination_of(url, may_be_local=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_allowed_where_it_may_be(host: str) -> None:
    found = destination_of(f"http://{host}:8123/hook", may_be_local=True)
    assert (found.port, found.is_https) == (8123, False)


def test_only_this_machine_and_no_other_private_one_is() -> None:
    for url in ("http://10.0.0.1/", "https://10.0.0.1/", "http://hooks.example.org/"):
        with pytest.raises(DeliveryFailed):
            destination_of(url, may_be_local=True)


def test_the_host_is_in_ascii_and_the_target_keeps_its_query() -> None:
    found = destination_of(
        "https://b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro.example.org:8443/a?b=c", may_be_local=False
    )
    assert (found.host, found.target) == ("xn--bro-hoa.example.org", "/a?b=c")
    assert found.host_header == "xn--bro-hoa.example.org:8443"


def test_a_name_that_leads_to_this_machine_is_refused_when_it_is_resolved() -> None:
    destination = destination_of("https://localhost/", may_be_local=False)
    with pytest.raises(DeliveryFailed) as caught:
        checked_addresses(destination, may_be_local=False, deadline_seconds=10)
    assert caught.value.code == "address_not_allowed"


def test_a_name_that_does_not_exist_says_so() -> None:
    destination = destination_of("https://no-such-name.invalid/", may_be_local=False)
    with pytest.raises(DeliveryFailed) as caught:
        checked_addresses(destination, may_be_local=False, deadline_seconds=10)
    assert caught.value.code == "name_unknown"


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: let_go.wait(30) and [])
    destination = destination_of("https://example.org/", may_be_local=False)
    with pytest.raises(DeliveryFailed, match="timeout"):
        checked_addresses(destination, may_be_local=False, deadline_seconds=0.01)
    let_go.set()


@given(st.text(max_size=80))
def test_any_text_is_a_destination_or_is_refused(text: str) -> None:
    try:
        found = destination_of(text, may_be_local=False)
    except DeliveryFailed:
        return
    assert found.is_https
    assert found.target.startswith("/")
