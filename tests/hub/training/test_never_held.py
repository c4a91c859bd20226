"""No rule of training ever holds an act that protects a child; nor what is asked to be preserved before it is gone."""

import ast
from pathlib import Path
from uuid import UUID

import pytest
from django.utils.translation import override

import causeway.hub
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill
from causeway.hub.knowledge.training.held_acts import SKILL_OF_ACT, HeldAct
from causeway.hub.knowledge.training.models import SkillRule
from causeway.hub.knowledge.training.queries.team import overrides
from causeway.hub.knowledge.training.skills import NEVER_GATED_SKILLS, Skill
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding, open_notice
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import RequestKind
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.conftest import SmallWorld
from hub.told_referrals import Road, build_road
from hub.training.conftest import NOW

SAFEGUARDING_ACTS = frozenset(
    {
        Act.SAFEGUARDING_TOLD,
        Act.SAFEGUARDING_READ,
        Act.SAFEGUARDING_ACKNOWLEDGED,
        Act.ALERT_ACKNOWLEDGED,
        Act.PRIORITY_CHANGED,
        Act.ROUTE_CHANGED,
        Act.HAND_OVER_PROPOSED,
        Act.HAND_OVER_ACKNOWLEDGED,
        Act.ITEM_TAKEN,
        Act.CASE_OPENED,
        Act.CASE_JOINED,
        Act.REFERRAL_ACCEPTED,
        Act.REFERRAL_READ,
        Act.AUTHORITY_RECORDED,
    }
)
"""Everything by which a child is reached: told of, taken up, sent on to whoever can act, or put first."""
SAFEGUARDING_PERMISSIONS = frozenset(
    {
        Permission.TELL_SAFEGUARDING,
        Permission.ACKNOWLEDGE_SAFEGUARDING,
        Permission.ACKNOWLEDGE_ALERT,
        Permission.CHANGE_PRIORITY,
        Permission.CHANGE_ROUTE,
        Permission.HAND_OVER,
        Permission.ANSWER_HAND_OVER,
        Permission.TAKE_ITEM,
        Permission.SEND_REFERRAL,
        Permission.READ_REFERRAL,
        Permission.RECORD_AUTHORITY,
        Permission.WORK_CASE,
    }
)
MAY_ASK = {
    "road/data_requests/commands/make_data_request.py:make_data_request",
    "road/evidence/commands/look_at.py:look_at",
}
"""Where a certificate is asked for before an act of its own."""
NOTICE = SafeguardingNotice(
    child_name="Wren Marlow",
    place="Canterbury",
    concern="Somebody may be trying to win this child's trust online.",
    done_so_far="Nothing yet.",
    contact="Ines Ferry, Kent Police",
    contact_email="online@example.org",
)


@pytest.fixture
def road(world: SmallWorld) -> Road:
    """A road on whose force every rule asks for a certificate that nobody holds, written past the command."""
    made = build_road(world)
    for organisation in (made.force, made.body):
        with acting_as(world.member(organisation, Role.SUPERVISOR)):
            for skill in Skill:
                SkillRule(organisation_id=organisation.id, skill=skill.value, rule="gate").save(force_insert=True)
    return made


def asked(road: Road, kind: RequestKind, text: str = "") -> NewDataRequest:
    """A request to the service."""
    return NewDataRequest(
        kind=kind,
        service_id=road.service.id,
        identifiers=("u-4711",),
        text=text,
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )


def _named(node: ast.AST, root: str) -> set[str]:
    """The members of an enumeration that this code names."""
    return {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == root
    }


def _asking() -> dict[str, ast.FunctionDef]:
    """Every function of the hub that asks for a certificate before it goes on, by its name."""
    hub = Path(causeway.hub.__file__).parent
    texts = ((path, path.read_text(encoding="utf-8")) for path in hub.rglob("*.py"))
    return {
        f"{path.relative_to(hub)}:{function.name}": function
        for path, text in texts
        if "refuse_unless_certified" in text
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        if any(
            isinstance(each, ast.Name) and each.id == "refuse_unless_certified"
            for line in function.body
            for each in ast.walk(line)
        )
    }


def test_no_other_command_asks_for_a_certificate() -> None:
    assert set(_asking()) == MAY_ASK


def test_no_command_that_asks_for_a_certificate_protects_a_child() -> None:
    assert NEVER_GATED_SKILLS.isdisjoint(SKILL_OF_ACT.values())
    for name, function in _asking().items():
        permissions = {each for decorator in function.decorator_list for each in _named(decorator, "Permission")}
        acts = _named(function, "Act")
        assert permissions, f"{name} is no command"
        assert acts, f"{name} enters nothing"
        assert permissions.isdisjoint(each.name for each in SAFEGUARDING_PERMISSIONS), name
        assert acts.isdisjoint(each.name for each in SAFEGUARDING_ACTS), name


def test_telling_and_acknowledging_wait_for_no_certificate(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    open_case(investigator, referral_id, playbook_code="image_referral")
    notice_id = tell_safeguarding(investigator, referral_id, road.body.id, NOTICE, child=None)
    lead = road.world.member(road.body, Role.SAFEGUARDING_LEAD)
    open_notice(lead, notice_id)
    acknowledge_safeguarding(lead, notice_id, name="Lee Carr")


def test_asking_to_preserve_never_waits_and_asking_for_data_does(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    make_data_request(investigator, referral_id, asked(road, RequestKind.PRESERVE))
    question = asked(road, RequestKind.QUESTION, "When was the account last used?")
    with pytest.raises(Conflict, match="Requests to services"):
        make_data_request(investigator, referral_id, question)
    allow(road, investigator.member_id, referral_id)
    make_data_request(investigator, referral_id, question)
    with override("nl"):
        (seen,) = overrides(road.world.member(road.force, Role.TRAINER))
    assert seen.title == "Een onlinedienst om gegevens vragen: CW-1"


def test_in_a_case_of_urgent_danger_nothing_is_held(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    open_case(investigator, referral_id, playbook_code="urgent_danger")
    make_data_request(investigator, referral_id, asked(road, RequestKind.QUESTION, "Where was it last used from?"))


def allow(road: Road, member_id: UUID | None, referral_id: UUID) -> None:
    """A supervisor lets a member ask a service about one referral."""
    assert member_id is not None
    act = TaskAtWork(
        task_id=referral_id,
        case_id=None,
        title="Ask a service for data: CW-1",
        skill=Skill.SERVICE_REQUESTS,
        act=HeldAct.ASK_SERVICE.value,
    )
    override_skill(road.world.member(road.force, Role.SUPERVISOR), member_id, act, "Nobody else on duty.", now=NOW)
