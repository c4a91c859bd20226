"""E-mail addresses (RFC 5321, RFC 6531).

The value serves comparison; what the sender wrote stays in the referral.
- A `mailto:` link (RFC 6068) is read as its address.
- The domain is case-insensitive by RFC 5321 and is folded, with IDNA.
- The local part is case-sensitive by the letter of RFC 5321 2.4, yet no provider of note lets two people differ by case
  alone: it is folded.
- A tag after `+` and Gmail's dots lead to the same mailbox only where the provider says so. They are folded for the
  providers that document it, and kept everywhere else: at another host `ann+b@` may be another person, and a false link
  accuses somebody.
"""

import re
from urllib.parse import unquote

from causeway.selectors._errors import SelectorError
from causeway.selectors._placeholder import refuse_placeholder
from causeway.selectors._text import folded, host_name
from causeway.vocabulary.referral import Email
from causeway.vocabulary.selectors import Selector, SelectorKind

DOTS_IGNORED = frozenset({"gmail.com"})
"""Google, "Dots don't matter in Gmail addresses"."""

SAME_DOMAIN = {"googlemail.com": "gmail.com"}
"""Google serves both names as one."""

TAGS_IGNORED = frozenset(
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "fastmail.com", "proton.me", "protonmail.com"}
)
"""Providers whose own help pages describe `+` addresses as aliases of one mailbox."""

_MAX_LOCAL = 64  # RFC 5321 4.5.3.1.1
_MACHINES = ("noreply", "donotreply", "mailerdaemon")
_FORBIDDEN = re.compile(r"[\s<>,;:\\\"()\[\]]")


def normalise_email(email: Email) -> Selector:
    """One mailbox, so that two spellings of it compare equal."""
    text = folded(email.address, what="e-mail address")
    if text.startswith("mailto:"):
        text = folded(unquote(text.removeprefix("mailto:").partition("?")[0]), what="e-mail address")
    local, at_sign, domain = text.rpartition("@")
    if not at_sign or not local or not domain:
        raise SelectorError("bad_email", "This is not an e-mail address.")
    if len(local) > _MAX_LOCAL or "@" in local or _FORBIDDEN.search(local) or "." in (local[0], local[-1]):
        raise SelectorError("bad_email", "The part before the @ is not valid in an e-mail address.")
    host = host_name(domain, what="e-mail address")
    host = SAME_DOMAIN.get(host, host)
    mailbox = _mailbox(local, host)
    _refuse_machines(mailbox)
    return Selector(kind=SelectorKind.EMAIL, value=f"{mailbox}@{host}")


def _refuse_machines(mailbox: str) -> None:
    """A mailbox from which a program writes to everybody, or a placeholder, is nobody's."""
    refuse_placeholder(mailbox, what="e-mail address")
    if re.sub(r"[._+-]", "", mailbox).startswith(_MACHINES):
        raise SelectorError("placeholder", "The e-mail address is one from which a program writes to everybody.")


def _mailbox(local: str, host: str) -> str:
    mailbox = (local.split("+", 1)[0] or local) if host in TAGS_IGNORED else local
    if host in DOTS_IGNORED:
        mailbox = mailbox.replace(".", "") or mailbox
    return mailbox
