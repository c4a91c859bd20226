"""The desk's pages of banks: what is held, a list that comes in, and what was wrong with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

SHA256, PDQ = "ab" * 32, "0123456789abcdef" * 4
LIST = f"sha256,pdq,category,scheme\n{SHA256},{PDQ},A,uk\nno digest,,A,uk\n"


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.ANALYST)


def imported(analyst: Actor, text: str, **given: str) -> tuple[int, str]:
    file = SimpleUploadedFile("list.csv", text.encode(), "text/csv")
    answers = {"bank_name": "Listed", "list_format": "csv", "scheme": "unstated", "source": "Drawn", **given}
    answer = client_of(analyst).post(reverse("banks:import"), {**answers, "file": file})
    return answer.status_code, answer.content.decode()


def test_a_list_comes_in_and_its_faults_are_shown(analyst: Actor) -> None:
    status, page = imported(analyst, LIST)
    assert status == 200
    assert "List imported" in page
    assert "Rows at fault" in page
    (bank,) = banks_of(analyst)
    assert (bank.name, bank.scheme, bank.exact, bank.looks, bank.withdrawn) == ("Listed", "uk", 1, 1, 0)
    shown = client_of(analyst).get(reverse("banks:banks")).content.decode()
    assert "Listed" in shown
    assert "United Kingdom" in shown


def test_without_a_bank_the_page_says_what_to_do(analyst: Actor) -> None:
    assert "No bank yet" in client_of(analyst).get(reverse("banks:banks")).content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bank_name": ""}, "Name the bank"),
        ({"bank_name": "x" * 201}, "has 201 characters, and must have 200 or fewer"),
        ({"list_format": "vics"}, "There is a problem"),
        ({"list_format": "hearsay"}, "There is a problem"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(analyst: Actor, given: dict[str, str], said: str) -> None:
    status, page = imported(analyst, LIST, **given)
    assert status == 422
    assert said in page
    assert banks_of(analyst) == []


def test_another_scheme_is_refused_beside_the_bank(analyst: Actor) -> None:
    imported(analyst, LIST)
    status, page = imported(analyst, f"sha256,category,scheme\n{'cd' * 32},1,us\n")
    assert status == 422
    assert "of another scheme" in page


def test_nobody_else_sees_or_fills_a_bank(world: SmallWorld, analyst: Actor) -> None:
    imported(analyst, LIST)
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    officer = client_of(world.member(force, Role.ANALYST))
    assert "Listed" not in officer.get(reverse("banks:banks")).content.decode()
    for client in (officer, client_of(world.member(world.desk, Role.REVIEWER))):
        for name in ("banks:import", "banks:new"):
            assert client.get(reverse(name)).status_code == 403
