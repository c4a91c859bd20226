"""A bank that a desk shares with services, and a list as long as is wanted: what the benchmark of banks is filled with.

Import it after `load_hub()`.
"""

import hashlib
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.commands.add_member import add_first_member
from causeway.hub.base.organisations.commands.add_organisation import (
    NewOrganisation,
    add_organisation,
    found_first_organisation,
)
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.organisations.commands.issue_credential import IssuedCredential, issue_credential
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.models import Bank
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role

NAME = "Bench"
_NUMBERS = count()
_PERCEPTUAL = 3
"""One digest in three is a PDQ, as of 20 million exact and 10 million perceptual ones."""
_PIECE_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BankWorld:
    """The bank, its curator, and of each service a member and a credential that reads and acknowledges."""

    bank_id: UUID
    curator: Actor
    members: tuple[Actor, ...]
    credentials: tuple[IssuedCredential, ...]


def known_world() -> BankWorld | None:
    """The bank that an earlier run filled, with new credentials; None where there is none."""
    actors = [actor for account in Account.objects.order_by("email") if (actor := member_actor(account))]
    curators = [actor for actor in actors if actor.organisation_kind is OrganisationKind.CLEARING_HOUSE]
    if not curators:
        return None
    with acting_as(curators[0]):
        bank_id = Bank.objects.get(name=NAME).id
    members = [actor for actor in actors if actor.organisation_kind is OrganisationKind.SERVICE]
    return BankWorld(
        bank_id=bank_id, curator=curators[0], members=tuple(members), credentials=tuple(map(_credential, members))
    )


def bank_world(subscribers: int) -> BankWorld:
    """A bank shared both ways with as many services."""
    desk = found_first_organisation(_new("Bench Desk", OrganisationKind.CLEARING_HOUSE))
    curator = _member(desk)
    bank_id = found_bank(curator, name=NAME)
    members, credentials = [], []
    for _ in range(subscribers):
        service = add_organisation(curator, _new(f"Service {next(_NUMBERS)}", OrganisationKind.SERVICE))
        member = _member(service)
        _agree(curator, member)
        _agree(member, curator)
        share_bank(curator, bank_id, service.id)
        members.append(member)
        credentials.append(_credential(member))
    return BankWorld(bank_id=bank_id, curator=curator, members=tuple(members), credentials=tuple(credentials))


class LongList(io.RawIOBase):
    """A CSV list of so many digests, written while it is read, so that no length of it is held."""

    def __init__(self, signals: int, *, first: int = 0) -> None:
        self._pieces = _pieces(first, first + signals)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or next(self._pieces, b"")
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def digest(number: int) -> tuple[str, str]:
    """Kind and value of the signal of this number."""
    kind = "pdq" if number % _PERCEPTUAL == 0 else "sha256"
    return kind, hashlib.sha256(number.to_bytes(8, "big")).hexdigest()


def _pieces(first: int, end: int) -> Iterator[bytes]:
    yield b"kind,value,category\n"
    for start in range(first, end, _PIECE_ROWS):
        rows = (digest(number) for number in range(start, min(start + _PIECE_ROWS, end)))
        yield "".join(f"{kind},{value},A\n" for kind, value in rows).encode()


def _credential(member: Actor) -> IssuedCredential:
    return issue_credential(member, name="Bench", scopes=[Scope.READ_SIGNALS, Scope.SEND_SIGNALS])


def _agree(giver: Actor, receiver: Actor) -> None:
    agreement_id = propose_agreement(
        giver, receiver.organisation_id, categories=[Category.SIGNAL], purpose=Purpose.PROTECT_A_CHILD
    )
    accept_agreement(receiver, agreement_id)


def _new(name: str, kind: OrganisationKind) -> NewOrganisation:
    mailbox = f"bench-{next(_NUMBERS)}@example.org"
    return NewOrganisation(name=name, kind=kind, country="GB", mailbox=mailbox, zone="Europe/London")


def _member(organisation: Organisation) -> Actor:
    email = f"member-{next(_NUMBERS)}@example.org"
    roles = [Role.ADMINISTRATOR, Role.ANALYST]
    add_first_member(organisation, name="Ada Keeper", email=email, roles=roles, password=secrets.token_urlsafe(16))
    actor = member_actor(Account.objects.get(email=email))
    if actor is None:
        raise SystemExit("The member that was just added is not there.")
    return actor
