"""Reading, tests, certificates and what waits for a member: through the real commands."""

from datetime import timedelta

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.vault.errors import Erased
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.knowledge.training.commands.keep import count_for_desks, warn_of_expiry
from causeway.hub.knowledge.training.commands.keep_evidence import erase_old_evidence, seal_old_evidence
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.outside_certificates import (
    Claim,
    Evidence,
    claim_certificate,
    decide_certificate,
    import_certificates,
    revoke_certificate,
)
from causeway.hub.knowledge.training.commands.rate_module import rate_module
from causeway.hub.knowledge.training.commands.set_rules import set_path, share_exact_counts
from causeway.hub.knowledge.training.commands.take_test import hand_in, start_test
from causeway.hub.knowledge.training.models import CertificateEvidence, ModuleRating, TestAttempt
from causeway.hub.knowledge.training.paths import Wanted
from causeway.hub.knowledge.training.queries.attempts import attempt_of
from causeway.hub.knowledge.training.queries.checking_codes import check_code
from causeway.hub.knowledge.training.queries.mine import certificate, my_training
from causeway.hub.knowledge.training.queries.quality import compare_modules, quality_of
from causeway.hub.knowledge.training.queries.team import (
    certificates_to_confirm,
    evidence_of,
    forces_overview,
    team_matrix,
)
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import Holding
from causeway.hub.knowledge.training.words import TestKind
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.organisations.signing_in import client_of
from hub.training.conftest import FIRST_RESPONSE, IMAGES, NOW, School, right_answers, take

GROOMING = Claim(
    skill=Skill.GROOMING, title="A course", provider="Harbour College", issued_on=NOW.date(), expires_on=None
)


def acts(school: School, act: Act) -> int:
    with acting_as(school.world.program(school.force)):
        return Entry.objects.filter(act=act.value).count()


def test_a_member_reads_and_comes_back_to_where_they_were(school: School) -> None:
    open_section(school.learner, IMAGES, 1, language="en", now=NOW)
    open_section(school.learner, IMAGES, 3, language="en", now=NOW)
    training = my_training(school.learner, language="en", now=NOW)
    line = next(line for line in training.path if line.view.id == IMAGES)
    assert (line.pages_seen, line.resume_at, line.holding) == (2, 3, Holding.STARTED)
    assert training.next == line
    with pytest.raises(NotFound):
        open_section(school.learner, IMAGES, 99, language="en", now=NOW)


def test_passing_gives_a_certificate_for_as_long_as_the_path_says(school: School) -> None:
    step = Wanted(module_id=IMAGES, is_required=True, valid_months=6)
    set_path(school.supervisor, Role.INVESTIGATOR, [step])
    done = take(school.learner, TestKind.POST, rightly=True)
    assert done.is_passed
    assert done.certificate_id is not None
    view = certificate(school.learner, done.certificate_id)
    assert view.expires_on is not None
    assert (view.expires_on.year, view.expires_on.month) == (2027, 5)
    assert my_training(school.learner, language="en", now=NOW).due_count == 0
    assert acts(school, Act.CERTIFICATE_ISSUED) == 1
    with pytest.raises(Conflict, match="passed"):
        start_test(school.learner, IMAGES, TestKind.POST, language="en", now=NOW)


def test_after_three_failures_the_test_waits_a_day(school: School) -> None:
    for _each in range(3):
        assert not take(school.learner, TestKind.POST, rightly=False).is_passed
    with pytest.raises(Conflict, match="later"):
        start_test(school.learner, IMAGES, TestKind.POST, language="en", now=NOW + timedelta(hours=23))
    assert take(school.learner, TestKind.POST, rightly=True, now=NOW + timedelta(hours=25)).is_passed


def test_the_test_draws_what_the_pre_test_did_not_ask_and_is_not_drawn_anew_on_reload(school: School) -> None:
    pre = start_test(school.learner, IMAGES, TestKind.PRE, language="en", now=NOW)
    assert start_test(school.learner, IMAGES, TestKind.PRE, language="en", now=NOW) == pre
    hand_in(school.learner, pre, {}, now=NOW)
    with pytest.raises(Conflict, match="once"):
        start_test(school.learner, IMAGES, TestKind.PRE, language="en", now=NOW)
    post = start_test(school.learner, IMAGES, TestKind.POST, language="en", now=NOW)
    asked = {question.code for question in attempt_of(school.learner, pre).questions}
    assert asked.isdisjoint({question.code for question in attempt_of(school.learner, post).questions})


