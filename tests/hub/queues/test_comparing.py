"""Two referrals side by side: what both say, however it is spelled, and what only one does."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from causeway.hub.road.referrals.comparing import MOST_ROWS, Compared, ComparedGroup, compare
from causeway.vocabulary.referral import Attachment, Email, Phone, Referral
from hub.desk_at_work import ESSEX, about


def said(told: Referral, sender: int = 1) -> Compared:
    """A referral as it is compared."""
    received = datetime(2026, 5, 1, 9, tzinfo=UTC)
    return Compared(
        referral=told,
        sender_id=UUID(int=sender),
        sender="Harbour Chat",
        door="JSON API",
        received_at=received,
        region="GB",
    )


def group(title: str, left: Referral, right: Referral) -> ComparedGroup:
    """The rows of one kind."""
    (found,) = [each for each in compare(said(left), said(right, 2)) if each.title == title]
    return found


def with_subject(told: Referral, **changes: object) -> Referral:
    """The same with more of its subject."""
    return replace(told, parties=(replace(told.parties[0], **changes), *told.parties[1:]))  # type: ignore[arg-type]


def test_two_spellings_of_one_identifier_are_the_same() -> None:
    left = with_subject(about("one"), phones=(Phone(number="07700 900123"),), emails=(Email(address="A@example.org"),))
    right = with_subject(
        about("two"), phones=(Phone(number="+44 7700 900123"),), emails=(Email(address="a@EXAMPLE.org"),)
    )
    rows = group("Identifiers", left, right).rows
    assert {row.label for row in rows if row.is_same} == {"Phone number", "E-mail address"}
    assert {(row.left, row.right) for row in rows if row.is_same} == {
        ("+447700900123", "+447700900123"),
        ("a@example.org", "a@example.org"),
    }


def test_what_only_one_says_stands_alone_and_one_thing_against_another_in_one_line() -> None:
    left, right = about("one", occurred_at=datetime(2026, 4, 1, tzinfo=UTC)), about("two", force=ESSEX)
    times = {row.label: row for row in group("Times", left, right).rows}
    assert times["Received"].is_same
    assert (bool(times["Happened"].left), times["Happened"].right) == (True, "")
    (address,) = group("Places", left, right).rows
    assert (address.is_same, "CT1 2EH" in address.left, "CM1 1JE" in address.right) == (False, True, True)
    (sender,) = [row for row in group("Sender", left, right).rows if row.label == "Sender"]
    assert not sender.is_same


def test_files_are_compared_by_their_digest_and_a_flood_of_them_is_cut_and_counted() -> None:
    files = tuple(Attachment(sha256=f"{number:064x}", name=f"{number}.jpg") for number in range(MOST_ROWS + 5))
    renamed = (Attachment(sha256=f"{0:064x}", name="another.jpg"),)
    found = group("Files", about("one", attachments=files), about("two", attachments=renamed))
    assert (found.shared, len(found.rows), found.more) == (1, MOST_ROWS, 5)
    assert found.rows[0].right.startswith("another.jpg")


def test_what_is_unknown_of_two_is_not_the_same_of_both() -> None:
    nameless = {"first_name": None, "middle_name": None, "last_name": None}
    people = group("People", with_subject(about("one"), **nameless), with_subject(about("two"), **nameless))
    assert not any(row.is_same for row in people.rows if "Not named" in row.left + row.right)
    files = (Attachment(),)
    assert group("Files", about("one", attachments=files), about("two", attachments=files)).shared == 0
