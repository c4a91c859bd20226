"""Content that goes round: many hold the same files, and nothing else."""

from causeway.linking._looks import telling_look
from causeway.linking.model import LinkingPolicy, LinkInput, Sharing
from causeway.vocabulary.findings import MediaDigests


def goes_round(left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy, *, calls_viral: int) -> bool:
    """Whether both hold the same files and nothing else, and these are content that goes round: two tellings say so,
    or one does and many hold it. A child that somebody names makes it a referral of its own.
    """
    if not calls_viral or not left.media or not right.media or left.victims or right.victims:
        return False
    if calls_viral < policy.calls_viral:
        held = max(sharing.holders_of(media.sha256, is_viral=True) for media in (*left.media, *right.media))
        if held < policy.viral_from:
            return False
    return _all_known(left.media, right.media, policy) and _all_known(right.media, left.media, policy)


def _all_known(media: tuple[MediaDigests, ...], others: tuple[MediaDigests, ...], policy: LinkingPolicy) -> bool:
    return len(known_among(media, others, policy)) == len(media)


def known_among(
    media: tuple[MediaDigests, ...], others: tuple[MediaDigests, ...], policy: LinkingPolicy
) -> tuple[MediaDigests, ...]:
    """Those of these files that came with the others, exactly or alike, or that look like one of these that did: of a
    content that goes round there are edits of edits.
    """
    exact, known = {one.sha256 for one in others}, [telling_look(one, policy.minimum_quality) for one in others]
    left = {one: telling_look(one, policy.minimum_quality) for one in media}
    while found := [one for one, look in left.items() if one.sha256 in exact or _is_alike(look, known, policy)]:
        known = [left.pop(one) for one in found]
    return tuple(one for one in media if one not in left)


def _is_alike(look: int | None, others: list[int | None], policy: LinkingPolicy) -> bool:
    return look is not None and any(
        other is not None and (look ^ other).bit_count() <= policy.radius_bits for other in others
    )
