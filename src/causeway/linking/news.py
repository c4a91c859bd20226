"""Whether a later telling of an event says more than those before it, so that somebody should look at it.

What is told again in other words is no news. So only what can be compared counts: whom it names, its files, what it
states of places, school, ages and plans, and the lines that were written.
"""

from collections.abc import Iterable, Set

from causeway.linking.model import LinkingPolicy, LinkInput
from causeway.vocabulary.selectors import SelectorKind


def brings_news(telling: LinkInput, others: Iterable[LinkInput], *, policy: LinkingPolicy | None = None) -> bool:
    """Whether it says what none of these others says: an identifier, a file, a particular; or lines of a conversation,
    where they had none, else some lines. An address of the network alone is no news: they change. The others are read
    no further than until nothing is left that is new.
    """
    least = (policy or LinkingPolicy()).least_conversation_lines
    named, lines, had_lines = _named(telling), telling.conversation, False
    for other in others:
        named, lines, had_lines = (
            named - _named(other),
            lines - other.conversation,
            had_lines or bool(other.conversation),
        )
        if not named and (not lines or (had_lines and len(lines) < least)):
            return False
    return bool(named) or len(lines) >= (least if had_lines else 1)


def _named(facts: LinkInput) -> Set[object]:
    selectors = {key for key in facts.keyed() if key[0] is not SelectorKind.IP}
    return selectors | facts.particulars | {media.sha256 for media in facts.media}
