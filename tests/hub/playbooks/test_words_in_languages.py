"""Words in other languages are written in a draft, reviewed with it, and read by whoever reads that language."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.knowledge.playbooks import playbooks
from causeway.hub.knowledge.playbooks.commands.write_draft import adapt, start_draft
from causeway.hub.knowledge.playbooks.commands.write_words import save_words
from causeway.hub.knowledge.playbooks.comparing import compare
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.knowledge.playbooks.toml_form import write_playbook
from causeway.hub.knowledge.playbooks.translating import written_in
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

OWN_WORDS = {"text_0": "Bruggen", "text_1": "Over bruggen."}
DUTCH_READER = {"accept-language": "nl"}


@pytest.fixture(autouse=True)
def language_of_the_next_test() -> Iterator[None]:
    """A page read in Dutch leaves no Dutch behind."""
    with override("en-gb"):
        yield


def test_an_author_writes_words_part_by_part_and_a_reader_of_that_language_reads_them(world: SmallWorld) -> None:
    author = client_of(world.member(world.desk, Role.TRAINER))
    reviewer = client_of(world.member(world.desk, Role.SUPERVISOR))
    draft = author.post(reverse("playbooks:new"), {"title": "Bridges"}).headers["Location"]
    author.post(f"{draft}about/", {"title": "Bridges", "about": "Of bridges.", "is_shared": "yes"})
    assert b"0 of 2 parts" in author.get(f"{draft}words/").content
    part = author.get(f"{draft}words/nl/the-playbook/").content.decode()
    assert "Of bridges." in part
    assert f'href="{draft}words/nl/"' in part
    assert author.post(f"{draft}words/nl/the-playbook/", {"text_0": "x" * 121}).status_code == 422
    after = author.post(f"{draft}words/nl/the-playbook/", OWN_WORDS).headers["Location"]
    assert after == f"{draft}words/nl/tell_safeguarding/"
    assert b"1 of 2 parts" in author.get(f"{draft}words/").content
    author.post(f"{draft}send/")
    assert author.get(f"{draft}words/nl/").status_code == 404
    assert "Bruggen" in reviewer.get(f"{draft}review/?language=nl").content.decode()
    published = reviewer.post(f"{draft}review/", {"decision": "approve"}).headers["Location"]
    page = author.get(published, headers=DUTCH_READER).content.decode()
    assert '<h1 class="govuk-heading-xl" lang="nl">Bruggen</h1>' in page
    assert '<span lang="en">Tell the body that protects this child</span>' in page
    assert 'lang="en">Bridges</h1>' in author.get(f"{published}?language=en", headers=DUTCH_READER).content.decode()


def test_a_file_of_the_same_structure_brings_all_words_in(world: SmallWorld) -> None:
    actor = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police"), Role.TRAINER)
    author, shipped = client_of(actor), playbooks()["safeguarding"]
    draft_id = adapt(actor, Ref(code="safeguarding"))
    address = reverse("playbooks:words_in", args=[draft_id, "nl"])
    other = SimpleUploadedFile("other.toml", write_playbook(playbooks()["urgent_danger"]).encode())
    assert author.post(address, {"file": other}).status_code == 422
    binary = author.post(address, {"file": SimpleUploadedFile("nl.toml", b"\xff\xfe")}).content.decode()
    assert "This file is not UTF-8 text." in binary
    dutch = SimpleUploadedFile("nl.toml", write_playbook(written_in(shipped, "nl")).encode())
    assert author.post(address, {"file": dutch}).status_code == 302


def test_an_adaptation_is_written_and_compared_in_the_language_of_whoever_begins_it(world: SmallWorld) -> None:
    actor = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Politie Rivierland"), Role.TRAINER)
    address = reverse("playbooks:adapt", args=["safeguarding"])
    begun = client_of(actor).post(address, headers=DUTCH_READER).headers["Location"]
    draft = draft_of(actor, begun.strip("/").split("/")[-1])  # type: ignore[arg-type]
    assert (draft.playbook.language, draft.standard and draft.standard.playbook.language) == ("nl", "nl")
    assert draft.unexplained == ()
    assert compare(playbooks()["safeguarding"], draft.playbook).is_same


def test_a_shipped_playbook_is_read_and_printed_in_the_readers_language_or_another(world: SmallWorld) -> None:
    reader = client_of(world.member(world.desk, Role.TRAINER))
    dutch = written_in(playbooks()["first_response"], "nl")
    address = reverse("playbooks:published", args=["first_response"])
    assert dutch.title in reader.get(address, headers=DUTCH_READER).content.decode()
    assert dutch.title in reader.get(reverse("playbooks:library"), headers=DUTCH_READER).content.decode()
    assert dutch.steps[0].title in reader.get(f"{address}form/?language=nl").content.decode()


def test_nobody_writes_words_while_a_draft_is_in_review(world: SmallWorld) -> None:
    author = world.member(world.desk, Role.TRAINER)
    draft_id = start_draft(author, title="Bridges")
    client_of(author).post(
        reverse("playbooks:about", args=[draft_id]), {"title": "Bridges", "about": "Of bridges.", "is_shared": "no"}
    )
    client_of(author).post(reverse("playbooks:send", args=[draft_id]))
    with pytest.raises(Conflict):
        save_words(author, draft_id, "nl", {"title": "Bruggen"})
