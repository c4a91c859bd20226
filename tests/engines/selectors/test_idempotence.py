"""Normalising what is normalised changes nothing, and no input brings anything but a selector or our own error."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from causeway.selectors import (
    SelectorError,
    fold_device_kind,
    fold_handle,
    fold_service,
    normalise_device,
    normalise_email,
    normalise_ip,
    normalise_name,
    normalise_phone,
    normalise_url,
)
from causeway.vocabulary.referral import Device, Email, IpEvent, Phone

NORMALISERS: dict[str, Callable[[str], str]] = {
    "ip": lambda text: normalise_ip(IpEvent(address=text)).value,
    "email": lambda text: normalise_email(Email(address=text)).value,
    "phone": lambda text: normalise_phone(Phone(number=text)).value,
    "url": lambda text: normalise_url(text).value,
    "service": fold_service,
    "handle": fold_handle,
    "device kind": fold_device_kind,
}

TEXT = st.one_of(
    st.text(max_size=60),
    st.emails(),
    st.ip_addresses().map(str),
    st.from_regex(r"\+[0-9 ]{6,16}", fullmatch=True),
    st.from_regex(r"https?://[a-zA-Z0-9.]{1,20}(:[0-9]{1,4})?/[%a-zA-Z0-9./?=é#]{0,30}", fullmatch=True),
    st.text(alphabet=st.characters(categories=["L", "M", "Nd"]), max_size=30).map(
        lambda text: f"https://{text}.example/{text}"
    ),
    st.text(alphabet=st.characters(categories=["L", "M", "Nd"]), max_size=30).map(lambda text: f"{text}@example.org"),
)


@pytest.mark.parametrize("kind", NORMALISERS)
@given(text=TEXT)
@example("http://example.org/%2e%2e/a")
@example("https://example.org/%")
@example("İ")
@example("ẞ@Example.ORG")
@example("\u0345\u0301a@example.org")
def test_normalising_is_idempotent(kind: str, text: str) -> None:
    normalise = NORMALISERS[kind]
    try:
        once = normalise(text)
    except SelectorError:
        return
    assert normalise(once) == once


@given(first=st.text(max_size=20), last=st.text(max_size=20))
def test_a_name_is_idempotent_and_forgets_its_order(first: str, last: str) -> None:
    try:
        value = normalise_name(first, last).value
    except SelectorError:
        return
    head, _, tail = value.partition(" ")
    assert normalise_name(head, tail).value == value
    assert normalise_name(last, first).value == value


@given(kind=st.text(max_size=12), value=st.text(max_size=30))
def test_a_device_is_idempotent(kind: str, value: str) -> None:
    try:
        once = normalise_device(Device(kind=kind, value=value)).value
    except SelectorError:
        return
    kind_again, _, value_again = once.partition(":")
    assert normalise_device(Device(kind=kind_again, value=value_again)).value == once
