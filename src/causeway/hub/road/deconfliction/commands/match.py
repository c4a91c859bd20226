"""Comparing tokens, as the desk's program: which interests meet, and who may be told of it.

It sees tokens and organisations. An overlap is written for each side that may be told, and entered for that side alone.
So is the meeting of two silent interests, which names nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.deconfliction.keys import pair_of
from causeway.hub.road.deconfliction.meeting import Side, may_be_named, may_be_told, meet_in_silence
from causeway.hub.road.deconfliction.models import InterestToken, Overlap, SilentMeeting

_AT_ONCE = 1_000


@command(Permission.MATCH_INTERESTS)
def match_asking(actor: Actor, asking_id: UUID, *, now: datetime) -> int:
    """Compare what was registered in one asking with all others; gives how many were told. Four queries, however many
    tokens there are, and a few for each new overlap.
    """
    return _match(actor, InterestToken.objects.filter(desk_id=actor.organisation_id, asking_id=asking_id), now)


@command(Permission.MATCH_INTERESTS)
def match_interest(actor: Actor, interest_id: UUID, *, now: datetime) -> int:
    """The same for one interest that was renewed, or is silent no more."""
    return _match(actor, InterestToken.objects.filter(desk_id=actor.organisation_id, interest_id=interest_id), now)


@command(Permission.MATCH_INTERESTS)
def match_organisation(actor: Actor, organisation_id: UUID, *, now: datetime) -> int:
    """The same for all of an organisation, whose interests may be told to more."""
    tokens = InterestToken.objects.filter(desk_id=actor.organisation_id, organisation_id=organisation_id)
    return _match(actor, tokens.order_by("id"), now)


@command(Permission.MATCH_INTERESTS)
def end_overlaps(actor: Actor, interest_ids: Iterable[UUID], *, at: datetime) -> int:
    """Tell whoever was told of these interests that they are over; gives how many. A silent meeting of one ends with
    it.
    """
    count = 0
    for own in Overlap.objects.filter(desk_id=actor.organisation_id, interest_id__in=list(interest_ids)):
        others = Overlap.objects.filter(pair_id=own.pair_id, other_id=own.organisation_id, other_until=None)
        count += others.update(other_until=at)
    pairs = SilentMeeting.objects.filter(desk_id=actor.organisation_id, interest_id__in=list(interest_ids))
    SilentMeeting.objects.filter(
        desk_id=actor.organisation_id, pair_id__in=list(pairs.values_list("pair_id", flat=True))
    ).delete()
    return count


def _match(actor: Actor, tokens: Iterable[InterestToken], now: datetime) -> int:
    return sum(_match_some(actor, mine, now) for mine in in_batches(list(tokens), _AT_ONCE))


def _match_some(actor: Actor, mine: list[InterestToken], now: datetime) -> int:
    by_token: dict[tuple[int, str], list[InterestToken]] = defaultdict(list)
    for other in InterestToken.objects.filter(
        desk_id=actor.organisation_id, kept__in=[one.kept for one in mine]
    ).order_by("id"):
        by_token[other.epoch, other.kept].append(other)
    meetings = {
        pair_of(one.interest_id, other.interest_id): (_side(one), _side(other))
        for one in mine
        for other in by_token[one.epoch, one.kept]
        if other.organisation_id != one.organisation_id
    }
    told: dict[UUID, dict[UUID, Overlap]] = defaultdict(dict)
    for row in Overlap.objects.filter(pair_id__in=list(meetings)):
        told[row.pair_id][row.organisation_id] = row
    silent = {pair_id: sides for pair_id, sides in meetings.items() if meet_in_silence(*sides, now)}
    _tell_in_silence(actor, {pair_id: sides for pair_id, sides in silent.items() if not told[pair_id]}, now)
    return sum(_tell(actor, pair_id, sides, told[pair_id], now) for pair_id, sides in meetings.items())


@command(Permission.MATCH_INTERESTS)
def name_to_each_other(actor: Actor, pair_id: UUID, *, now: datetime) -> bool:
    """Let the owners of two silent interests that met know of each other, once both have agreed to it and as long as an
    agreement between their countries is in force; gives whether they do.
    """
    rows = list(SilentMeeting.objects.filter(desk_id=actor.organisation_id, pair_id=pair_id))
    if len(rows) != 2 or any(row.agreed_at is None for row in rows):
        return False
    tokens = InterestToken.objects.filter(
        desk_id=actor.organisation_id, interest_id__in=[row.interest_id for row in rows]
    )
    sides = list({token.interest_id: _side(token) for token in tokens}.values())
    if len(sides) != 2 or not may_be_named(sides[0], sides[1], now):
        return False
    named = Overlap.objects.filter(desk_id=actor.organisation_id, pair_id=pair_id)
    known = set(named.values_list("organisation_id", flat=True))
    named.update(is_mutual=True)
    for own, other in (rows, rows[::-1]):
        if own.organisation_id in known:
            continue
        overlap = Overlap(
            organisation_id=own.organisation_id,
            desk_id=actor.organisation_id,
            interest_id=own.interest_id,
            other_id=other.organisation_id,
            pair_id=pair_id,
            is_mutual=True,
            found_at=now,
        )
        overlap.save(force_insert=True)
        enter(Act.OVERLAP_FOUND, subjects=[overlap.id], audience=[own.organisation_id])
    SilentMeeting.objects.filter(desk_id=actor.organisation_id, pair_id=pair_id).delete()
    return True


def _tell_in_silence(actor: Actor, meetings: dict[UUID, tuple[Side, Side]], now: datetime) -> None:
    known = set(SilentMeeting.objects.filter(pair_id__in=list(meetings)).values_list("pair_id", flat=True))
    for pair_id, sides in meetings.items():
        if pair_id in known:
            # An agreement that ended between their countries may be in force again.
            name_to_each_other(actor, pair_id, now=now)
            continue
        for side in sides:
            row = SilentMeeting(
                organisation_id=side.organisation_id,
                desk_id=actor.organisation_id,
                interest_id=side.interest_id,
                pair_id=pair_id,
                found_at=now,
            )
            row.save(force_insert=True)
            enter(Act.SILENT_MEETING_FOUND, subjects=[row.id], audience=[side.organisation_id])


def _tell(actor: Actor, pair_id: UUID, sides: tuple[Side, Side], told: dict[UUID, Overlap], now: datetime) -> int:
    fresh = [
        Overlap(
            organisation_id=to.organisation_id,
            desk_id=actor.organisation_id,
            interest_id=to.interest_id,
            other_id=of.organisation_id,
            pair_id=pair_id,
            other_until=of.until if of.until <= now else None,
            found_at=now,
        )
        for to, of in _both_ways(sides)
        if to.organisation_id not in told and may_be_told(of, to, now)
    ]
    for to, of in _both_ways(sides):
        known = told.get(to.organisation_id)
        if known and known.other_until and of.until > now:
            Overlap.objects.filter(id=known.id).update(other_until=None)  # taken up again
    is_mutual = len(told) + len(fresh) == len(sides)
    for row in fresh:
        row.is_mutual = is_mutual
        row.save(force_insert=True)
        enter(Act.OVERLAP_FOUND, subjects=[row.id], audience=[row.organisation_id])
    if fresh and is_mutual:
        Overlap.objects.filter(pair_id=pair_id).update(is_mutual=True)
    return len(fresh)


def _both_ways(sides: tuple[Side, Side]) -> Iterator[tuple[Side, Side]]:
    one, other = sides
    yield one, other
    yield other, one


def _side(token: InterestToken) -> Side:
    return Side(
        interest_id=token.interest_id,
        organisation_id=token.organisation_id,
        country=token.country,
        is_silent=token.is_silent,
        until=token.until,
        tells_until=token.tells_until,
        abroad=token.abroad,
    )
