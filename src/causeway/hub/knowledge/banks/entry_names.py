"""Under what names the entries of a source are kept, so that a source takes back what it brought and nothing else."""

from collections.abc import Iterable
from hashlib import sha256

from causeway.interchange.signals import PageDamaged
from causeway.vocabulary.signals import SignalChange

ENTRY_CHARACTERS = 320
_DIGEST_CHARACTERS = 12
_UNSTATED = {"ncmec": "NCMEC hash sharing", "threatexchange": "ThreatExchange"}
"""What a page of these is called where nobody names its source; a deletion in it names none either."""


def source_of_page(form: str, stated: str) -> str:
    """The source of a whole page: what whoever imports it states, else its format's own."""
    return stated.strip() or _UNSTATED.get(form, "")


def entry_name(form: str, source: str, change: SignalChange) -> str:
    """The entry of a change: its format, a digest of the source that is stated, else of the one that it names itself,
    and the source's own reference.
    """
    named = source_of_page(form, source) or next(
        (signal.provenance.source for signal in change.signals if signal.provenance.source), ""
    )
    digest = sha256(named.strip().casefold().encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{form}:{digest}:{change.reference}"


def refuse_bad_references(form: str, changes: Iterable[SignalChange]) -> None:
    """Raises PageDamaged where an entry's name cannot be kept."""
    for number, change in enumerate(changes, start=1):
        if not change.reference.isprintable() or len(entry_name(form, "", change)) > ENTRY_CHARACTERS:
            message = "its reference is too long, or holds characters that cannot be printed"
            raise PageDamaged("bad_reference", message, place=f"entry {number}")
