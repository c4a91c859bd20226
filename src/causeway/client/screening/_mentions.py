"""From accounts, addresses and texts to questions, each in its one spelling. Keywords are found as whole words: a
mirror holds them as digests alone, so that every phrase of the text that could be one is asked for.
"""

from typing import Final

from causeway.client.mirror import Asked, NotComparable
from causeway.client.screening._asking import Question
from causeway.selectors import SelectorError, account_selectors, fold_service, is_bare_host, normalise_url, phrases_in
from causeway.vocabulary.referral import Account
from causeway.vocabulary.signals import SignalKind

LONGEST_TEXT: Final = 200_000
"""Characters of one text: a long book. What is longer is not screened (our choice)."""


def account_questions(service: str, *, handle: str, identifier: str) -> list[Question]:
    """By identifier and by handle, those that are given. Raises NotComparable where they name no account."""
    try:
        found = account_selectors(Account(service=service, handle=handle or None, identifier=identifier or None))
    except SelectorError as error:
        field = _field_at_fault(service, handle=handle, identifier=identifier)
        raise NotComparable(error.code, error.message, field=field) from None
    return [Question(Asked(SignalKind.ACCOUNT, each.value)) for each in found]


def _field_at_fault(service: str, *, handle: str, identifier: str) -> str:
    """Which part of what names no account is why. A placeholder beside a name is none."""
    try:
        fold_service(service)
    except SelectorError:
        return "service"
    if not identifier:
        return "handle"
    try:
        account_selectors(Account(service=service, identifier=identifier))
    except SelectorError as error:
        return "handle" if handle and error.code == "placeholder" else "identifier"
    return "handle"


def url_questions(url: str) -> list[Question]:
    """Of one page, profile or file. Raises NotComparable where it is no address, or a whole site's: none is listed."""
    try:
        value = normalise_url(url).value
    except SelectorError as error:
        raise NotComparable(error.code, error.message, field="url") from None
    if is_bare_host(value):
        message = "this names a site and no page, profile or file on it; a whole site is never listed"
        raise NotComparable("whole_site", message, field="url")
    return [Question(Asked(SignalKind.URL, value))]


def text_questions(text: str) -> list[Question]:
    """Each phrase that a keyword could be."""
    phrases = sorted(phrase for phrase in phrases_in(text) if phrase.isprintable())
    return [Question(Asked(SignalKind.KEYWORD, phrase)) for phrase in phrases]
