"""Files of signals that other organisations hand on, as rows for a bank: NCMEC, ThreatExchange, STIX and MISP.

A file is one page, read whole, checked before any of it goes in, and read once. Whatever its source says of an entry's
standing, here each signal begins unconfirmed. What leads to a person is taken only for the purposes and on the basis
that the person who imports states, and only with their word that it leads to no child.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.banks.children import Value
from causeway.hub.knowledge.banks.commands.add_signals import LONGEST_LIFE, SOURCE_CHARACTERS
from causeway.hub.knowledge.banks.doubting import Named
from causeway.hub.knowledge.banks.entry_names import entry_name, refuse_bad_references, source_of_page
from causeway.hub.knowledge.banks.listed_rows import CATEGORY_CHARACTERS, NOTE_CHARACTERS, Reading, kept
from causeway.hub.knowledge.banks.normalising import normalised
from causeway.interchange.hashlists import CategoryScheme, RowFault
from causeway.interchange.misp import read_misp
from causeway.interchange.ncmec_hashes import NcmecCursor, read_ncmec_page
from causeway.interchange.signals import SignalPage
from causeway.interchange.signals.json_values import MAX_PAGE_BYTES
from causeway.interchange.stix import read_stix
from causeway.interchange.threatexchange import ThreatExchangeCursor, read_threatexchange_page
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, Signal, SignalChange, SignalChangeKind, SignalKind

_UNNAMED = "not stated"
_VALUE_FAULT = "the value is none of its kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What the person says of a file: where it comes from, and which tags of ThreatExchange are categories; for what
    leads to people, for which purposes and on what lawful basis it is kept, and that none of it leads to a child.
    """

    source: str = ""
    grades: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    basis: str = ""
    is_no_child: bool = False

    @property
    def takes_people(self) -> bool:
        """Whether enough is said for accounts, addresses and keywords."""
        return bool(self.purposes) and bool(self.basis.strip()) and self.is_no_child


ReadsPage = Callable[[bytes, Taking], SignalPage[object]]


