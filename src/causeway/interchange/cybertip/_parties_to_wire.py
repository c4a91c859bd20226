"""From the parties of a referral to the persons and accounts of a report.

The format gives a person one account of their own; further ones of a subject or a victim become associated accounts of
the kind Linked.
"""

from collections.abc import Sequence
from typing import Any

from causeway.interchange.cybertip import types as wire
from causeway.interchange.cybertip._lexical import LONG_MAX
from causeway.interchange.cybertip._people_mapping import (
    named,
    wire_addresses,
    wire_devices,
    wire_emails,
    wire_ip_events,
    wire_location,
    wire_moment,
    wire_phones,
)
from causeway.interchange.cybertip.enumerations import AssociatedAccountType
from causeway.interchange.cybertip.times import WireDate
from causeway.vocabulary.referral import Account, Party, PartyRole

_WITH_ASSOCIATES = (PartyRole.SUBJECT, PartyRole.VICTIM)
"""The roles under which the format takes associated accounts."""


def persons_reported(parties: Sequence[Party]) -> tuple[wire.PersonOrUserReported, ...]:
    """The subjects, and one nameless entry for associates that belong to nobody."""
    found = [
        wire.PersonOrUserReported(
            **_principal(party),
            vehicle_description=party.vehicle,
            third_party_user_reported=_account(party).third_party,
            group_identifier=_account(party).group,
            associated_accounts=_associated(parties, place),
            additional_info=party.notes,
        )
        for place, party in _placed(parties, PartyRole.SUBJECT)
    ]
    unowned = [
        _associate(party)
        for _, party in _placed(parties, PartyRole.ASSOCIATE)
        if not _is_owned(parties, party.associate_of)
    ]
    if unowned:
        found.append(wire.PersonOrUserReported(associated_accounts=tuple(unowned)))
    return tuple(found)


def intended_recipients(parties: Sequence[Party]) -> tuple[wire.IntendedRecipient, ...]:
    """The recipients."""
    return tuple(
        wire.IntendedRecipient(
            **_principal(party),
            group_identifier=_account(party).group,
            additional_info=(party.notes,) if party.notes else (),
        )
        for _, party in _placed(parties, PartyRole.RECIPIENT)
    )


def victims(parties: Sequence[Party]) -> tuple[wire.Victim, ...]:
    """The victims; the format requires a person for each, empty if need be."""
    found = []
    for place, party in _placed(parties, PartyRole.VICTIM):
        values = _principal(party)
        values["person"] = values["person"] or wire.Person()
        associated = _associated(parties, place)
        found.append(
            wire.Victim(**values, school_name=party.school, associated_accounts=associated, additional_info=party.notes)
        )
    return tuple(found)


def _placed(parties: Sequence[Party], role: PartyRole) -> list[tuple[int, Party]]:
    return [(place, party) for place, party in enumerate(parties) if party.role is role]


def _is_owned(parties: Sequence[Party], owner: int | None) -> bool:
    return owner is not None and 0 <= owner < len(parties) and parties[owner].role in _WITH_ASSOCIATES


def _associated(parties: Sequence[Party], owner: int) -> tuple[wire.AssociatedAccount, ...]:
    others = [_associate(party) for _, party in _placed(parties, PartyRole.ASSOCIATE) if party.associate_of == owner]
    further = [
        wire.AssociatedAccount(
            type=AssociatedAccountType.LINKED,
            platform=_platform(account),
            group_identifier=account.group,
            **_account_values(account),
        )
        for account in parties[owner].accounts[1:]
    ]
    return (*others, *further)


def _associate(party: Party) -> wire.AssociatedAccount:
    return wire.AssociatedAccount(
        type=named(AssociatedAccountType, party.relation),
        platform=_platform(_account(party)),
        first_name=party.first_name,
        middle_name=party.middle_name,
        last_name=party.last_name,
        approximate_age=party.age_years,
        date_of_birth=WireDate.of(party.born_on) if party.born_on else None,
        phones=wire_phones(party.phones),
        emails=wire_emails(party.emails),
        addresses=wire_addresses(party.addresses),
        group_identifier=_account(party).group,
        additional_info=party.notes,
        **_seen(party),
    )


def _principal(party: Party) -> dict[str, Any]:
    """What subject, recipient and victim have in common."""
    person = wire.Person(
        first_name=party.first_name,
        last_name=party.last_name,
        phones=wire_phones(party.phones),
        emails=wire_emails(party.emails),
        addresses=wire_addresses(party.addresses),
        age=party.age_years,
        age_assertion_discrepancy=party.age_disputed,
        date_of_birth=WireDate.of(party.born_on) if party.born_on else None,
    )
    return {
        **_seen(party),
        "person": None if person == wire.Person() else person,
        "estimated_location": wire_location(party.location),
    }


def _seen(party: Party) -> dict[str, Any]:
    return {
        **_account_values(_account(party)),
        "ip_capture_events": wire_ip_events(party.ip_events),
        "device_ids": wire_devices(party.devices),
        "prior_reports": _numbers(party.prior_references),
        "all_emails_reported": party.all_emails_given,
    }


def _account(party: Party) -> Account:
    return party.accounts[0] if party.accounts else Account()


def _account_values(account: Account) -> dict[str, Any]:
    return {
        "esp_identifier": account.identifier,
        "esp_service": account.service,
        "compromised_account": account.compromised,
        "screen_name": account.handle,
        "display_names": account.display_names,
        "profile_urls": account.profile_urls,
        "profile_bio": account.bio,
        **_closures(account),
    }


def _closures(account: Account) -> dict[str, Any]:
    """For good, for a time, or both where the one was said not to be."""
    if account.disabled is None:
        return {}
    facts: dict[str, Any] = {
        "disabled_date": wire_moment(account.disabled_at),
        "user_notified": account.holder_told,
        "user_notified_date": wire_moment(account.holder_told_at),
    }
    if account.disabled_for_good:
        return {"permanently_disabled": wire.PermanentlyDisabled(is_disabled=account.disabled, **facts)}
    reenabled = wire_moment(account.reenabled_at)
    closed = {
        "temporarily_disabled": wire.TemporarilyDisabled(
            is_disabled=account.disabled, **facts, reenabled_date=reenabled
        )
    }
    if account.disabled_for_good is None:
        return closed
    return {**closed, "permanently_disabled": wire.PermanentlyDisabled(is_disabled=False)}


def _platform(account: Account) -> wire.AccountPlatform | None:
    """Needed only to say whether the user is a third party's; the service stands in `espService` too."""
    if account.third_party is None:
        return None
    return wire.AccountPlatform(name=account.service or "", third_party_user=account.third_party)


def _numbers(references: tuple[str, ...]) -> tuple[int, ...]:
    """The references that are numbers of the format's kind; others belong to somebody else's books."""
    return tuple(
        int(one) for one in references if one.isascii() and one.isdigit() and len(one) < 20 and int(one) <= LONG_MAX
    )
