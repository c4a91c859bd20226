"""The pure parts of training: marking, drawing, tries, validity, checking, figures."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.playbooks import playbooks
from causeway.hub.knowledge.training.checking import faults_of
from causeway.hub.knowledge.training.codes import as_typed, in_groups, new_code, organisations_between
from causeway.hub.knowledge.training.commands.keep import may_be_told
from causeway.hub.knowledge.training.content import (
    Choice,
    Module,
    Picture,
    Question,
    QuestionKind,
    Section,
    Step,
    TestRules,
    shipped_id,
)
from causeway.hub.knowledge.training.grading import draw_items, is_right, passes, shown_order
from causeway.hub.knowledge.training.paths import shipped_paths
from causeway.hub.knowledge.training.quality_numbers import item_figures, paired_gain, t_975
from causeway.hub.knowledge.training.shipped import ModuleInvalid, parse_module, shipped_modules
from causeway.hub.knowledge.training.skills import Skill, may_be_gated, skill_of
from causeway.hub.knowledge.training.validity import (
    Held,
    Holding,
    expiry,
    holding,
    next_try_at,
    warning_due,
)

DAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def question(kind: QuestionKind = QuestionKind.SINGLE, **given: object) -> Question:
    told = {"code": "q", "text": "Which?", "options": ("one", "two", "three"), "correct": (1,), **given}
    return Question(kind=kind, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "answer", "right"),
    [
        (question(), ("1",), True),
        (question(), ("0",), False),
        (question(), (), False),
        (question(QuestionKind.MULTIPLE, correct=(0, 2)), ("2", "0"), True),
        (question(QuestionKind.MULTIPLE, correct=(0, 2)), ("0",), False),
        (question(QuestionKind.MULTIPLE, correct=(0, 2)), ("0", "1", "2"), False),
        (question(QuestionKind.ORDER), ("0", "1", "2"), True),
        (question(QuestionKind.ORDER), ("1", "0", "2"), False),
        (question(QuestionKind.NUMBER, number=62, tolerance=0.5), ("62,4",), True),
        (question(QuestionKind.NUMBER, number=62), ("sixty-two",), False),
        (question(QuestionKind.NUMBER, number=62), ("nan",), False),
        (question(QuestionKind.TEXT), ("anything",), False),
    ],
)
def test_an_answer_is_marked_by_its_kind(asked: Question, answer: tuple[str, ...], right: bool) -> None:
    assert is_right(asked, answer) is right


def test_the_pass_mark_is_met_by_equality_and_never_by_no_questions() -> None:
    assert passes(8, 10, 80)
    assert not passes(7, 9, 80)
    assert not passes(0, 0, 0)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 30), st.text(max_size=8))
def test_items_not_seen_before_are_drawn_first(held: int, size: int, seen: int, seed: str) -> None:
    items = [question(code=f"q{number}") for number in range(held)]
    known = {f"q{number}" for number in range(min(seen, held))}
    drawn = draw_items(items, size, seen=known, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(size, held)
    fresh = held - len(known)
    assert sum(code not in known for code in drawn) == min(size, fresh)
    assert drawn == draw_items(items, size, seen=known, seed=seed)


@given(st.integers(2, 6), st.text(max_size=8))
def test_an_order_never_starts_solved(options: int, seed: str) -> None:
    asked = question(QuestionKind.ORDER, options=tuple(f"step {number}" for number in range(options)))
    shown = shown_order(asked, seed)
    assert sorted(shown) == list(range(options))
    assert list(shown) != list(range(options))


def test_after_too_many_tries_there_is_a_wait() -> None:
    rules = TestRules(attempts=2, wait_hours=24)
    assert next_try_at([], rules) is None
    assert next_try_at([NOON], rules) is None
    assert next_try_at([NOON - timedelta(hours=3), NOON], rules) == NOON + timedelta(hours=24)


def test_a_certificate_expires_on_the_last_day_of_a_shorter_month() -> None:
    assert expiry(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert expiry(date(2026, 12, 1), 24) == date(2028, 12, 1)


@pytest.mark.parametrize(
    ("days", "found"),
    [(None, Holding.VALID), (400, Holding.VALID), (30, Holding.EXPIRING), (0, Holding.EXPIRING), (-1, Holding.EXPIRED)],
)
def test_a_certificate_stands_by_its_last_day(days: int | None, found: Holding) -> None:
    until = None if days is None else DAY + timedelta(days=days)
    old = Held(skill="grooming", issued_on=date(2020, 1, 1), expires_on=date(2021, 1, 1))
    assert holding([old, Held(skill="grooming", issued_on=DAY, expires_on=until)], DAY) is found


def test_each_warning_is_due_once() -> None:
    assert warning_due(DAY + timedelta(days=31), DAY, None) is None
    assert warning_due(DAY + timedelta(days=30), DAY, None) == 30
    assert warning_due(DAY + timedelta(days=20), DAY, 30) is None
    assert warning_due(DAY + timedelta(days=7), DAY, 30) == 7
    assert warning_due(DAY + timedelta(days=3), DAY, 7) is None
    assert warning_due(DAY - timedelta(days=1), DAY, None) is None


def module(**given: object) -> Module:
    told = {
        "title": "Bridges",
        "about": "How to look after one.",
        "sections": (Section(code="a", title="A", text="x"),),
    }
    return Module(**{**told, **given})  # type: ignore[arg-type]


def illustrated(source: str, alt: str = "A bridge") -> Module:
    return module(sections=(Section(code="a", title="A", text="x", picture=Picture(source=source, alt=alt)),))


def scenario(*steps: Step) -> Module:
    return module(sections=(Section(code="s", title="S", steps=steps),))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (module(title=" "), "no title"),
        (module(sections=()), "no page"),
        (illustrated("//example.org/x.png"), "none that was uploaded"),
        (illustrated("training/viewing.svg", alt=" "), "not described"),
        (module(skill="grooming"), "needs a test"),
        (module(items=(question(QuestionKind.TEXT, correct=()),)), "self-check only"),
        (module(items=(question(correct=(0, 1)),), rules=TestRules(size=1)), "Mark one option"),
        (module(items=(question(correct=(9,)),), rules=TestRules(size=1)), "is not there"),
        (module(items=(question(options=("same", "same")),), rules=TestRules(size=1)), "say the same"),
        (module(items=(question(),), rules=TestRules(size=2)), "holds only 1"),
        (
            scenario(Step(code="x", text="?", choices=(Choice(text="go", consequence="", leads_to="y"),))),
            "leads to “y”",
        ),
        (scenario(Step(code="x", text="?"), Step(code="z", text="?")), "No choice leads to the step “z”"),
        (scenario(Step(code="x", text="?", choices=(Choice(text="on", consequence="", leads_to="x"),))), "never ends"),
    ],
)
def test_what_keeps_a_module_from_being_published_is_named(made: Module, said: str) -> None:
    assert any(said in fault.text for fault in faults_of(made))


def test_a_whole_module_has_no_fault_and_survives_being_stored() -> None:
    made = module(items=(question(),), rules=TestRules(size=1), skill="grooming")
    assert faults_of(made) == []
    assert from_document(Module, to_document(made)) == made


def test_the_modules_that_ship_are_whole_and_on_paths() -> None:
    full = shipped_modules()[shipped_id("image_collections")]
    assert full.skill == Skill.IMAGE_COLLECTIONS
    assert full.rules.size >= 12
    assert len(full.items) >= 2 * full.rules.size
    assert sum(section.is_scenario for section in full.sections) == 3
    assert {wanted.module_id for path in shipped_paths().values() for wanted in path} <= set(shipped_modules())


@pytest.mark.parametrize(
    ("text", "said"),
    [("title = ", "cannot be read"), ('title = "x"', "about"), ('title = "x"\nabout = "y"', "no page")],
)
def test_a_file_that_is_no_module_is_refused_with_its_fault(text: str, said: str) -> None:
    with pytest.raises(ModuleInvalid, match=said):
        parse_module(text)


def test_the_paired_gain_is_that_of_the_book() -> None:
    # NIST/SEMATECH e-Handbook 1.3.6.7.2: t of 97.5% with 9 degrees of freedom is 2.262.
    gain = paired_gain(
        [(50, 60), (40, 60), (60, 60), (55, 75), (45, 65), (70, 80), (30, 50), (50, 50), (65, 85), (35, 45)]
    )
    differences = [10, 20, 0, 20, 20, 10, 20, 0, 20, 10]
    spread = math.sqrt(sum((one - 13) ** 2 for one in differences) / 9)
    assert gain.mean == pytest.approx(13)
    assert gain.low == pytest.approx(13 - 2.262 * spread / math.sqrt(10))
    assert paired_gain([(50, 60)] * 4).mean is None


def test_students_t_falls_towards_the_normal() -> None:
    values = [t_975(degrees) for degrees in range(1, 400)]
    assert values == sorted(values, reverse=True)
    assert t_975(30) == 2.042


def test_an_item_that_tells_strong_from_weak_discriminates_and_few_answers_say_nothing() -> None:
    strong, weak = {"a": True, "b": True, "c": True}, {"a": False, "b": False, "c": False}
    (figures,) = item_figures(["a"], [strong] * 6 + [weak] * 6)
    assert figures.difficulty == 0.5
    assert figures.discrimination == pytest.approx(1)
    (few,) = item_figures(["a"], [strong] * 4)
    assert (few.answers, few.difficulty, few.discrimination) == (4, None, None)
    (alike,) = item_figures(["a"], [strong] * 12)
    assert alike.discrimination is None


def test_a_code_leads_to_its_organisation_and_is_read_as_people_type_it() -> None:
    organisation = shipped_id("any")
    code = new_code(organisation)
    lowest, highest = organisations_between(code)
    assert lowest <= organisation <= highest
    assert as_typed(in_groups(code).lower()) == code
    assert as_typed("ABC") == as_typed("0" * 24) == ""


@given(st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_no_count_under_ten_is_told_nor_follows_from_what_is(members: int, qualified: int, is_exact: bool) -> None:
    told = may_be_told(members, min(members, qualified), is_exact=is_exact)
    if is_exact:
        assert (told.members, told.qualified) == (members, min(members, qualified))
        return
    assert told.members is None or told.members >= 10
    if told.qualified is not None:
        assert told.members is not None
        assert told.qualified >= 10
        assert told.members - told.qualified not in range(1, 10)


def test_what_protects_a_child_now_is_never_held_up() -> None:
    for playbook in ("image_referral", "grooming_without_a_file", "urgent_danger", "child_may_have_harmed"):
        assert not may_be_gated(skill_of(playbook, "tell_safeguarding"), playbook, "tell_safeguarding")
    assert not may_be_gated(Skill.IMAGE_COLLECTIONS, "urgent_danger", "check_authority")
    assert not may_be_gated(Skill.URGENT_DANGER, "image_referral", "any")
    assert may_be_gated(Skill.IMAGE_COLLECTIONS, "image_referral", "known_or_new")
    # Even where a playbook writes another skill beside telling the body that protects the child.
    assert not may_be_gated(Skill.IMAGE_COLLECTIONS, "image_referral", "tell_safeguarding")
    assert not may_be_gated(Skill.SERVICE_REQUESTS, "image_referral", "preserve_data")
    assert not may_be_gated(Skill.IMAGE_COLLECTIONS, "image_referral", "assess_access")


def test_whether_the_subject_has_access_to_children_asks_for_what_protects_a_child() -> None:
    step = playbooks()["image_referral"].step("assess_access")
    assert step is not None
    assert step.skill == Skill.SAFEGUARDING
