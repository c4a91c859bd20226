"""The public form: no account, help first, a child asked little, and a receipt with which more can be added."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.organisations.queries.public_door import public_doors
from causeway.hub.road.intake.models import Receipt
from causeway.hub.road.intake.rates import TELLING
from causeway.hub.road.intake.receipts import code_for, digest_of
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.vocabulary.organisations import OrganisationKind
from causeway.vocabulary.referral import Door, PartyRole, SenderKind
from hub.conftest import SmallWorld

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


@pytest.fixture
def hotline(world: SmallWorld) -> Organisation:
    """The hotline behind the public door."""
    return world.organisation(OrganisationKind.HOTLINE, "Harbour Hotline")


def everything(world: SmallWorld, organisation: Organisation) -> list[Told]:
    """What was told to an organisation."""
    with acting_as(world.program(organisation)):
        return [told(row.id) for row in ReferralRow.objects.order_by("received_at")]


def adult(**more: Any) -> dict[str, Any]:
    """An adult's answers."""
    return {"danger": "no", "story": "A stranger asked for a meeting.", "consent": "on"} | more


def test_the_start_page_says_whom_to_call_first(client: Client, hotline: Organisation) -> None:
    page = client.get("/tell/").content.decode()
    assert page.index("999") < page.index("Who are you?")
    assert "Leave this page quickly" in page
    assert "Harbour Hotline" in page


def test_the_numbers_are_those_of_the_country(client: Client, world: SmallWorld) -> None:
    world.organisation(OrganisationKind.HOTLINE, country="NL")
    page = client.get("/tell/").content.decode()
    assert "112" in page
    assert "0800-0432" in page


@pytest.mark.parametrize(
    ("who", "path"), [("child", "/tell/child/"), ("parent", "/tell/parent/"), ("school", "/tell/school/")]
)
def test_each_is_led_to_their_own_form(client: Client, hotline: Organisation, who: str, path: str) -> None:
    assert client.get("/tell/", {"i-am": who, "asked": "1"})["Location"] == path


def test_choosing_nothing_is_said(client: Client, hotline: Organisation) -> None:
    assert "Choose who you are" in client.get("/tell/", {"asked": "1"}).content.decode()
    assert client.get("/tell/nobody/").status_code == 404


