"""What an account can do about itself, and nothing besides; each change stands in the ledger and is told by mail."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account
from hub.conftest import PASSWORD, SmallWorld

FRESH = "eleven-boats-in-a-row"
ALLOWED = [
    "2fa/",
    "2fa/authenticate/",
    "2fa/reauthenticate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/download/",
    "2fa/recovery-codes/generate/",
    "2fa/totp/activate/",
    "2fa/totp/deactivate/",
    "login/",
    "logout/",
    "password/change/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "password/reset/key/done/",
    "reauthenticate/",
]


def _routes(found: list[Any], before: str = "") -> list[str]:
    routes: list[str] = []
    for one in found:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            routes += _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            routes.append(route)
    return routes


def _signed_in(world: SmallWorld) -> tuple[Client, Actor]:
    cache.clear()
    administrator = world.administrator(world.desk)
    client = Client()
    client.post("/account/login/", {"login": world.email_of(administrator), "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client, administrator


def _entered(actor: Actor, act: str) -> list[Entry]:
    with acting_as(actor):
        return list(Entry.objects.filter(act=act))


def _told(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(Notice.objects.filter(channel="mail").values_list("subject", flat=True))


def test_only_these_account_pages_exist() -> None:
    routes = [
        route.removeprefix("account/") for route in _routes(get_resolver().url_patterns) if route.startswith("account/")
    ]
    assert sorted(routes) == ALLOWED
    everything = [one.callback for one in _patterns(get_resolver().url_patterns)]
    elsewhere = [view for view in everything if view.__module__.startswith("allauth.")]
    assert len(elsewhere) == len(ALLOWED)


def _patterns(found: list[Any]) -> list[URLPattern]:
    flat: list[URLPattern] = []
    for one in found:
        flat += _patterns(one.url_patterns) if isinstance(one, URLResolver) else [one]
    return flat


@pytest.mark.parametrize(
    "path",
    ["", "email/", "signup/", "confirm-email/", "confirm-email/abc/", "inactive/", "password/set/", "3rdparty/",
     "login/code/confirm/", "social/signup/"],
)  # fmt: skip
def test_what_the_library_has_besides_is_not_there(world: SmallWorld, path: str) -> None:
    client, _administrator = _signed_in(world)
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}", {"email": "other@example.org", "action_add": ""}).status_code == 404
    assert Client().get(f"/account/{path}").status_code == 404


def test_a_changed_password_is_entered_and_told(world: SmallWorld) -> None:
    client, administrator = _signed_in(world)
    form = {"oldpassword": PASSWORD, "password1": FRESH, "password2": FRESH}
    assert client.post("/account/password/change/", form).status_code == 302
    (entry,) = _entered(administrator, "account.password_changed")
    assert entry.member_id == administrator.member_id
    assert _told(administrator) == ["Your password for Causeway was changed"]


def test_a_wrong_old_password_changes_and_enters_nothing(world: SmallWorld) -> None:
    client, administrator = _signed_in(world)
    form = {"oldpassword": "wrong", "password1": FRESH, "password2": FRESH}
    assert client.post("/account/password/change/", form).status_code == 200
    assert _entered(administrator, "account.password_changed") == []
    assert Account.objects.get(email=world.email_of(administrator)).check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_set_up_and_taken_off_is_entered_and_told(committed_world: SmallWorld) -> None:
    client, administrator = _signed_in(committed_world)
    again = client.get("/account/2fa/totp/activate/")
    assert again.headers["Location"].startswith("/account/reauthenticate/"), "the password is asked for once more"
    client.post(again.headers["Location"], {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    added = _entered(administrator, "account.second_factor_changed")
    assert added
    assert "Your two-step sign-in to Causeway was changed" in _told(administrator)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert len(_entered(administrator, "account.second_factor_changed")) > len(added)


def test_setting_up_a_second_factor_asks_for_the_password_again(world: SmallWorld) -> None:
    client, _administrator = _signed_in(world)
    answer = client.post("/account/2fa/totp/activate/", {"code": generate_totp_secret()[:6]})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("login/", {}, ["Fill in “Work email address”.", "Fill in “Password”."]),
        (
            "login/",
            {"login": "heron", "password": "x"},
            ["such as name@example.org under “Work email address”"],
        ),
        ("login/", {"login": "heron@example.org", "password": "x"}, ["do not belong together. Check both."]),
        ("password/reset/", {"email": ""}, ["Fill in “Work email address”."]),
    ],
)
def test_whoever_signs_in_is_told_at_which_field_a_fault_is(
    address: str, sent: dict[str, str], said: list[str]
) -> None:
    cache.clear()
    page = Client().post(f"/account/{address}", sent).content.decode()
    assert [words for words in said if words not in page] == []
    assert "This field is required" not in page
    assert "placeholder" not in page


def test_two_new_passwords_that_differ_are_told_once(world: SmallWorld) -> None:
    client, _ = _signed_in(world)
    sent = {"oldpassword": "wrong", "password1": FRESH, "password2": "other"}
    page = client.post("/account/password/change/", sent).content.decode()
    # In the summary and at the field.
    assert page.count("The two passwords differ.") == 2
    assert page.count("This is not your current password.") == 2
    assert "same password each time" not in page
