"""One identifier, many spellings, one value."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from causeway.selectors import (
    SelectorError,
    account_selectors,
    is_bare_host,
    is_carrier_nat,
    is_documentation,
    is_link_local,
    is_loopback,
    is_private,
    normalise_account,
    normalise_device,
    normalise_email,
    normalise_ip,
    normalise_name,
    normalise_phone,
    normalise_url,
)
from causeway.vocabulary.referral import Account, Device, Email, IpEvent, Phone


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:0DB8:0:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_an_ip_address_has_one_spelling(written: str, value: str) -> None:
    assert normalise_ip(IpEvent(address=written)).value == value


def test_an_ip_address_keeps_its_port_and_its_time_in_utc() -> None:
    at = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    selector = normalise_ip(IpEvent(address="192.0.2.7", port=40_000, at=at))
    assert (selector.port, selector.at) == (40_000, datetime(2026, 3, 1, 10, 0, tzinfo=UTC))


def test_a_port_written_after_the_address_is_read() -> None:
    assert normalise_ip(IpEvent(address="192.0.2.7:443")).port == 443
    assert normalise_ip(IpEvent(address="[2001:db8::1]:443")).port == 443


def test_an_impossible_port_and_a_time_without_zone_are_left_out() -> None:
    selector = normalise_ip(IpEvent(address="192.0.2.7", port=70_000, at=datetime(2026, 3, 1)))  # noqa: DTZ001
    assert (selector.port, selector.at) == (None, None)


def test_special_ranges_are_told_apart() -> None:
    assert is_private("192.168.1.1")
    assert is_private("fd00::1")
    assert not is_private("192.0.2.1")
    assert is_documentation("203.0.113.9")
    assert is_documentation("2001:db8::9")
    assert not is_documentation("8.8.8.8")
    assert is_carrier_nat("100.64.0.1")
    assert not is_carrier_nat("100.128.0.1")
    assert is_loopback("127.0.0.1")
    assert is_link_local("fe80::1")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Ada.Example@Example.ORG", "ada.example@example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("mailto:%41da%2Bclub@example.org?subject=Tide", "ada+club@example.org"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
        ("ada@xn--mnchen-3ya.example", "ada@xn--mnchen-3ya.example"),
        ("A.d.a+club@googlemail.com", "ada@gmail.com"),
        ("ada+club@outlook.com", "ada@outlook.com"),
        ("a.da@outlook.com", "a.da@outlook.com"),
        ("ADA@example.org", "ada@example.org"),
    ],
)
def test_a_mailbox_has_one_spelling(written: str, value: str) -> None:
    assert normalise_email(Email(address=written)).value == value


def test_a_tag_stays_where_the_provider_does_not_say_that_it_is_an_alias() -> None:
    assert normalise_email(Email(address="ada+b@example.org")).value == "ada+b@example.org"


@pytest.mark.parametrize(
    ("phone", "value"),
    [
        (Phone(number="+44 20 7946 0000"), "+442079460000"),
        (Phone(number="0044 20 7946 0000"), "+442079460000"),
        (Phone(number="00 44 20 7946 0000"), "+442079460000"),
        (Phone(number="020 7946 0000", calling_code="+44"), "+442079460000"),
        (Phone(number="07700 900123", calling_code="44"), "+447700900123"),
        (Phone(number="tel:+44-20-7946-0000 ext 12"), "+442079460000"),
    ],
)
def test_a_phone_number_has_one_spelling(phone: Phone, value: str) -> None:
    assert normalise_phone(phone).value == value


def test_a_default_region_reads_a_national_number_and_a_calling_code_outranks_it() -> None:
    assert normalise_phone(Phone(number="020 7946 0000"), default_region="GB").value == "+442079460000"
    assert normalise_phone(Phone(number="020 555 0000", calling_code="31"), default_region="GB").value == "+31205550000"


@pytest.mark.parametrize("calling_code", ["1", "39", "31", "353", "44"])
def test_an_international_number_needs_no_hint(calling_code: str) -> None:
    value = normalise_phone(Phone(number=f"+{calling_code}2015550123")).value
    assert normalise_phone(Phone(number=value)).value == value


def test_an_account_prefers_the_lasting_identifier_and_keeps_the_handle_beside_it() -> None:
    account = Account(service="Example Chat", identifier="Ab12", handle="@Harbour_Lamp")
    assert normalise_account(account).value == "examplechat#Ab12"
    assert [selector.value for selector in account_selectors(account)] == [
        "examplechat#Ab12",
        "examplechat@harbour_lamp",
    ]


def test_a_handle_is_the_same_in_any_case_width_or_with_its_at_sign() -> None:
    spellings = ("@Harbour", "harbour", "\uff28\uff41\uff52\uff42\uff4f\uff55\uff52", "HARBOUR")
    values = {normalise_account(Account(service="Example", handle=handle)).value for handle in spellings}
    assert values == {"example@harbour"}


def test_the_platform_stands_in_for_an_unnamed_service() -> None:
    assert normalise_account(Account(handle="lamp"), platform="Example Chat").value == "examplechat@lamp"


def test_the_same_handle_at_two_services_is_two_selectors() -> None:
    left = normalise_account(Account(service="one", handle="lamp"))
    assert left != normalise_account(Account(service="two", handle="lamp"))


def test_an_imei_is_checked_and_loses_its_software_version() -> None:
    # The example of 3GPP TS 23.003 style: 49-015420-323751 with check digit 8.
    assert normalise_device(Device(kind="IMEI", value="49-015420-323751-8")).value == "imei:490154203237518"
    assert normalise_device(Device(kind="imei", value="490154203237518")).value == "imei:490154203237518"
    assert normalise_device(Device(kind="IMEISV", value="4901542032375142")).value == "imei:490154203237518"


def test_a_device_kind_and_value_are_folded() -> None:
    left = normalise_device(Device(kind="Advertising ID", value="ABCD-12"))
    assert left == normalise_device(Device(kind="advertising_id", value="abcd-12"))
    mac = normalise_device(Device(kind="MAC address", value="00:00:5E:00:53:01"))
    assert mac == normalise_device(Device(kind="mac-address", value="00-00-5e-00-53-01"))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("HTTP://Example.ORG:80/a/../b?x=1#top", "http://example.org/b?x=1"),
        ("https://example.org", "https://example.org/"),
        ("example.org/page", "https://example.org/page"),
        ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("hxxps://example[.]org/a", "https://example.org/a"),
        ("https://name:word@example.org:8443/a", "https://example.org:8443/a"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
    ],
)
def test_a_url_has_one_spelling(written: str, value: str) -> None:
    assert normalise_url(written).value == value


def test_the_query_tells_pages_apart() -> None:
    assert normalise_url("https://example.org/v?id=1") != normalise_url("https://example.org/v?id=2")


def test_a_bare_host_is_known() -> None:
    assert is_bare_host(normalise_url("example.org").value)
    assert not is_bare_host(normalise_url("example.org/a").value)


def test_a_placeholder_beside_an_identifier_leaves_the_identifier() -> None:
    found = account_selectors(Account(service="Example", identifier="77", handle="unknown"))
    assert [selector.value for selector in found] == ["example#77"]


def test_a_name_is_the_same_in_any_order_and_case() -> None:
    assert normalise_name("Ada", "Rossi") == normalise_name("ROSSI", "ada")
    assert normalise_name("Ada", "Rossi").value == "ada rossi"


REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("bad_ip", lambda: normalise_ip(IpEvent(address="198.51.100.999"))),
    ("bad_email", lambda: normalise_email(Email(address="lamp-post"))),
    ("bad_email", lambda: normalise_email(Email(address="a b@example.org"))),
    ("bad_domain", lambda: normalise_email(Email(address="ada@exa mple"))),
    ("bad_phone", lambda: normalise_phone(Phone(number="+44 1"))),
    ("no_calling_code", lambda: normalise_phone(Phone(number="020 7946 0000"))),
    ("empty", lambda: normalise_account(Account(handle="lamp"))),
    ("no_account", lambda: normalise_account(Account(service="x"))),
    ("bad_imei", lambda: normalise_device(Device(kind="IMEI", value="490154203237517"))),
    ("placeholder", lambda: normalise_device(Device(kind="IDFA", value="00000000-0000-0000-0000-000000000000"))),
    ("placeholder", lambda: normalise_device(Device(kind="MAC", value="02:00:00:00:00:00"))),
    ("placeholder", lambda: normalise_device(Device(kind="IMEI", value="n/a"))),
    ("placeholder", lambda: normalise_email(Email(address="No-Reply+7@example.org"))),
    ("placeholder", lambda: normalise_email(Email(address="unknown@example.org"))),
    ("placeholder", lambda: normalise_account(Account(service="x", handle="@Unknown", identifier="0"))),
    ("placeholder", lambda: normalise_phone(Phone(number="+44 0000000000"))),
    ("placeholder", lambda: normalise_phone(Phone(number="+1 123 456 7890"))),
    ("half_a_name", lambda: normalise_name("Unknown", "N/A")),
    ("bad_url", lambda: normalise_url("https://")),
    ("half_a_name", lambda: normalise_name("Ada", None)),
]


@pytest.mark.parametrize(("code", "call"), REFUSED, ids=[f"{index}-{code}" for index, (code, _) in enumerate(REFUSED)])
def test_what_cannot_be_read_is_refused_with_a_stable_code(code: str, call: Callable[[], object]) -> None:
    with pytest.raises(SelectorError) as caught:
        call()
    assert caught.value.code == code
    assert not any(part in caught.value.message for part in ("198.51", "lamp", "7946", "Ada", "237517"))
