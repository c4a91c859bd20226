"""What the apps registered makes a navigation that a person can take in, whatever they may do."""

from causeway.hub.base.acting.permissions import Permission, holds
from causeway.hub.base.theme.navigation import Entry, entries_of, sections_for
from causeway.vocabulary.organisations import OrganisationKind, Role


def navigation_of(kind: OrganisationKind, *roles: Role) -> list[Entry]:
    """What somebody with these roles sees."""
    held = frozenset(permission.value for permission in Permission if holds(kind, frozenset(roles), permission))
    return entries_of(sections_for(held))


def test_nobody_has_more_than_six_entries() -> None:
    everything = entries_of(sections_for(frozenset(permission.value for permission in Permission)))
    assert [str(entry.label) for entry in everything] == [
        "Start",
        "Referrals",
        "Practice",
        "Figures",
        "Partners",
        "Organisation",
    ]


def test_an_investigator_finds_the_queue_and_the_cases_side_by_side() -> None:
    entries = navigation_of(OrganisationKind.POLICE_FORCE, Role.INVESTIGATOR)
    assert [str(entry.label) for entry in entries] == ["Start", "Referrals", "Practice", "Partners", "Organisation"]
    assert [str(section.label) for section in entries[1].sections] == [
        "Queue",
        "Cases",
        "Safeguarding",
        "Preserved data",
        "Interests",
    ]


def test_a_service_responder_finds_data_requests_in_one_step() -> None:
    entries = navigation_of(OrganisationKind.SERVICE, Role.SERVICE_RESPONDER)
    assert [str(entry.label) for entry in entries] == ["Start", "Data requests", "Training", "Partners", "Organisation"]


def test_whoever_reads_referrals_finds_search_in_the_header() -> None:
    for kind in OrganisationKind:
        for role in Role:
            held = {permission for permission in Permission if holds(kind, frozenset({role}), permission)}
            shown = [section for section in sections_for(frozenset(held)) if section.is_in_header]
            assert bool(shown) == (Permission.READ_REFERRAL in held)