def test_answers_are_seen_by_their_author_and_their_trainer_alone(school: School) -> None:
    done = take(school.learner, TestKind.POST, rightly=True)
    with pytest.raises(NotFound):
        attempt_of(school.supervisor, done.attempt_id)
    with pytest.raises(NotFound):
        hand_in(school.supervisor, done.attempt_id, {}, now=NOW)
    assert attempt_of(school.trainer, done.attempt_id).member == "Robin Holt"
    assert acts(school, Act.TEST_ANSWERS_READ) == 1
    with pytest.raises(Conflict, match="before"):
        hand_in(school.learner, done.attempt_id, right_answers(attempt_of(school.learner, done.attempt_id)), now=NOW)


def test_a_certificate_from_outside_counts_once_somebody_else_has_confirmed_it(school: School) -> None:
    evidence = Evidence(name="scan.pdf", sealed=write_sealed([b"%PDF-"]))
    certificate_id = claim_certificate(school.learner, GROOMING, evidence, now=NOW)
    assert [view.id for view in certificates_to_confirm(school.supervisor)] == [certificate_id]
    assert evidence_of(school.supervisor, certificate_id) == ("scan.pdf", b"%PDF-")
    with pytest.raises(NotPermitted):
        decide_certificate(school.learner, certificate_id, is_confirmed=True, now=NOW)
    decide_certificate(school.supervisor, certificate_id, is_confirmed=True, now=NOW)
    (line,) = [line for line in team_matrix(school.supervisor, now=NOW) if line.person.name == "Robin Holt"]
    assert {cell.skill: cell.holding for cell in line.cells}[Skill.GROOMING] is Holding.VALID
    assert "Image collections: from referral to hand-over" in line.lacks
    revoke_certificate(school.supervisor, certificate_id, "Entered by mistake.", now=NOW)
    assert not certificate(school.learner, certificate_id).is_valid(NOW.date())
    own = claim_certificate(school.supervisor, GROOMING, None, now=NOW)
    with pytest.raises(Conflict, match="own"):
        decide_certificate(school.supervisor, own, is_confirmed=True, now=NOW)


def test_a_file_that_lies_in_the_database_still_moves_into_the_vault_and_goes_when_its_time_is_over(
    school: School,
) -> None:
    certificate_id = claim_certificate(school.learner, GROOMING, None, now=NOW)
    with acting_as(school.learner):
        CertificateEvidence(
            organisation_id=school.force.id, certificate_id=certificate_id, name="scan.pdf", content=b"%PDF-"
        ).save(force_insert=True)
    program = school.world.program(school.force)
    assert evidence_of(school.supervisor, certificate_id) == ("scan.pdf", b"%PDF-")
    assert (seal_old_evidence(program), seal_old_evidence(program)) == (1, 0)
    with acting_as(program):
        row = CertificateEvidence.objects.get(certificate_id=certificate_id)
        assert row.content is None
        assert row.sealed_id is not None
    assert evidence_of(school.supervisor, certificate_id) == ("scan.pdf", b"%PDF-")
    decide_certificate(school.supervisor, certificate_id, is_confirmed=False, now=NOW)
    assert erase_old_evidence(program, NOW + timedelta(days=90)) == 0
    assert erase_old_evidence(program, NOW + timedelta(days=91)) == 1
    with pytest.raises(NotFound):
        evidence_of(school.supervisor, certificate_id)
    with acting_as(program), pytest.raises(Erased):
        read_sealed(row.sealed_id)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nobody@example.org,grooming,A,B,2026-01-01,", "Row 2, column email"),
        ("{email},juggling,A,B,2026-01-01,", "Row 2, column skill"),
        ("{email},grooming,A,B,1 May,", "Row 2, column issued_on"),
        ("{email},grooming,A,B,2026-05-01,2026-04-01", "Row 2, column expires_on"),
        ("{email},grooming,,B,2026-05-01,", "Row 2, column title"),
    ],
)
def test_a_file_with_one_fault_enters_nothing_and_names_it(school: School, row: str, said: str) -> None:
    email = school.world.email_of(school.learner)
    text = f"email,skill,title,provider,issued_on,expires_on\n{row.format(email=email)}\n"
    with pytest.raises(Invalid, match=said):
        import_certificates(school.supervisor, text, now=NOW)
    assert certificates_to_confirm(school.supervisor) == []


def test_a_file_of_certificates_waits_to_be_confirmed(school: School) -> None:
    email = school.world.email_of(school.learner)
    text = f"email,skill,title,provider,issued_on,expires_on\n{email},grooming,A,B,2026-01-01,2027-01-01\n"
    assert import_certificates(school.supervisor, text, now=NOW) == 1
    assert [view.title for view in certificates_to_confirm(school.supervisor)] == ["A"]


