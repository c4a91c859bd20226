"""A list on its way into a bank, read through once, so that it is refused whole or not at all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.adding_rows import EXCHANGED
from causeway.hub.knowledge.banks.children import Value
from causeway.hub.knowledge.banks.doubting import Named, named_among
from causeway.hub.knowledge.banks.exchanged_rows import ExchangedFile, Taking
from causeway.hub.knowledge.banks.listed_rows import (
    LISTED,
    Batch,
    Reading,
    Reads,
    batches,
    csv_rows,
    read_through,
    vics_rows,
)
from causeway.hub.knowledge.banks.models import Bank
from causeway.interchange.hashlists import CategoryScheme


class ListFormat(StrEnum):
    """In what format a list comes. All but the first two are pages of signals that somebody hands on."""

    CSV = "csv"
    VICS = "vics"
    NCMEC = "ncmec"
    THREATEXCHANGE = "threatexchange"
    STIX = "stix"
    MISP = "misp"


_READS: dict[ListFormat, Reads] = {ListFormat.CSV: csv_rows, ListFormat.VICS: vics_rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A list that was read through. `exchanged` is the file where another organisation hands it on."""

    stream: BinaryIO
    reads: Reads
    scheme: CategoryScheme
    reading: Reading
    exchanged: ExchangedFile | None

    @property
    def names(self) -> Sequence[str]:
        """Of its columns."""
        return LISTED if self.exchanged is None else EXCHANGED

    def batches(self, size: int) -> Iterator[Batch]:
        """Its rows, so many at a time."""
        return batches(self.stream, self.reads, self.scheme, size, self.names)


def opened_list(
    actor: Actor,
    *,
    bank_name: str,
    stream: BinaryIO,
    list_format: ListFormat,
    scheme: CategoryScheme,
    taking: Taking,
    is_trial: bool,
) -> Coming:
    """A list, read through on its way into a bank of this name. Raises as the format does. A trial asks nobody else
    what names a child: it could be repeated without end.
    """
    if list_format in _READS:
        reads = _READS[list_format]
        reading = read_through(stream, reads, scheme)
        return Coming(stream=stream, reads=reads, scheme=scheme, reading=reading, exchanged=None)
    is_shared, scheme = _is_shared(actor, bank_name), CategoryScheme.UNSTATED
    file = ExchangedFile(form=list_format.value, taking=taking, now=timezone.now(), is_shared=is_shared)
    reading = read_through(stream, file.rows, scheme)
    if people := file.people():
        file.leave_out(_named(actor, bank_name, people, asks_others=not is_trial))
        reading = read_through(stream, file.rows, scheme)
    return Coming(stream=stream, reads=file.rows, scheme=scheme, reading=reading, exchanged=file)


@query(Permission.MANAGE_BANKS)
def _is_shared(actor: Actor, bank_name: str) -> bool:
    return Bank.objects.filter(organisation_id=actor.organisation_id, name=bank_name, is_shared=True).exists()


@command(Permission.MANAGE_BANKS)
def _named(actor: Actor, bank_name: str, people: Collection[Value], *, asks_others: bool) -> Named:
    """Entered in a transaction of its own, whatever becomes of the list."""
    bank = Bank.objects.filter(organisation_id=actor.organisation_id, name=bank_name).first()
    named = named_among(bank, people, asks_others=asks_others)
    details = {"asked": len(people), "found": len(named.own | named.doubtful), "asks_others": asks_others}
    enter(Act.CHILDREN_LOOKED_FOR, subjects=[bank.id if bank else actor.organisation_id], details=details)
    return named
