"""What differs between two playbooks, and three together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, Playbook
from causeway.hub.knowledge.playbooks.checking import faults_against, faults_of
from causeway.hub.knowledge.playbooks.comparing import Change, compare, marked_words
from causeway.hub.knowledge.playbooks.merging import Side, merged, three_way
from causeway.hub.knowledge.playbooks.playbook import moved_step, with_step, without_step
from hub.playbooks.playbooks_for_tests import playbook, step

BASE = playbook(step("arch"), step("pier"), step("deck"))


def changes(before: Playbook, after: Playbook) -> dict[str, Change]:
    return {each.code: each.change for each in compare(before, after).changed}


def test_a_playbook_does_not_differ_from_itself_nor_from_its_next_number() -> None:
    assert compare(BASE, replace(BASE, version="2")).is_same


def test_a_step_is_seen_to_come_to_go_to_change_and_to_move() -> None:
    assert changes(BASE, with_step(BASE, step("gate"), at=1)) == {"gate": Change.ADDED}
    assert changes(BASE, without_step(BASE, "pier")) == {"pier": Change.REMOVED}
    assert changes(BASE, with_step(BASE, step("pier", 48))) == {"pier": Change.CHANGED}
    assert changes(BASE, moved_step(BASE, "deck", by=-2)) == {"deck": Change.MOVED}


def test_a_step_that_went_is_shown_where_it_stood() -> None:
    shown = [each.code for each in compare(BASE, without_step(BASE, "pier")).steps]
    assert shown == ["arch", "pier", "deck", SAFEGUARDING_TASK]


def test_of_a_changed_sentence_only_the_changed_words_are_marked() -> None:
    pieces = marked_words("Look at the old bridge.", "Look at the new bridge.")
    assert [(piece.change, piece.text) for piece in pieces] == [
        (Change.SAME, "Look at the "),
        (Change.REMOVED, "old"),
        (Change.ADDED, "new"),
        (Change.SAME, " bridge."),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_hold_both_texts_whole(before: str, after: str) -> None:
    pieces = marked_words(before, after)
    assert "".join(each.text for each in pieces if each.change is not Change.ADDED) == before
    assert "".join(each.text for each in pieces if each.change is not Change.REMOVED) == after


def test_what_one_side_changed_is_kept_without_asking() -> None:
    standard = with_step(BASE, step("arch", 12))
    own = with_step(BASE, step("gate"), at=1)
    assert three_way(BASE, standard, own).conflicts == ()
    together = merged(BASE, standard, own, {})
    assert together.codes == ("arch", "gate", "pier", "deck", SAFEGUARDING_TASK)
    assert together.step("arch") == step("arch", 12)


@pytest.mark.parametrize(("side", "hours"), [(Side.OWN, 48), (Side.STANDARD, 12)])
def test_what_both_changed_is_a_conflict_that_somebody_decides(side: Side, hours: int) -> None:
    standard, own = with_step(BASE, step("pier", 12)), with_step(BASE, step("pier", 48))
    (conflict,) = three_way(BASE, standard, own).conflicts
    assert conflict.code == "pier"
    found = merged(BASE, standard, own, {"pier": side}).step("pier")
    assert found is not None
    assert found.due_in_hours == hours


def test_without_a_word_the_standards_side_of_a_conflict_is_taken() -> None:
    standard, own = with_step(BASE, step("pier", 12)), without_step(BASE, "pier")
    assert "pier" in merged(BASE, standard, own, {}).codes
    assert "pier" not in merged(BASE, standard, own, {"pier": Side.OWN}).codes


def test_a_step_taken_out_on_one_side_is_out_and_what_waited_for_it_waits_for_the_case() -> None:
    base = with_step(BASE, step("deck", after="pier"))
    together = merged(base, without_step(base, "pier"), base, {})
    found = together.step("deck")
    assert found is not None
    assert found.after == ""


@given(st.permutations(["arch", "pier", "deck", SAFEGUARDING_TASK]), st.sets(st.sampled_from(["arch", "pier", "deck"])))
def test_however_both_sides_change_the_result_is_whole_and_protects_the_child(order: list[str], gone: set[str]) -> None:
    own = replace(BASE, steps=tuple(found for code in order if (found := BASE.step(code))))
    standard = BASE
    for code in gone:
        standard = without_step(standard, code)
    together = merged(BASE, standard, own, {})
    assert faults_of(together) == []
    assert SAFEGUARDING_TASK in together.codes


def test_the_safeguarding_step_may_come_earlier_than_in_the_standard_and_never_later() -> None:
    earlier = moved_step(BASE, SAFEGUARDING_TASK, by=-2)
    assert faults_against(with_step(earlier, step(SAFEGUARDING_TASK, 12)), BASE) == []
    slower = with_step(BASE, step(SAFEGUARDING_TASK, 25))
    assert [fault.field for fault in faults_against(slower, BASE)] == ["due_in_hours"]
    later = with_step(BASE, step("gate"), at=0)
    assert [fault.field for fault in faults_against(later, BASE)] == ["place"]


def test_a_clock_that_waits_for_itself_is_a_fault() -> None:
    circle = playbook(step("arch", after="pier"), step("pier", after="arch"))
    assert {fault.step for fault in faults_of(circle)} == {"arch", "pier"}