def test_a_code_tells_whether_it_holds_and_no_name(school: School) -> None:
    done = take(school.learner, TestKind.POST, rightly=True)
    assert done.certificate_id is not None
    code = certificate(school.learner, done.certificate_id).code
    found = check_code(code.lower(), "", on=NOW.date())
    assert found is not None
    assert (found.is_valid, found.organisation, found.is_name_right) == (True, "Kent Police", None)
    assert "Robin" not in str(found)
    right, wrong = check_code(code, " robin  HOLT", on=NOW.date()), check_code(code, "Robin", on=NOW.date())
    assert right is not None
    assert right.is_name_right is True
    assert wrong is not None
    assert wrong.is_name_right is False
    late = check_code(code, "", on=NOW.date() + timedelta(days=1_000))
    assert late is not None
    assert not late.is_valid
    assert check_code(code[:-1] + ("A" if code[-1] != "A" else "B"), "", on=NOW.date()) is None


def test_a_member_is_told_twice_before_a_certificate_expires(school: School) -> None:
    take(school.learner, TestKind.POST, rightly=True)
    program = school.world.program(school.force)
    ends = certificate(
        school.learner, my_training(school.learner, language="en", now=NOW).certificates[0].id
    ).expires_on
    assert ends is not None
    left = ends - NOW.date()
    told = [warn_of_expiry(program, NOW + left - timedelta(days=days)) for days in (40, 30, 29, 7, 6)]
    assert told == [0, 1, 0, 1, 0]
    with acting_as(program):
        assert Notice.objects.filter(to=school.world.email_of(school.learner)).count() == 2


def test_a_desk_sees_no_count_under_ten_unless_the_force_shares_it(school: School) -> None:
    world, program = school.world, school.world.program(school.force)
    world.agree(world.desk, school.force, Category.REFERRAL)
    take(school.learner, TestKind.POST, rightly=True)
    desk = world.member(world.desk, Role.SUPERVISOR)
    assert count_for_desks(program, NOW) == len(Skill)
    assert count_for_desks(program, NOW + timedelta(hours=1)) == 0
    (line,) = forces_overview(desk)
    assert (line.force, line.members, line.qualified[Skill.IMAGE_COLLECTIONS]) == ("Kent Police", None, None)
    share_exact_counts(school.supervisor, is_shared=True)
    count_for_desks(program, NOW + timedelta(days=1))
    (line,) = forces_overview(desk)
    assert (line.members, line.qualified[Skill.IMAGE_COLLECTIONS]) == (2, 1)


def test_a_rating_names_nobody_and_is_shown_from_five_on(school: School) -> None:
    readers = [school.learner, *(school.world.member(school.force, Role.INVESTIGATOR) for _each in range(4))]
    for reader in readers[:4]:
        rate_module(reader, IMAGES, 4, "More on lists.", on=NOW.date())
    assert quality_of(school.trainer, IMAGES, "en").ratings.mean is None
    rate_module(readers[4], IMAGES, 5, "", on=NOW.date())
    ratings = quality_of(school.trainer, IMAGES, "en").ratings
    assert (ratings.count, ratings.mean, ratings.counts) == (5, 4.2, (0, 0, 0, 4, 1))
    columns = {field.name for field in ModuleRating._meta.get_fields()}
    assert columns == {"id", "reader_id", "module_id", "useful", "missing", "rated_on"}
    with pytest.raises(Conflict, match="have rated"):
        rate_module(school.learner, IMAGES, 1, "", on=NOW.date())


def test_the_gain_pairs_first_takings_only(school: School) -> None:
    people = [school.learner, *(school.world.member(school.force, Role.INVESTIGATOR) for _each in range(4))]
    for person in people:
        take(person, TestKind.PRE, rightly=False, module=FIRST_RESPONSE)
        take(person, TestKind.POST, rightly=True, module=FIRST_RESPONSE)
    quality = quality_of(school.trainer, FIRST_RESPONSE, "en")
    assert (quality.gain.pairs, quality.gain.mean, quality.passed_first) == (5, 100, 5)
    assert quality.others == {"survey": None, "practice": None}
    (line,) = [line for line in compare_modules(school.trainer, "en") if line.view.id == FIRST_RESPONSE]
    assert (line.gain.mean, line.tried) == (100, 5)
    page = client_of(school.trainer).get("/training/quality/").content.decode()
    assert "Gain from pre-test to test" in page
    assert "100 (100 to 100)" in page


def test_another_organisation_sees_nothing_of_it(school: School) -> None:
    take(school.learner, TestKind.POST, rightly=True)
    other = school.world.organisation(OrganisationKind.POLICE_FORCE, "Essex Police")
    assert quality_of(school.world.member(other, Role.TRAINER), IMAGES, "en").tried == 0
    assert TestAttempt._base_manager.count() == 0  # nobody acts: the database itself shows nothing
