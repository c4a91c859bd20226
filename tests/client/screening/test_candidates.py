"""A hit becomes a candidate, and a named person's decision makes a referral of it that the client can send."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from causeway.client import Decision, Screening, UploadCandidate, WhenNotScreened
from causeway.client.screening import BadSetting, report_documents
from causeway.interchange.cybertip import InvalidDocument, read_file_details, read_report
from causeway.vocabulary.referral import Concern, Contact, Email
from causeway.vocabulary.signals import NOT_PROOF, SignalKind
from client.mirror.feeds import DAY, NOW
from client.screening.uploads import digests_of, encoded, listed, mirrored, picture

BRIDGE = encoded(picture(1))
SAME_BRIDGE = encoded(picture(1), "JPEG", quality=60)
REVIEWER = Contact(name="Ada Keeper", emails=(Email(address="reviews@example.org"),))
DECISION = Decision(decided_by=REVIEWER, concern=Concern.SEXUAL_ABUSE_MATERIAL, has_viewed=True)
UPLOADED = datetime(2026, 11, 27, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def candidate(tmp_path_factory: pytest.TempPathFactory) -> UploadCandidate:
    pdq = digests_of(BRIDGE).pdq
    assert pdq is not None
    folder = mirrored(tmp_path_factory.mktemp("candidates") / "m", [listed("bridge", SignalKind.PDQ, pdq)])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as screening:
        found = UploadCandidate.of(screening.screen(SAME_BRIDGE, reference="upload 17"))
    assert found is not None
    return found


def test_what_asks_for_nobody_is_no_candidate(tmp_path: Path) -> None:
    with Screening(tmp_path, examiners=1, now=lambda: NOW) as screening:
        assert UploadCandidate.of(screening.screen(b"a text")) is None
    with Screening(tmp_path, when_not_screened=WhenNotScreened.ASK_REVIEW, examiners=1, now=lambda: NOW) as screening:
        found = UploadCandidate.of(screening.screen(b"a text"))
    assert found is not None
    assert (found.hits, found.as_document()["faults"]) == (
        (),
        [{"code": "list_absent", "detail": "no_mirror", "bank": None}],
    )


def test_a_candidate_tells_all_but_the_content(candidate: UploadCandidate) -> None:
    document = candidate.as_document()
    (hit,) = document["hits"]
    assert (document["reference"], document["at"], document["note"]) == ("upload 17", NOW.isoformat(), NOT_PROOF)
    assert document["digests"]["sha256"] == digests_of(SAME_BRIDGE).sha256
    assert (hit["reference"], hit["organisation"], hit["state"]) == ("bridge", "Bridge Watch", "added")
    assert hit["category"] == {"code": "A1", "scheme": "example.org"}


def test_a_decision_makes_a_referral_of_all_that_is_known(candidate: UploadCandidate) -> None:
    referral = candidate.to_referral(DECISION, platform="Harbourline", file_name="a.jpg", uploaded_at=UPLOADED)
    (attachment,) = referral.attachments
    digests = digests_of(SAME_BRIDGE)
    assert (referral.told_by, referral.sender_reference, referral.occurred_at) == (REVIEWER, "upload 17", UPLOADED)
    assert (attachment.sha256, attachment.viewed_by_sender) == (digests.sha256, True)
    assert {one.kind: one.value for one in attachment.stated_digests} == {
        "MD5": digests.md5,
        "SHA1": digests.sha1,
        "SHA256": digests.sha256,
        "PDQ": digests.pdq,
    }
    assert attachment.notes is not None
    assert NOT_PROOF in attachment.notes
    assert "listed by Bridge Watch as bridge, added, category A1 of example.org, confidence 80." in attachment.notes


def test_nobody_without_a_name_decides(candidate: UploadCandidate) -> None:
    for name in (None, "  "):
        with pytest.raises(BadSetting, match=r"decided_by\.name"):
            candidate.to_referral(
                Decision(decided_by=Contact(name=name), concern=Concern.SEXUAL_ABUSE_MATERIAL, has_viewed=False)
            )


def test_the_referral_is_written_as_the_client_sends_it(candidate: UploadCandidate) -> None:
    documents = report_documents(candidate.to_referral(DECISION, platform="Harbourline", file_name="a.jpg"))
    assert documents.file_details is not None
    report, details = read_report(documents.report), read_file_details(documents.file_details)
    assert report.incident_summary.platform == "Harbourline"
    assert report.reporter.reporting_person.emails[0].address == "reviews@example.org"
    assert details.file_viewed_by_esp is True
    assert [one.hash_type for one in details.original_file_hashes] == ["MD5", "SHA1", "SHA256", "PDQ"]
    assert NOT_PROOF in details.additional_info[0]


def test_a_report_without_an_address_is_refused_with_its_place(candidate: UploadCandidate) -> None:
    nobody = Decision(decided_by=Contact(name="Ada Keeper"), concern=Concern.SEXUAL_ABUSE_MATERIAL, has_viewed=True)
    with pytest.raises(InvalidDocument) as refused:
        report_documents(candidate.to_referral(nobody))
    assert "email" in str(refused.value)


@pytest.mark.parametrize("kind", [SignalKind.URL, SignalKind.ACCOUNT, SignalKind.KEYWORD])
def test_what_was_listed_stands_in_the_referral_where_there_is_no_file(
    candidate: UploadCandidate, kind: SignalKind
) -> None:
    hit = replace(candidate.hits[0], kind=kind, value="https://knobs.example.org/a", distance_bits=0)
    referral = replace(candidate, digests=None, hits=(hit,)).to_referral(DECISION, platform="Harbourline")
    documents = report_documents(referral)
    assert (referral.attachments, documents.file_details) == ((), None)
    told = f"{kind.value.upper()} https://knobs.example.org/a: listed by Bridge Watch"
    assert told in ((referral.incidents[0].notes if kind is SignalKind.URL else referral.narrative) or "")
    assert told.encode() in documents.report
