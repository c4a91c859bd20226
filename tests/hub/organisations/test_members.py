"""Members are changed by their administrator, at once and in the ledger; an organisation always keeps an
administrator.
"""

from uuid import uuid4

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission, holds
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.commands.change_member import change_roles, deactivate_member, reactivate_member
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.organisations.queries.members import member, members
from causeway.hub.base.organisations.role_fit import ROLES_OF_KIND
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


def member_id(actor: Actor) -> str:
    """The member's identifier as it stands in addresses."""
    return str(actor.member_id)


def test_roles_change_at_once_and_stand_in_the_ledger(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer = world.member(force, Role.INVESTIGATOR)
    assert officer.member_id is not None
    change_roles(world.administrator(force), officer.member_id, [Role.SUPERVISOR])
    now = member_actor(Account.objects.get(member_id=officer.member_id))
    assert now is not None
    assert now.roles == {Role.SUPERVISOR}
    with acting_as(world.program(force)):
        newest = timeline_of(officer.member_id)[0]
    assert newest.act is Act.MEMBER_CHANGED
    assert (newest.details["from"], newest.details["to"]) == (["investigator"], ["supervisor"])


def test_a_role_that_does_not_fit_is_refused_unless_it_is_held(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    odd = world.member(service, Role.INVESTIGATOR)
    assert odd.member_id is not None
    change_roles(world.administrator(service), odd.member_id, [Role.INVESTIGATOR, Role.SENDER])
    with pytest.raises(Invalid):
        change_roles(world.administrator(service), odd.member_id, [Role.DUTY_OFFICER])


def test_the_last_administrator_stays(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    only = world.administrator(force)
    assert only.member_id is not None
    with pytest.raises(Conflict):
        change_roles(only, only.member_id, [Role.AUDITOR])
    with pytest.raises(Conflict):
        deactivate_member(only, only.member_id)
    second = world.member(force, Role.ADMINISTRATOR)
    assert second.member_id is not None
    deactivate_member(second, only.member_id)
    with pytest.raises(Conflict):
        deactivate_member(second, second.member_id)


def test_without_access_nobody_acts_and_with_it_again_they_do(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer = world.member(force, Role.INVESTIGATOR)
    assert officer.member_id is not None
    client = client_of(officer)
    assert client.get("/organisation/").status_code == 200
    deactivate_member(world.administrator(force), officer.member_id)
    assert client.get("/organisation/").headers["Location"].startswith("/account/login/")
    assert member_actor(Account.objects.get(member_id=officer.member_id)) is None
    reactivate_member(world.administrator(force), officer.member_id)
    assert client_of(officer).get("/organisation/").status_code == 200


def test_another_organisations_member_does_not_exist(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer = world.member(force, Role.INVESTIGATOR)
    assert officer.member_id is not None
    desk_administrator = world.administrator(world.desk)
    for identifier in (officer.member_id, uuid4()):
        with pytest.raises(NotFound):
            member(desk_administrator, identifier)
        with pytest.raises(NotFound):
            deactivate_member(desk_administrator, identifier)
    assert {row.id for row in members(desk_administrator)} == {desk_administrator.member_id}


def test_the_list_tells_the_last_sign_in(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer = world.member(force, Role.INVESTIGATOR, name="Ann Vale")
    administrator = world.administrator(force)
    assert {row.name: row.signed_in_at for row in members(administrator)} == {"Ann Vale": None, "Ada Keeper": None}
    client_of(officer)
    page = client_of(administrator).get("/organisation/members/").content.decode()
    assert "Ann Vale" in page
    assert {row.name for row in members(administrator) if row.signed_in_at} == {"Ann Vale", "Ada Keeper"}


def test_the_page_changes_roles_and_access(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    officer, administrator = world.member(force, Role.INVESTIGATOR), world.administrator(force)
    client = client_of(administrator)
    page = f"/organisation/members/{member_id(officer)}/"
    assert client.get(page).status_code == 200
    faulty = client.post(page, {"roles": []})
    assert faulty.status_code == 422
    assert "Choose at least one role" in faulty.content.decode()
    assert client.post(page, {"roles": ["analyst"]}).status_code == 302
    assert client.post(page + "access/", {"is_active": "no"}).status_code == 302
    assert "Give the access back" in client.get(page).content.decode()
    assert client.post(page + "access/", {"is_active": "yes"}).status_code == 302
    own = client.post(f"/organisation/members/{member_id(administrator)}/access/", {"is_active": "no"})
    assert own.status_code == 422
    assert "only administrator" in own.content.decode()
    assert client_of(officer).get(page).status_code == 403
    assert client.get(f"/organisation/members/{uuid4()}/").status_code == 404


def test_every_role_that_is_offered_can_do_something_there_or_prepares_for_it() -> None:
    to_come = {Role.TRAINER, Role.SURVEY_LEAD}
    everybodys = {Permission.SEE_DIRECTORY, Permission.SET_OWN_PREFERENCES}
    for kind, roles in ROLES_OF_KIND.items():
        for role in set(roles) - to_come:
            own = [one for one in set(Permission) - everybodys if holds(kind, frozenset({role}), one)]
            assert own, (kind, role)
    assert set(ROLES_OF_KIND) == set(OrganisationKind)
