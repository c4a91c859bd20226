"""What the demonstration posts at the web form is what its pages take, and nothing that leads to anybody is lost."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict

from causeway.demo.web_form import filled, party_answers, places_answers
from causeway.hub.road.intake.forms.files import AboutForm
from causeway.hub.road.intake.forms.parties import PartySheet, PlacesSheet
from causeway.hub.road.intake.forms.steps import ContactForm, EmergencyForm, WhatHappenedForm
from causeway.routing import forces
from causeway.vocabulary.referral import Door, Party
from causeway.worlds import WorldReferral, generate

FORCES = [(force.code, force.name, force.country, force.zone) for force in forces()]
WORLD = generate(3, referrals=60, forces=FORCES, now=datetime(2026, 5, 1, tzinfo=UTC))
BY_WEB_FORM = [one for one in WORLD.referrals if one.door is Door.WEB_FORM]


def posted(answers: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def leads(party: Party) -> dict[str, Any]:
    """Of a party what finds somebody."""
    return {
        "role": party.role,
        "is_child": party.is_child,
        "age": party.age_years,
        "handles": [(account.handle, account.identifier) for account in party.accounts],
        "emails": [email.address for email in party.emails],
        "phones": [phone.number for phone in party.phones],
        "places": [(place.city, place.postcode, place.country) for place in party.addresses],
        "ip": [(event.address, event.port, event.at) for event in party.ip_events],
        "devices": [(device.kind, device.value) for device in party.devices],
    }


@pytest.mark.parametrize("one", BY_WEB_FORM, ids=lambda one: str(one.id))
def test_each_step_takes_what_is_posted(one: WorldReferral) -> None:
    for kind in (WhatHappenedForm, EmergencyForm, ContactForm):
        form = kind(posted(filled(kind(initial=kind.initial_of(one.referral)))))
        assert form.is_valid(), form.errors
    sheet = PlacesSheet(replace(one.referral, incidents=()), posted(places_answers(one.referral)))
    assert sheet.is_valid()
    assert sheet.applied_to(one.referral).incidents == one.referral.incidents
    for attachment in one.referral.attachments:
        about = AboutForm(posted(filled(AboutForm(initial=AboutForm.initial_of(attachment)))))
        assert about.is_valid(), about.errors
        assert about.applied_to(attachment).viewed_by_sender is attachment.viewed_by_sender


@pytest.mark.parametrize("one", BY_WEB_FORM, ids=lambda one: str(one.id))
def test_a_party_keeps_what_leads_to_somebody(one: WorldReferral) -> None:
    for party in one.referral.parties:
        sheet = PartySheet(None, posted(party_answers(party)))
        assert sheet.is_valid(), [form.errors for form in sheet.forms]
        assert leads(sheet.told()) == leads(party)
