"""Mail that organisations cause. The app of notices stands above this one, so it says here, when it is ready, how mail
is owed.

A letter is owed in the transaction of its cause and leaves later; see `causeway.hub.base.notices`.
"""

from typing import Protocol
from uuid import UUID


class OweMail(Protocol):
    """Owes a mail whose text is known."""

    def __call__(
        self, organisation_id: UUID, to: str, subject: str, body: str, about_id: UUID | None = None
    ) -> UUID: ...


class OweLetter(Protocol):
    """Owes a mail whose text is written when it is sent; `letter` names the function that writes it."""

    def __call__(self, organisation_id: UUID, to: str, letter: str, about_id: UUID) -> UUID: ...


class NoCarrier(Exception):
    """No app has said how mail is owed."""

    code = "no_carrier"


_carriers: list[tuple[OweMail, OweLetter]] = []


def carry_by(owe_mail: OweMail, owe_letter: OweLetter) -> None:
    """Say how mail is owed; the last to say so is believed."""
    _carriers[:] = [(owe_mail, owe_letter)]


def _carrier() -> tuple[OweMail, OweLetter]:
    if not _carriers:
        raise NoCarrier("Install causeway.hub.base.notices: without it no mail leaves.")
    return _carriers[0]


def owe_mail(organisation_id: UUID, to: str, subject: str, body: str, about_id: UUID | None = None) -> UUID:
    """Owe a mail on behalf of the acting organisation. Runs inside the caller's transaction."""
    return _carrier()[0](organisation_id, to, subject, body, about_id)


def owe_letter(organisation_id: UUID, to: str, letter: str, about_id: UUID) -> UUID:
    """Owe a mail that must not be stored before it is sent. Runs inside the caller's transaction."""
    return _carrier()[1](organisation_id, to, letter, about_id)
