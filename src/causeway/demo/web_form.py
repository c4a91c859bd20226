"""A service's person at the web form: signs in, fills in every step as its page asks, uploads, checks and sends.

The steps' own forms say under which names a page expects its answers, so that what is posted is what a browser posts.
"""

from collections.abc import Iterable
from typing import Any

import httpx
from django import forms
from django.urls import reverse

from causeway.demo.setting_up import Person
from causeway.hub.road.intake.forms.files import AboutForm
from causeway.hub.road.intake.forms.parties import PartySheet, PlacesSheet
from causeway.hub.road.intake.forms.rows import Rows
from causeway.hub.road.intake.forms.steps import ContactForm, EmergencyForm, WhatHappenedForm
from causeway.vocabulary.referral import Attachment, Party, Referral

_TIMEOUT_SECONDS = 60
_CSRF_COOKIE = "causeway_csrf"

Answers = dict[str, Any]
Files = list[tuple[str, tuple[str, bytes, str]]]


class PageRefused(Exception):
    """A page did not take what was filled in."""

    code = "page_refused"


class WebForm:
    """One person's browser at one site."""

    def __init__(self, base_url: str, person: Person) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            timeout=_TIMEOUT_SECONDS,
            trust_env=False,
            follow_redirects=True,
            headers={"Referer": base_url},
        )
        self._open(reverse("account_login"))
        self._post(reverse("account_login"), {"login": person.email, "password": person.password})

    def close(self) -> None:
        """Shut the browser."""
        self._http.close()

    def send(self, referral: Referral, files: Iterable[tuple[str, bytes]]) -> str:
        """Write a referral step by step and send it; gives the reference that the receipt shows."""
        draft = str(self._post(reverse("intake_start"), {}).url.path)
        self._post(f"{draft}step/what/", filled(_unbound(WhatHappenedForm, referral)))
        if referral.incidents:
            self._post(f"{draft}where/", places_answers(referral))
        for party in referral.parties:
            self._post(f"{draft}people/new/", party_answers(party))
        described = {attachment.name: attachment for attachment in referral.attachments}
        for name, data in files:
            about = filled(AboutForm(initial=AboutForm.initial_of(described.get(name, Attachment()))))
            self._post(f"{draft}files/add/", about, [("files", (name, data, "application/octet-stream"))])
        self._post(f"{draft}step/emergency/", filled(_unbound(EmergencyForm, referral)))
        self._post(f"{draft}step/contact/", filled(_unbound(ContactForm, referral)))
        return self._reference(self._post(f"{draft}check/", {}))

    def _reference(self, receipt: httpx.Response) -> str:
        _, _, after = receipt.text.partition('class="cw-reference">')
        reference = after.partition("<")[0].strip()
        if not reference:
            raise PageRefused("The receipt shows no reference.")
        return reference

    def _open(self, path: str) -> None:
        self._http.get(path).raise_for_status()

    def _post(self, path: str, answers: Answers, files: Files | None = None) -> httpx.Response:
        token = self._http.cookies.get(_CSRF_COOKIE, "")
        answer = self._http.post(path, data={"csrfmiddlewaretoken": token, **answers}, files=files)
        if not answer.is_success:
            raise PageRefused(f"{path} answered {answer.status_code}")
        return answer


def filled(form: forms.BaseForm) -> Answers:
    """What a browser posts of a form that shows its initial values."""
    answers: Answers = {}
    for bound in form:
        value = bound.value()
        if value in (None, "", False, [], ()):
            continue
        if isinstance(bound.field, forms.BooleanField):
            answers[bound.html_name] = "on"
        elif isinstance(value, list):
            answers[bound.html_name] = [str(one) for one in value]
        elif isinstance(bound.field, forms.ChoiceField):
            answers[bound.html_name] = str(value)
        else:
            answers[bound.html_name] = str(bound.field.widget.format_value(value) or "")
    return answers


def _unbound(
    kind: type[WhatHappenedForm] | type[EmergencyForm] | type[ContactForm], referral: Referral
) -> forms.BaseForm:
    return kind(initial=kind.initial_of(referral))


def places_answers(referral: Referral) -> Answers:
    """What a browser posts of the page that asks where it happened."""
    return _sheet(PlacesSheet(referral).sections)


def party_answers(party: Party) -> Answers:
    """What a browser posts of one person's page."""
    sheet = PartySheet(party)
    return {**filled(sheet.form), **_sheet(sheet.sections)}


def _sheet(sections: Iterable[Rows[Any]]) -> Answers:
    """All rows as new ones, for a page that has none yet."""
    answers: Answers = {}
    for rows in sections:
        answers |= filled(rows.formset.management_form) | {f"{rows.prefix}-INITIAL_FORMS": "0"}
        for form in rows.formset.forms:
            answers |= filled(form)
    return answers
