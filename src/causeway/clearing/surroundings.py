"""From a referral to the facts that linking looks at, and from links to what triage and bundling want to know."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

from causeway.clearing._particulars import particulars_of
from causeway.clearing._selectors import compared
from causeway.linking import Bundle, LinkInput, SelectorKey, Sharing, children_mark
from causeway.selectors import FoundSelector, comparison_key, found_selectors, is_placeholder
from causeway.triage import PriorityContext
from causeway.vocabulary.findings import Link, LinkKind, Match, MediaDigests
from causeway.vocabulary.referral import FileFlag, PartyRole, Referral, SenderKind
from causeway.vocabulary.selectors import SelectorKind

NAMES_ONE_PERSON = frozenset({SelectorKind.ACCOUNT, SelectorKind.EMAIL, SelectorKind.PHONE})
"""What is held by one person; an address, a device, a page or a name may be shared."""

RECALLS = frozenset({SenderKind.PUBLIC, SenderKind.CHILD, SenderKind.SCHOOL, SenderKind.CHARITY})
"""Who says from memory when it was."""

LEAST_WORDS = 3
NEARLY_AS_SURE = 0.05
"""Of links to several bundles those are weighed against each other that are so much less sure at most."""

FINGERPRINT_BYTES = 8
"""Short enough to store by the dozen; a chance meeting of two lines among a billion is rarer than one in ten."""


def link_input(
    referral_id: str,
    sender: str,
    received_at: datetime,
    referral: Referral,
    digests: Mapping[str, MediaDigests],
    *,
    region: str | None = None,
) -> LinkInput:
    """The facts of a referral that linking looks at. `digests` by SHA-256; a file of the referral without digests is
    left out, and so are the least telling of very many selectors. `region` (ISO alpha-2) is where the sender is, by
    which national phone numbers are read.
    """
    found = compared(found_selectors(referral, default_region=region))
    media = dict.fromkeys(item.sha256 for item in referral.attachments if item.sha256 in digests)
    return LinkInput(
        referral_id=referral_id,
        sender=sender,
        received_at=received_at,
        selectors=tuple(dict.fromkeys(item.selector for item in found)),
        verified=frozenset(comparison_key(item.selector) for item in found if item.verified),
        proxies=frozenset(comparison_key(item.selector) for item in found if item.possible_proxy),
        subjects=_keys_as(PartyRole.SUBJECT, found),
        victims=_keys_as(PartyRole.VICTIM, found),
        media=tuple(digests[sha256] for sha256 in media if sha256),
        concern=referral.concern,
        occurred_at=referral.occurred_at,
        sender_reference=_reference(referral),
        narrative=referral.narrative,
        is_viral=referral.viral or any(FileFlag.VIRAL in item.flags for item in referral.attachments),
        is_recalled=referral.sender_kind in RECALLS,
        conversation=conversation_lines(incident.content for incident in referral.incidents if incident.content),
        particulars=frozenset(map(_fingerprint, particulars_of(referral))),
    )


def conversation_lines(contents: Iterable[str]) -> frozenset[str]:
    """Fingerprints of the lines that were written, equal whatever their numbering, capitals and stops.

    A line of fewer than three words says too little and is left out.
    """
    worded = [re.findall(r"[^\W\d_]+", line.casefold()) for content in contents for line in content.splitlines()]
    return frozenset(_fingerprint(" ".join(words)) for words in worded if len(words) >= LEAST_WORDS)


def bundle_head(
    facts: LinkInput, candidates: Iterable[LinkInput], links: Iterable[Link], bundles: Iterable[Bundle] = ()
) -> str | None:
    """The first referral of the bundle in which this one belongs, or None.

    Only what was received earlier can head it, so that two referrals cleared at one time never head each other.
    """
    earlier = [candidate for candidate in candidates if _order(candidate) < _order(facts)]
    head_of = {candidate.referral_id: candidate.duplicate_of or candidate.referral_id for candidate in earlier}
    head_of |= {head: head for head in head_of.values()}
    events = [link for link in links if link.kind is LinkKind.SAME_EVENT and link.right in head_of]
    if not events:
        return None
    surest = max(link.weight for link in events)
    nearly = {head_of[link.right] for link in events if link.weight >= surest - NEARLY_AS_SURE}
    # Where an event was taken for two, what comes later joins the one told more often, and of equals the first.
    tellings = {bundle.head: bundle.tellings for bundle in bundles}
    first = {
        head: min((_order(one) for one in earlier if head_of[one.referral_id] == head), default=_order(facts))
        for head in nearly
    }
    head = min(nearly, key=lambda head: (-tellings.get(head, 1), first[head]))
    return None if head == facts.referral_id else head


def priority_context(
    facts: LinkInput,
    candidates: Iterable[LinkInput],
    sharing: Sharing,
    links: Iterable[Link],
    matches: tuple[Match, ...],
) -> PriorityContext:
    """What surrounds a referral, counted: other referrals on the subject, who else tells of it, how many children,
    novel files.

    The same event told again is no further referral on the subject and no further link, but another sender of it
    counts. All is counted where it stands, not only among those that were compared: so nothing that a sender sends more
    of lowers it.
    """
    subjects = strong(facts.subjects)
    linked = {link.right for link in links}
    events = {link.right for link in links if link.kind is LinkKind.SAME_EVENT}
    around = [candidate for candidate in candidates if candidate.referral_id in linked]
    told_again = [one for one in around if one.referral_id in events or one.duplicate_of in events]
    same_subject = [one for one in around if subjects & one.subjects]
    known = {match.sha256 for match in matches if match.is_known_file}
    return PriorityContext(
        matches=matches,
        novel_files=sum(media.sha256 not in known for media in facts.media) if facts.media else None,
        links=max((_others(key, sharing, told_again) for key in _joins(facts)), default=0),
        prior_referrals=max((_others(key, sharing, told_again) for key in subjects), default=0),
        distinct_senders=_count_senders(facts, same_subject, sharing),
        victims=max(_count_victims([*same_subject, facts]), _count_children(facts, sharing)),
    )


def children_brought(facts: LinkInput, candidates: Collection[LinkInput]) -> frozenset[SelectorKey]:
    """The subjects of whom a referral names a child that none of these named beside them."""
    children = strong(facts.victims)
    if not children:
        return frozenset()
    told = [one.subjects for one in candidates if children & one.victims]
    return frozenset(key for key in strong(facts.subjects) if not any(key in subjects for subjects in told))


def strong(keys: frozenset[SelectorKey]) -> frozenset[SelectorKey]:
    """Those of these that one person holds."""
    return frozenset(key for key in keys if key[0] in NAMES_ONE_PERSON)


def _joins(facts: LinkInput) -> Iterable[SelectorKey]:
    """By what it hangs together with others that no sender's volume can wear out. An address, a name or a file tells
    the less the more share it.
    """
    return (key for key in facts.keyed() if key[0] in NAMES_ONE_PERSON or key[0] is SelectorKind.DEVICE)


def _others(key: SelectorKey, sharing: Sharing, told_again: Collection[LinkInput]) -> int:
    """How many other referrals name it, those left out that tell of the same event."""
    same = sum(any(key == (one.kind, one.value) for one in telling.selectors) for telling in told_again)
    return max(0, sharing.named_by(key) - 1 - same)


def _count_senders(facts: LinkInput, same_subject: Iterable[LinkInput], sharing: Sharing) -> int:
    """Who tells of the subject, counted where they stand and not only among those that were compared."""
    compared = {facts.sender} | {candidate.sender for candidate in same_subject}
    return max(len(compared), *(1 + sharing.senders.get(key, 0) for key in strong(facts.subjects)), 1)


def _count_children(facts: LinkInput, sharing: Sharing) -> int:
    """How many children were named beside the subject, this referral's included."""
    known = {key: sharing.selectors_told.get(children_mark(key), 1) - 1 for key in strong(facts.subjects)}
    return max((count + (key in facts.brings_child_of) for key, count in known.items()), default=0)


def _order(facts: LinkInput) -> tuple[datetime, str]:
    return facts.received_at, facts.referral_id


def _reference(referral: Referral) -> str | None:
    reference = (referral.sender_reference or "").strip()
    return None if is_placeholder(reference) else reference


def _fingerprint(line: str) -> str:
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=FINGERPRINT_BYTES).hexdigest()


def _keys_as(role: PartyRole, found: Iterable[FoundSelector]) -> frozenset[SelectorKey]:
    return frozenset(comparison_key(item.selector) for item in found if item.role is role)


def _count_victims(referrals: Iterable[LinkInput]) -> int:
    """At least so many different children: referrals that share no identifier of a child are taken for another
    child.
    """
    seen: set[SelectorKey] = set()
    count = 0
    for referral in referrals:
        victims = strong(referral.victims)
        count += bool(victims) and seen.isdisjoint(victims)
        seen |= victims
    return count
