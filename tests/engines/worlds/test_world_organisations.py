"""The organisations of the demo world are those the road needs, each with the people its kind needs."""

from collections import Counter

from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from causeway.worlds import ForceEntry, WorldOrganisation, demo_organisations

FULL_STAFF = {
    Role.DUTY_OFFICER,
    Role.INVESTIGATOR,
    Role.SUPERVISOR,
    Role.SAFEGUARDING_LEAD,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
    Role.TRAINER,
}


def roles(body: WorldOrganisation) -> set[Role]:
    return {role for member in body.members for role in member.roles}


def test_every_kind_stands_on_the_road(force_list: tuple[ForceEntry, ...]) -> None:
    bodies = demo_organisations(1, force_list)
    kinds = Counter(body.kind for body in bodies)
    partners = Counter(body.partner_kind for body in bodies if body.kind is OrganisationKind.PARTNER)

    assert kinds[OrganisationKind.SERVICE] == 5
    assert (
        kinds[OrganisationKind.CLEARING_HOUSE]
        == kinds[OrganisationKind.HOTLINE]
        == kinds[OrganisationKind.OVERSIGHT]
        == 1
    )
    assert kinds[OrganisationKind.POLICE_FORCE] == len(force_list)
    assert partners == {
        PartnerKind.SCHOOL: 2,
        PartnerKind.CHARITY: 1,
        PartnerKind.CHILDRENS_SERVICES: 1,
        PartnerKind.PROSECUTOR: 1,
    }


def test_every_role_is_held_by_somebody(force_list: tuple[ForceEntry, ...]) -> None:
    held = {role for body in demo_organisations(1, force_list) for role in roles(body)}

    assert held == set(Role)


def test_three_forces_are_fully_staffed_and_the_rest_are_a_mailbox(force_list: tuple[ForceEntry, ...]) -> None:
    police = [body for body in demo_organisations(1, force_list) if body.kind is OrganisationKind.POLICE_FORCE]
    staffed = [body for body in police if body.members]

    assert sorted(body.country for body in staffed) == ["GB", "IE", "NL"]
    assert any("Kent" in body.name for body in staffed)
    assert all(roles(body) >= FULL_STAFF for body in staffed)
    assert all(body.mailbox for body in police)


def test_each_service_can_send_and_answer_and_those_with_an_api_have_credentials(
    force_list: tuple[ForceEntry, ...],
) -> None:
    services = [body for body in demo_organisations(1, force_list) if body.kind is OrganisationKind.SERVICE]

    assert all(
        {Role.ADMINISTRATOR, Role.SENDER, Role.REVIEWER, Role.SERVICE_RESPONDER} <= roles(body) for body in services
    )
    assert sum(bool(body.credentials) for body in services) == 4
    assert len({name for body in services for name in body.credentials}) == sum(
        len(body.credentials) for body in services
    )


def test_keys_mailboxes_and_addresses_are_each_their_own(force_list: tuple[ForceEntry, ...]) -> None:
    bodies = demo_organisations(1, force_list)
    addresses = [member.email for body in bodies for member in body.members]

    assert len({body.key for body in bodies}) == len({body.mailbox for body in bodies}) == len(bodies)
    assert len(set(addresses)) == len(addresses)
    assert all(member.email.endswith(f"@{body.domain}") for body in bodies for member in body.members)


def test_childrens_services_say_which_councils_they_cover(force_list: tuple[ForceEntry, ...]) -> None:
    body = next(
        body for body in demo_organisations(1, force_list) if body.partner_kind is PartnerKind.CHILDRENS_SERVICES
    )

    assert {"Canterbury", "Dover", "Medway"} <= set(body.covers)


def test_the_seed_decides_the_people_and_nothing_else(force_list: tuple[ForceEntry, ...]) -> None:
    one, again, other = (demo_organisations(seed, force_list) for seed in (1, 1, 2))

    assert one == again
    assert [body.key for body in one] == [body.key for body in other]
    assert [body.members for body in one] != [body.members for body in other]


def test_fewer_forces_still_give_a_world() -> None:
    bodies = demo_organisations(1, [("A1", "Some Police", "NL", "Europe/Amsterdam")])

    assert [body.key for body in bodies if body.members and body.force_code] == ["police-a1"]
