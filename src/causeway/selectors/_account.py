"""Accounts at a service.

A lasting identifier tells more than a handle, which can be changed and taken by somebody else.
"""

import re
from functools import lru_cache

from causeway.selectors._errors import SelectorError
from causeway.selectors._placeholder import is_placeholder
from causeway.selectors._text import folded, visible
from causeway.vocabulary.referral import Account
from causeway.vocabulary.selectors import Selector, SelectorKind

ID_MARK = "#"
HANDLE_MARK = "@"


@lru_cache(maxsize=1_024)
def fold_service(name: str) -> str:
    """A service's name in one spelling:

    `Example Chat`, `example-chat` and `www.ExampleChat.com` stay apart only by their letters.
    """
    text = folded(name, what="service name")
    text = re.sub(r"^(?:https?://)?(?:www\.)?", "", text)
    letters = re.sub(r"[^\w.]", "", text).strip("._")
    if not letters:
        raise SelectorError("no_service", "The account names no service.")
    return letters if letters == text else fold_service(letters)


def fold_handle(handle: str) -> str:
    """A handle in one spelling, without the `@` that some services write before it."""
    text = re.sub(r"\s+", " ", folded(handle, what="handle")).lstrip("@ ")
    if not text:
        raise SelectorError("empty", "The handle is empty.")
    return text


def normalise_account(account: Account, *, platform: str | None = None) -> Selector:
    """The surest selector of an account, `service#identifier`, else `service@handle`.

    `platform` stands in for an unnamed service.
    """
    return account_selectors(account, platform=platform)[0]


def account_selectors(account: Account, *, platform: str | None = None) -> tuple[Selector, ...]:
    """All selectors of an account, surest first.

    The handle is kept beside the identifier: a school knows only the name a child saw, the service knows both, and the
    two referrals must meet. A placeholder in place of either names nobody.
    """
    service = fold_service(account.service or platform or "")
    identifier, handle = account.identifier or "", (account.handle or "").strip()
    values: list[str] = []
    if not is_placeholder(identifier):
        values.append(f"{service}{ID_MARK}{visible(identifier, what='account identifier')}")
    if not is_placeholder(handle.lstrip("@ ")):
        values.append(f"{service}{HANDLE_MARK}{fold_handle(handle)}")
    if not values and (identifier.strip() or handle):
        raise SelectorError("placeholder", "The account is a placeholder that says nothing.")
    if not values:
        raise SelectorError("no_account", "The account has neither an identifier nor a handle.")
    return tuple(Selector(kind=SelectorKind.ACCOUNT, value=value) for value in values)


def is_lasting(selector: Selector) -> bool:
    """Whether an account selector rests on the service's lasting identifier rather than on a handle."""
    mark = re.search(r"[#@]", selector.value)
    return mark is not None and mark.group() == ID_MARK
