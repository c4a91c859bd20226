"""From accounts, addresses and texts to questions, each in its one spelling. Keywords are found as whole words: a
mirror holds them as digests alone, so that every phrase of the text that could be one is asked for.
"""

from typing import Final

from causeway.client.mirror import Asked, NotComparable
from causeway.client.screening._asking import Question
from causeway.selectors import SelectorError, account_selectors, is_bare_host, normalise_url, phrases_in
from causeway.vocabulary.referral import Account
from causeway.vocabulary.signals import SignalKind

LONGEST_TEXT: Final = 200_000
"""Characters of one text: a long book. What is longer is not screened (our choice)."""


def account_questions(service: str, *, handle: str, identifier: str) -> list[Question]:
    """By identifier and by handle, those that are given. Raises NotComparable where they name no account."""
    try:
        found = account_selectors(Account(service=service, handle=handle or None, identifier=identifier or None))
    except SelectorError as error:
        raise NotComparable(error.code, error.message) from None
    return [Question(Asked(SignalKind.ACCOUNT, each.value)) for each in found]


def url_questions(url: str) -> list[Question]:
    """Of one page, profile or file; a whole site is never listed. Raises NotComparable where it is no address."""
    try:
        value = normalise_url(url).value
    except SelectorError as error:
        raise NotComparable(error.code, error.message) from None
    return [] if is_bare_host(value) else [Question(Asked(SignalKind.URL, value))]


def text_questions(text: str) -> list[Question]:
    """Each phrase that a keyword could be."""
    phrases = sorted(phrase for phrase in phrases_in(text) if phrase.isprintable())
    return [Question(Asked(SignalKind.KEYWORD, phrase)) for phrase in phrases]
