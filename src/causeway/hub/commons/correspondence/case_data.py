"""No case data in working groups: what looks like a selector in a text is refused, unless every member may have
referrals. What is found is never shown or logged.
"""

import re
from collections.abc import Collection, Iterator
from ipaddress import ip_address
from uuid import UUID

import phonenumbers
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.sharing import agreement_with
from causeway.vocabulary.organisations import Category

_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_DIGEST = re.compile(r"\b(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})\b")
"""MD5, SHA-1 and SHA-256 in hexadecimal."""
_TOKEN = re.compile(r"[0-9a-fA-F.:]{3,45}")


def selectors_in(text: str, *, own_domains: Collection[str] = ()) -> Iterator[str]:
    """The kinds of selector that a text seems to hold. Mail addresses in `own_domains` are those of the members
    themselves.
    """
    if any(match[1].casefold() not in own_domains for match in _EMAIL.finditer(text)):
        yield "email"
    if _DIGEST.search(text):
        yield "digest"
    if any(_is_ip(token.strip(".:")) for token in _TOKEN.findall(text)):
        yield "ip"
    if any(True for _match in phonenumbers.PhoneNumberMatcher(text, None, leniency=phonenumbers.Leniency.POSSIBLE)):
        yield "phone"


def _is_ip(token: str) -> bool:
    try:
        ip_address(token)
    except ValueError:
        return False
    return True


def may_hold_case_data(member_ids: Collection[UUID]) -> bool:
    """Whether agreements let the acting organisation pass referrals to every one of these."""
    return all(agreement_with(each, Category.REFERRAL) for each in member_ids)


def check_no_case_data(text: str, to_ids: Collection[UUID], *, by_id: UUID, field: str = "text") -> None:
    """Refuse a text by one member of a group for others that seems to hold case data. Runs inside the caller's
    transaction.

    Raises:
        Invalid: it does, and not every member may have referrals from the acting organisation.
    """
    domains = {mailbox.rpartition("@")[2].casefold() for mailbox in mailboxes_of({by_id, *to_ids}).values()}
    if any(selectors_in(text, own_domains=domains)) and not may_hold_case_data(to_ids):
        raise Invalid(
            _(
                "A working group holds no case data, and this seems to hold an address, a number or a digest. Write to"
                " the organisation that it concerns instead."
            ),
            field=field,
        )
