"""What comparing needs of a referral, worked out once for all the referrals with which it is compared."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from causeway.linking._handles import MOST_HANDLES, Handles, handles_of
from causeway.linking._holders import sort_of
from causeway.linking._names import Names, names_of
from causeway.linking.model import LinkInput, SelectorKey
from causeway.selectors import is_bare_host
from causeway.vocabulary.selectors import Selector, SelectorKind

_REMEMBERED = 2_048
"""Referrals: what is compared now is compared again soon. A few kilobytes each."""


@dataclass(frozen=True)
class Compared:
    """One side of a comparison."""

    facts: LinkInput

    @cached_property
    def keyed(self) -> dict[SelectorKey, list[Selector]]:
        """See `LinkInput.keyed`."""
        return self.facts.keyed()

    @cached_property
    def subject_handles(self) -> Handles:
        """The handles of the subjects, unless there are too many to look alike."""
        return _few(handles_of(self.facts.subjects))

    @cached_property
    def victim_handles(self) -> Handles:
        """The handles of the victims, unless there are too many to look alike."""
        return _few(handles_of(self.facts.victims))

    @cached_property
    def subject_names(self) -> Names:
        """The names of the subjects, unless there are too many to look alike."""
        return names_of(self.facts.subjects)

    @cached_property
    def subject_sorts(self) -> frozenset[tuple[object, ...]]:
        """The sorts of strong identifiers by which subjects are named."""
        return frozenset(filter(None, map(sort_of, self.facts.subjects)))

    @cached_property
    def victim_sorts(self) -> frozenset[tuple[object, ...]]:
        """The sorts of strong identifiers by which victims are named."""
        return frozenset(filter(None, map(sort_of, self.facts.victims)))

    @cached_property
    def sha256s(self) -> frozenset[str]:
        """The files."""
        return frozenset(media.sha256 for media in self.facts.media)

    @cached_property
    def pages(self) -> frozenset[str]:
        """The pages, without addresses that name a site alone."""
        urls = (item.value for item in self.facts.selectors if item.kind is SelectorKind.URL)
        return frozenset(url for url in urls if not is_bare_host(url))

    @cached_property
    def narrative(self) -> str:
        """What was told, its words in order."""
        return (self.facts.narrative or "").strip()


def _few(handles: Handles) -> Handles:
    return handles if len(handles) <= MOST_HANDLES else ()


@lru_cache(maxsize=_REMEMBERED)
def compared(facts: LinkInput) -> Compared:
    """A referral, ready to be compared."""
    return Compared(facts)