def test_a_child_need_only_say_whether_they_are_safe(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    answer = client.post("/tell/child/", {"safe": "no"})
    assert answer.status_code == 200
    assert CODE.search(answer.content.decode())
    (found,) = everything(world, hotline)
    assert found.referral.sender_kind is SenderKind.CHILD
    assert found.referral.emergency is not None
    (child,) = found.referral.parties
    assert (child.role, child.is_child) == (PartyRole.VICTIM, True)
    assert found.desk_id == hotline.id


def test_a_child_is_not_asked_for_proof(client: Client, hotline: Organisation) -> None:
    page = client.get("/tell/child/").content.decode()
    assert 'type="file"' not in page
    assert "it is not your fault" in page
    assert page.count("required") == 0


def test_a_child_who_says_how_to_be_reached_is_reached_so(
    client: Client, world: SmallWorld, hotline: Organisation
) -> None:
    client.post(
        "/tell/child/",
        {"safe": "yes", "age": "13", "phone": "07700 900123", "how": "Text only", "place": "Leeds", "story": "Hello."},
    )
    (found,) = everything(world, hotline)
    assert found.referral.emergency is None
    assert found.referral.contact is not None
    assert found.referral.contact.phones[0].number == "07700 900123"
    (child,) = found.referral.parties
    assert child.age_years == 13
    assert "Text only" in (child.notes or "")
    assert child.location is not None
    assert child.location.city == "Leeds"


def test_a_fault_keeps_what_the_child_wrote(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    answer = client.post("/tell/child/", {"story": "My own words.", "email": "nobody"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My own words." in page
    assert "Choose one, so that we know how fast to help" in page
    assert everything(world, hotline) == []


def test_an_adult_tells_who_where_and_what(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    answer = client.post(
        "/tell/school/",
        adult(
            danger="yes",
            day="2026-03-01",
            platform="Example Game",
            links="https://example.org/a",
            child_name="Sam",
            child_age="11",
            postcode="LS1 4AP",
            town="Leeds",
            person_account="kestrel",
            organisation="Hillside School, safeguarding lead",
            email="office@example.org",
            files=[SimpleUploadedFile("letter.txt", b"a letter")],
        ),
    )
    assert answer.status_code == 200
    (found,) = everything(world, hotline)
    told_of = found.referral
    assert told_of.sender_kind is SenderKind.SCHOOL
    assert told_of.emergency is not None
    assert told_of.occurred_at is not None
    victim = told_of.parties_as(PartyRole.VICTIM)[0]
    assert (victim.age_years, victim.addresses[0].postcode) == (11, "LS1 4AP")
    assert told_of.parties_as(PartyRole.SUBJECT)[0].accounts[0].handle == "kestrel"
    assert told_of.incidents[0].urls == ("https://example.org/a",)
    assert len(found.files) == 1
    with acting_as(world.program(hotline)):
        assert ReferralRow.objects.get().door == Door.PUBLIC_FORM.value


@pytest.mark.parametrize(
    ("who", "kind"),
    [("parent", SenderKind.PUBLIC), ("charity", SenderKind.CHARITY), ("other", SenderKind.PUBLIC)],
)
def test_who_tells_decides_the_kind_of_sender(
    client: Client, world: SmallWorld, hotline: Organisation, who: str, kind: SenderKind
) -> None:
    client.post(f"/tell/{who}/", adult())
    (found,) = everything(world, hotline)
    assert found.referral.sender_kind is kind


def test_a_day_before_anybody_s_life_is_refused(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    answer = client.post("/tell/parent/", adult(day="0001-01-01"))
    assert "Check the year" in answer.content.decode()
    assert everything(world, hotline) == []


def test_every_fault_of_an_adult_s_form_is_said(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    answer = client.post("/tell/parent/", {"day": "2999-01-01", "email": "nobody", "child_name": "Sam"})
    page = answer.content.decode()
    for fault in (
        "Say whether a child is in danger now",
        "Tell us what happened",
        "This day is in the future",
        "Check the address",
        "Say that you understand where this goes",
    ):
        assert fault in page
    assert "Sam" in page
    assert everything(world, hotline) == []


def test_pictures_of_children_are_not_asked_for(client: Client, hotline: Organisation) -> None:
    page = client.get("/tell/parent/").content.decode()
    assert page.index("Do not upload, keep, copy or send on any picture of a child") < page.index('type="file"')


def test_too_many_or_too_large_files_are_refused(client: Client, hotline: Organisation) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    assert "Choose five files at most" in client.post("/tell/parent/", adult(files=many)).content.decode()


def test_the_same_form_sent_twice_is_one_referral_with_one_code(
    client: Client, world: SmallWorld, hotline: Organisation
) -> None:
    fields = {"safe": "yes", "form_key": "9c5b6f4e-55f0-4c2f-9f4c-0a1f2d3b4c5d"}
    codes = [CODE.findall(client.post("/tell/child/", fields).content.decode())[0] for _ in range(2)]
    assert codes[0] == codes[1]
    assert len(everything(world, hotline)) == 1


def test_the_receipt_s_code_is_kept_only_as_a_digest(client: Client, world: SmallWorld, hotline: Organisation) -> None:
    code = CODE.findall(client.post("/tell/child/", {"safe": "yes"}).content.decode())[0]
    with acting_as(world.program(hotline)):
        receipt = Receipt.objects.get()
    assert receipt.code_sha256 == digest_of(code)
    assert code not in str(receipt.__dict__)


def test_more_is_added_with_the_code_however_it_is_typed(
    client: Client, world: SmallWorld, hotline: Organisation
) -> None:
    code = CODE.findall(client.post("/tell/child/", {"safe": "yes"}).content.decode())[0]
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = client.post("/tell/add/more/", {"code": typed, "text": "He wrote again."})
    assert "It was added" in answer.content.decode()
    with acting_as(world.program(hotline)):
        assert [added.text for added in ReferralRow.objects.get().supplements.all()] == ["He wrote again."]


def test_an_unknown_code_says_so_and_keeps_the_words(client: Client, hotline: Organisation) -> None:
    answer = client.post("/tell/add/more/", {"code": "0000-0000-0000-0000", "text": "He wrote again."})
    assert answer.status_code == 422
    assert "We do not know this code" in answer.content.decode()
    assert "He wrote again." in answer.content.decode()


def test_guessing_codes_is_slowed(client: Client, hotline: Organisation) -> None:
    pages = [
        client.post("/tell/add/more/", {"code": f"{number:016d}", "text": "x"}).content.decode() for number in range(13)
    ]
    assert "We do not know this code" in pages[11]
    assert "Too many tries from here" in pages[12]
    as_child = client.post("/tell/add/more/?i-am=child", {"code": "0" * 16, "text": "x"}).content.decode()
    assert "Please wait a little" in as_child
    assert "Too many tries" not in as_child


def test_a_program_that_fills_in_everything_is_turned_away(
    client: Client, world: SmallWorld, hotline: Organisation
) -> None:
    answer = client.post("/tell/child/", {"safe": "yes", "homepage": "https://example.org"})
    assert answer.status_code == 422
    assert everything(world, hotline) == []


def test_a_flood_from_one_address_is_slowed_and_loses_nothing(client: Client, hotline: Organisation) -> None:
    for _ in range(TELLING.most):
        TELLING.wait_seconds("127.0.0.1", timezone.now())
    assert "Too much came from here" in client.post("/tell/parent/", adult()).content.decode()
    answer = client.post("/tell/child/", {"safe": "yes", "story": "Kept words."})
    page = answer.content.decode()
    assert "Thank you for writing to us." in page
    assert "Too much came from here" not in page
    assert "in 60 minutes" in page
    assert "Call Childline: 0800 1111" in page
    assert "Kept words." in page
    assert client.post("/tell/child/", {"safe": "yes"}, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_without_a_hotline_the_clearing_house_stands_behind_the_door(client: Client, world: SmallWorld) -> None:
    assert client.post("/tell/child/", {"safe": "yes"}).status_code == 200
    assert len(everything(world, world.desk)) == 1


def test_the_door_of_the_set_country_comes_first(world: SmallWorld, settings: Any) -> None:
    world.organisation(OrganisationKind.HOTLINE, "First", country="GB")
    dutch = world.organisation(OrganisationKind.HOTLINE, "Second", country="NL")
    settings.CAUSEWAY_PUBLIC_COUNTRY = "NL"
    assert public_doors()[0][0].organisation_id == dutch.id


def test_pages_of_the_public_form_are_kept_by_no_cache(client: Client, hotline: Organisation) -> None:
    for path in ("/tell/", "/tell/child/", "/tell/parent/", "/tell/add/more/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_codes_differ_and_are_easy_to_read() -> None:
    codes = {code_for(str(number)) for number in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", code) for code in codes)


@pytest.mark.parametrize(
    ("language", "said", "formal"),
    [("nl", "het is niet jouw schuld", r"\b(u|uw)\b"), ("it", "non è colpa tua", r"\b(Lei|Suo|Sua|Suoi|Sue|Chiami)\b")],
)
def test_a_child_is_spoken_to_as_a_friend(
    client: Client, hotline: Organisation, language: str, said: str, formal: str
) -> None:
    client.cookies["django_language"] = language
    with override("en-gb"):  # a page read in Dutch leaves no Dutch behind
        told = client.post("/tell/child/", {"safe": "no"}).content.decode()
        pages = [client.get(path).content.decode() for path in ("/tell/child/", "/tell/add/more/?i-am=child")] + [told]
    assert said in pages[0]
    for page in pages:
        shown = re.sub(r"<[^>]*>", " ", page.split("<main")[1])
        assert re.findall(formal, shown) == []


def test_an_adult_is_spoken_to_formally(client: Client, hotline: Organisation) -> None:
    client.cookies["django_language"] = "nl"
    with override("en-gb"):
        assert "Uw naam" in client.get("/tell/parent/").content.decode()
        assert "Wat wilt u toevoegen?" in client.get("/tell/add/more/").content.decode()


def test_a_child_adds_something_in_words_for_a_child(client: Client, hotline: Organisation) -> None:
    told = client.post("/tell/child/", {"safe": "no"}).content.decode()
    assert "/tell/add/more/?i-am=child" in told
    code = CODE.search(told)
    assert code
    page = client.get("/tell/add/more/?i-am=child").content.decode()
    assert "Have you lost the code? Tell us again from the start." in page
    answer = client.post("/tell/add/more/?i-am=child", {"code": code[0], "text": "One more thing."})
    assert "Thank you. It was added." in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said", "error"),
    [
        ("nl", "Schrijf je leeftijd als een getal, zoals 11", "Fout:</span>"),
        ("it", "Scrivi la tua età in cifre, per esempio 11", "Errore:</span>"),
    ],
)
def test_a_child_is_told_of_a_fault_in_its_own_language(
    client: Client, hotline: Organisation, language: str, said: str, error: str
) -> None:
    client.cookies["django_language"] = language
    with override("en-gb"):  # a page read in Dutch leaves no Dutch behind
        page = client.post("/tell/child/", {"safe": "yes", "age": "eleven"}).content.decode()
    assert (said in page, error in page, "Error:" in page) == (True, True, False)