def _ncmec(data: bytes, taking: Taking) -> SignalPage[object]:
    cursor = NcmecCursor.beginning(datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
    return read_ncmec_page(data, cursor, source=source_of_page("ncmec", taking.source))


def _threatexchange(data: bytes, taking: Taking) -> SignalPage[object]:
    cursor, source = ThreatExchangeCursor.beginning(), source_of_page("threatexchange", taking.source)
    return read_threatexchange_page(data, cursor, source=source, grades=taking.grades)


PAGES: dict[str, ReadsPage] = {
    "ncmec": _ncmec,
    "threatexchange": _threatexchange,
    "stix": lambda data, taking: read_stix(data, source=taking.source or None),
    "misp": lambda data, taking: read_misp(data, source=taking.source or None),
}
"""How a page of each format is read. They raise SignalFormatError."""
_SAYS_ALL = frozenset({"ncmec", "threatexchange"})
"""Formats of which a change says all that its entry lists from then on; in the others each says one value of it."""


@dataclass(slots=True, kw_only=True)
class ExchangedFile:
    """One file on its way into a bank. `now` decides what has ended; in a bank that `is_shared` nothing comes that must
    stay with whoever got it.
    """

    form: str
    taking: Taking
    now: datetime
    is_shared: bool
    _page: SignalPage[object] | None = None
    _named: Named = field(default_factory=Named)

    def rows(self, stream: BinaryIO, reading: Reading) -> Iterator[tuple[Any, ...]]:
        """A row of the columns `EXCHANGED` for each signal in use that can be taken. Raises SignalFormatError."""
        if self._page is None:
            page = PAGES[self.form](stream.read(MAX_PAGE_BYTES + 1), self.taking)
            refuse_bad_references(self.form, page.changes)
            self._page = page
        for fault in self._page.faults:
            reading.fault(fault)
        for number, change in enumerate(self._page.changes, start=1):
            reading.taken_back += change.what is SignalChangeKind.WITHDRAWN
            for signal in change.signals:
                if change.what is SignalChangeKind.WITHDRAWN:
                    continue
                if not signal.may_be_reported(self.now):
                    reading.left_out += 1
                elif (row := self._row(signal, change, number, reading)) is not None:
                    reading.offered += 1
                    yield row

    def people(self) -> set[Value]:
        """The accounts, addresses and keywords of a file that was read, to be asked for children among them."""
        return {value for values in self.entries().values() for value in values if value[0] in ABOUT_PEOPLE}

    def leave_out(self, named: Named) -> None:
        """From now on these are faults of their entries."""
        self._named = named

    @property
    def doubtful(self) -> frozenset[Value]:
        """What the curator has to decide on."""
        return self._named.own | self._named.doubtful

    def entries(self) -> dict[str, frozenset[Value]]:
        """What each entry of a file that was read lists now, in the spelling of a bank: nothing, once taken back; and
        not what a mark now keeps from the bank.
        """
        listed: dict[str, set[Value]] = {}
        for change in self._page.changes if self._page else ():
            name = self._name_of(change)
            if name not in listed or self.form in _SAYS_ALL:
                listed[name] = set()
            if change.what is not SignalChangeKind.WITHDRAWN:
                listed[name].update(self._listed(change))
        return {name: frozenset(values) for name, values in listed.items()}

    def _listed(self, change: SignalChange) -> Iterator[Value]:
        for signal in change.signals:
            if self._mark_fault(signal) is None and signal.may_be_reported(self.now):
                value = _value(signal)
                if value is not None:
                    yield value

    def _name_of(self, change: SignalChange) -> str:
        return entry_name(self.form, self.taking.source, change)

    def _row(self, signal: Signal, change: SignalChange, number: int, reading: Reading) -> tuple[Any, ...] | None:
        """None where it is not taken; why is a fault."""
        value, purposes = _value(signal), self._purposes(signal)
        fault = self._fault(signal, value, purposes, reading)
        if fault is not None or value is None:
            code, message, place = fault or ("bad_value", _VALUE_FAULT, "value")
            reading.fault(RowFault(row=number, code=code, message=message, field=place, reference=change.reference))
            return None
        category = signal.category
        return (
            signal.kind.value,
            value[1],
            kept(category.code if category else None, CATEGORY_CHARACTERS),
            kept(signal.note, NOTE_CHARACTERS),
            kept(self._source(signal), SOURCE_CHARACTERS),
            signal.confidence,
            signal.handling.value if signal.handling else "",
            ",".join(sorted(purpose.value for purpose in purposes)),
            self.taking.basis.strip() if signal.kind in ABOUT_PEOPLE else "",
            self._end(signal),
            self._name_of(change),
        )

    def _fault(
        self, signal: Signal, value: Value | None, purposes: set[Purpose], reading: Reading
    ) -> tuple[str, str, str] | None:
        """Code, message and field of why a signal is not taken."""
        if value is None:
            return "bad_value", _VALUE_FAULT, "value"
        if value in self._named.own:
            return "names_a_child", "a referral names this as a child's", "value"
        if value in self._named.doubtful:
            return "curator_decides", "whether this is listed waits for a decision", "value"
        if (marked := self._mark_fault(signal)) is not None:
            return marked
        if signal.kind in ABOUT_PEOPLE and not (purposes and self.taking.takes_people):
            return "about_people", "it leads to people, and no purpose and basis for that are stated", "kind"
        if signal.category is None:
            return None
        if reading.scheme == CategoryScheme.UNSTATED:
            reading.scheme = signal.category.scheme
        if reading.scheme != signal.category.scheme:
            return "scheme_mixed", "the row's categories are not of the list's scheme", "category"
        return None

    def _mark_fault(self, signal: Signal) -> tuple[str, str, str] | None:
        if signal.handling is Handling.RED:
            return "marked_red", "it is marked for named recipients alone", "handling"
        if self.is_shared and signal.handling in {Handling.AMBER, Handling.AMBER_STRICT}:
            return "marked_to_stay", "its mark does not let it pass to those who share this bank", "handling"
        return None

    def _purposes(self, signal: Signal) -> set[Purpose]:
        """For which a signal that leads to people may be used: what the source names and the importer states."""
        if signal.kind not in ABOUT_PEOPLE:
            return set()
        stated = set(self.taking.purposes)
        return stated & set(signal.purposes) if signal.purposes else stated

    def _source(self, signal: Signal) -> str:
        parts = (self.taking.source or signal.provenance.source, signal.provenance.organisation)
        return ": ".join(dict.fromkeys(part for part in parts if part and part != _UNNAMED))

    def _end(self, signal: Signal) -> datetime | None:
        if signal.kind not in ABOUT_PEOPLE:
            return signal.expires_at
        latest = self.now + LONGEST_LIFE
        return min(signal.expires_at or latest, latest)


def _value(signal: Signal) -> Value | None:
    """Its value in the spelling of a bank; None where it has none."""
    service, name = "", signal.value
    if signal.kind is SignalKind.ACCOUNT:
        service, mark, name = re.split("([#@])", signal.value, maxsplit=1)
        if mark == "#":
            return None  # a lasting identifier: a bank knows accounts by their names
    try:
        return signal.kind, normalised(signal.kind, name, service=service)
    except Invalid:
        return None
