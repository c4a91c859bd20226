"""Outcomes from a file: every fault is named by its line, and all is recorded or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.road.outcomes.commands.import_outcomes import ImportRefused, check_import, import_outcomes
from causeway.hub.road.outcomes.queries.outcomes import outcomes_of
from causeway.hub.road.outcomes.reading_csv import MOST_ROWS, CsvUnreadable, read_outcomes_csv
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.told_referrals import Road


def test_a_file_is_looked_at_without_changing_anything_then_recorded_once(road: Road) -> None:
    one, two = road.referral(), road.referral()
    investigator = road.investigator()
    text = (
        "reference,status,closure_reason,is_useful,missing,share_from,share_note,share_missing_from\r\n"
        f"{road.reference_of(one)},closed,no_crime,yes,upload_ip ages,2031-05-01,no,2031-06-01\r\n"
        "\r\n"
        f"{road.reference_of(two)},child safeguarded,,,,,,\r\n"
    ).encode("utf-8-sig")
    found = check_import(investigator, text)
    assert [checked.row.line for checked in found.new] == [2, 4]
    assert outcomes_of(investigator, [one, two]) == []
    assert len(import_outcomes(investigator, text).new) == 2
    again = import_outcomes(investigator, text)
    assert (again.new, len(again.rows)) == ((), 2)
    recorded = {item.referral_id: item.outcome for item in outcomes_of(investigator, [one, two])}
    assert recorded[two] == Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED)
    assert recorded[one].closure_reason is ClosureReason.NO_CRIME
    assert recorded[one].missing == ("upload_ip", "ages")
    assert str(recorded[one].share_from) == "2031-05-01"
    assert str(recorded[one].share_missing_from) == "2031-06-01"
    assert recorded[one].share_note is False


def test_one_faulty_row_and_nothing_is_recorded(road: Road) -> None:
    one, hidden = road.referral(), road.referral(to=road.other_force)
    investigator = road.investigator()
    text = (
        "reference;status;arrests;is_useful\n"
        f"{road.reference_of(one)};arrest;1;yes\n"
        f"{road.reference_of(hidden)};arrest;;\n"
        f"{road.reference_of(one)};arrest;;\n"
        ";arrest;-1;perhaps\n"
        "R-1;nonsense;;\n"
    ).encode()
    with pytest.raises(ImportRefused) as caught:
        import_outcomes(investigator, text)
    faults = {checked.row.line: {fault.field for fault in checked.row.faults} for checked in caught.value.found.faulty}
    assert faults == {
        3: {"reference"},
        4: {"reference"},
        5: {"reference", "arrests", "is_useful"},
        6: {"status", "reference"},
    }
    assert outcomes_of(investigator, [one]) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"reference,status\n", "no row"),
        (b"reference,colour,status\nR,x,closed\n", "colour"),
        (b"status\nclosed\n", "reference is missing"),
        (b"reference,status,status\nR,closed,closed\n", "twice"),
        (b"\xff\xfe\x00reference", "UTF-8"),
        (b'reference,status\n"R,closed\n', "whole CSV"),
        (b"reference,status\n" + b"R,closed\n" * (MOST_ROWS + 1), "more than"),
        (b"x" * (1024 * 1024 + 1), "larger"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, said: str) -> None:
    with pytest.raises(CsvUnreadable, match=said):
        read_outcomes_csv(data)


@given(st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    for head in (b"", b"reference,status,arrests,share_from\n"):
        try:
            rows = read_outcomes_csv(head + data)
        except CsvUnreadable:
            continue
        assert all(row.faults or row.outcome for row in rows)


def test_only_those_who_record_outcomes_import_them(road: Road) -> None:
    with pytest.raises(NotPermitted):
        import_outcomes(road.world.member(road.force, Role.AUDITOR), b"reference,status\nR,closed\n")
