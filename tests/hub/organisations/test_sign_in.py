"""Sign-in: a second factor is asked of the roles that need one, a forgotten password comes back by mail, guessing
ends.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from causeway.hub.base.organisations.models import Account
from causeway.hub.sealed_words import open_words
from causeway.hub.state import home
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import PASSWORD, SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def asked(settings: Settings) -> None:
    """As in an installation of one's own."""
    settings.CAUSEWAY_SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.INVESTIGATOR})


@pytest.mark.usefixtures("asked")
def test_a_role_that_needs_a_second_factor_is_led_to_it_until_it_is_set_up(world: SmallWorld) -> None:
    administrator = world.administrator(world.desk)
    assert administrator.member_id is not None
    client = client_of(administrator)
    assert client.get("/organisation/").headers["Location"] == "/account/2fa/"
    assert "needs two-step sign-in" in client.get("/account/2fa/").content.decode()
    TOTP.activate(Account.objects.get(member_id=administrator.member_id), generate_totp_secret())
    assert client.get("/organisation/").status_code == 200


@pytest.mark.usefixtures("asked")
def test_who_is_led_there_can_still_sign_out_and_change_the_language(world: SmallWorld) -> None:
    client = client_of(world.administrator(world.desk))
    assert client.post("/i18n/setlang/", {"language": "nl", "next": "/account/2fa/"}).headers["Location"] == (
        "/account/2fa/"
    )
    assert client.post("/account/logout/").headers["Location"] == "/"


@pytest.mark.usefixtures("asked")
def test_other_roles_are_not_asked(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    assert client_of(world.member(service, Role.SENDER)).get("/organisation/").status_code == 200


@pytest.mark.usefixtures("asked")
def test_in_a_demonstration_it_is_offered_and_in_production_always_asked(
    world: SmallWorld, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = client_of(world.administrator(world.desk))
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path))
    (home() / "demo.json").write_text("{}")
    assert client.get("/organisation/").status_code == 200
    settings.PRODUCTION = True
    assert client.get("/organisation/").status_code == 302


def test_a_forgotten_password_comes_back_by_a_mailed_link(
    world: SmallWorld, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    email = world.email_of(world.administrator(world.desk))
    client = Client()
    assert client.post("/account/password/reset/", {"email": email}).status_code == 302
    (mail,) = list(tmp_path.iterdir())
    text = mail.read_text()
    assert "asked for a new password for Causeway" in text
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", text)
    assert link is not None
    form = client.get(link[1], follow=True)
    fresh = "eleven-boats-in-a-row"
    answer = client.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
    assert answer.headers["Location"] == "/account/password/reset/key/done/"
    signed_in = Client()
    signed_in.post("/account/login/", {"login": email, "password": fresh})
    assert "_auth_user_id" in signed_in.session


def test_an_address_without_an_account_gets_the_same_answer_and_no_mail(
    world: SmallWorld, mailoutbox: list[object]
) -> None:
    answer = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert answer.status_code == 302
    assert mailoutbox == []


def test_guessing_a_password_ends_after_a_few_attempts(world: SmallWorld) -> None:
    cache.clear()
    email = world.email_of(world.administrator(world.desk))
    for _ in range(5):
        Client().post("/account/login/", {"login": email, "password": "wrong"})
    late = Client()
    answer = late.post("/account/login/", {"login": email, "password": PASSWORD})
    cache.clear()
    assert "_auth_user_id" not in late.session
    assert "There were too many attempts." in answer.content.decode()


def test_asking_for_links_without_end_is_answered_in_our_words_and_the_readers_language(world: SmallWorld) -> None:
    cache.clear()
    client = Client(headers={"accept-language": "nl"})
    for _ in range(5):
        client.post("/account/password/reset/", {"email": "nobody@example.org"})
    answer = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    cache.clear()
    assert answer.status_code == 429
    assert '<h1 class="govuk-heading-l">Er zijn te veel pogingen gedaan</h1>' in answer.content.decode()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_the_secret_of_a_second_factor_is_not_in_the_database(world: SmallWorld) -> None:
    account, secret = Account.objects.get(email=world.email_of(world.administrator(world.desk))), generate_totp_secret()
    TOTP.activate(account, secret)
    kept = Authenticator.objects.get(user=account)
    assert secret not in str(kept.data)
    assert not TOTP(kept).validate_code("000000x")
    assert TOTP(kept).validate_code(_code(secret))


def test_a_secret_that_somebody_wrote_into_the_table_opens_nothing(world: SmallWorld) -> None:
    account, secret = Account.objects.get(email=world.email_of(world.administrator(world.desk))), generate_totp_secret()
    TOTP.activate(account, generate_totp_secret())
    kept = Authenticator.objects.get(user=account)
    kept.data = {"secret": secret}
    assert not TOTP(kept).validate_code(_code(secret))


def test_second_factors_from_before_are_sealed_by_the_migration(world: SmallWorld) -> None:
    account, secret = Account.objects.get(email=world.email_of(world.administrator(world.desk))), generate_totp_secret()
    Authenticator.objects.create(user=account, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=account, type="recovery_codes", data={"seed": "heron", "used_mask": 3})
    migration = import_module("causeway.hub.base.organisations.migrations.0004_seal_second_factors")
    for _ in range(2):
        migration._seal(apps, None)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(_code(secret))
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert open_words("second-factor", codes["seed"]) == "heron"
    assert codes["used_mask"] == 3
