"""The neighbourhood of a referral in SQL: each question of `causeway.clearing.Neighbours` is one query, however much
is stored.

Whatever was cleared before counts as received before: the desk clears one referral at a time, fairly by sender and so
not strictly in the order of arrival, and the first telling of an event is the first that was cleared.

What a force reads must not tell how many linked referrals others hold. So its own priority is made from
`HeldNeighbours`: the same questions, asked of nothing but what was sent to that force. No count, cut or weight in the
answers depends on anything else, but that of a sender's flood of pictures that look alike the desk finds the first.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from causeway.clearing.holders import MOST_OF_ONE_SENDER
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.road.clusters.looks import desk_looks
from causeway.hub.road.clusters.models import Membership
from causeway.linking import Bundle, Handles, LinkInput, SelectorKey, Sharing, looks_like_one_of
from causeway.vocabulary.findings import Match, MediaDigests
from causeway.vocabulary.selectors import SelectorKind

MEDIA = "media"
"""The kind under which a file stands among selectors."""
MARK = "mark"
"""The kind under which a mark stands, by which referrals find each other that share nothing by the letter."""
MOST_COUNTED = 5_000
"""Of one sender no more rows are counted: counting on would read a million."""
_TURNS = 1_000_000
"""More than are ever taken of one thing, so that what is asked for first comes first."""
_KEY_BYTES = 16

_ASKED = "s.desk_id = %(desk)s AND s.key = k.key AND s.referral_id <> %(besides)s"
_SENT = (
    "EXISTS (SELECT 1 FROM routes_routedecision r WHERE r.dossier_id = {of}.dossier_id AND r.receiver_id = {holder})"
)
"""Routes stand beside clusters and not below them: their table is named here, and nothing of theirs imported."""
_SENDERS = """
  WITH RECURSIVE senders AS (
    (SELECT s.sender_id FROM clusters_referralselector s WHERE {asked} ORDER BY s.sender_id LIMIT 1)
    UNION ALL
    SELECT (SELECT s.sender_id FROM clusters_referralselector s WHERE {asked} AND s.sender_id > x.sender_id
            ORDER BY s.sender_id LIMIT 1)
    FROM senders x WHERE x.sender_id IS NOT NULL
  )
"""
"""Each sender once, by a jump through the index, however many rows a sender has (a loose index scan)."""
_COUNT = """
SELECT k.key, c.counted, c.events, c.told, c.senders
FROM unnest(%(keys)s::text[]) AS k(key) CROSS JOIN LATERAL ({senders}
  SELECT coalesce(sum(least(n.events, %(most_each)s)), 0)::int AS counted, coalesce(sum(n.events), 0)::int AS events,
    coalesce(sum(n.told), 0)::int AS told, count(*) FILTER (WHERE x.sender_id <> %(sender)s)::int AS senders
  FROM senders x CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE r.is_followed) AS events, count(*) AS told
    FROM (SELECT {followed} AS is_followed FROM clusters_referralselector s
          WHERE {asked} AND s.sender_id = x.sender_id LIMIT %(most)s) r) n
  WHERE x.sender_id IS NOT NULL) c
"""
_LATEST = """
SELECT l.referral_id{also} FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS k(key, place) CROSS JOIN LATERAL ({senders}
  SELECT r.referral_id, row_number() OVER (ORDER BY r.turn, r.heard DESC, r.referral_id) AS turn
  FROM (
    SELECT t.referral_id, row_number() OVER (PARTITION BY x.sender_id ORDER BY t.added_at DESC) AS turn,
      max(t.added_at) OVER (PARTITION BY x.sender_id) AS heard
    FROM senders x CROSS JOIN LATERAL (
      SELECT s.referral_id, s.added_at FROM clusters_referralselector s
      WHERE {asked} AND s.sender_id = x.sender_id AND {followed}
      ORDER BY s.added_at DESC LIMIT %(most_each)s) t
    WHERE x.sender_id IS NOT NULL) r
  ORDER BY 2 LIMIT %(most_each)s) l
GROUP BY l.referral_id ORDER BY min(k.place * {turns} + l.turn), l.referral_id LIMIT %(most)s
"""
_ITS_ACCOUNTS = """,
  array(SELECT a.value FROM clusters_referralselector a WHERE a.referral_id = l.referral_id AND a.kind = %(account)s)
"""
_KNOWN = "SELECT m.referral_id FROM clusters_membership m WHERE m.referral_id = ANY(%(ids)s) AND {sent}"


def key_of(kind: str, value: str) -> str:
    """The digest under which a selector is indexed."""
    return blake2b(f"{kind}\n{value}".encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()


class SqlNeighbours:
    """Answers about one referral of one desk. Runs inside the transaction that clears it."""

    _asked, _followed = _ASKED, "s.is_followed"
    _holder_id: UUID | None = None

    def __init__(
        self, actor: Actor, referral_id: UUID, received_at: datetime, *, matches: Sequence[Match] | None = None
    ) -> None:
        """`matches` is what was found in the desk's banks, where somebody has asked for several referrals at once."""
        self._matches = matches
        self._actor = actor
        self._desk_id = actor.organisation_id
        self._referral_id = referral_id
        self._received_at = received_at

    def sharing(self, selectors: Collection[SelectorKey], sha256s: Collection[str], *, sender: str) -> Sharing:
        """See `Neighbours.sharing`."""
        keyed = {key_of(kind.value, value): (kind, value) for kind, value in selectors}
        files = {key_of(MEDIA, sha256): sha256 for sha256 in sha256s}
        keys = [*keyed, *files]
        rows = self._rows(
            _COUNT,
            keys,
            most=MOST_COUNTED,
            most_each=MOST_OF_ONE_SENDER,
            besides=self._referral_id,
            sender=UUID(sender),
        )
        counted, events, told, senders = ({row[0]: row[place] for row in rows} for place in (1, 2, 3, 4))
        return Sharing(
            selectors={selector: counted.get(key, 0) for key, selector in keyed.items()},
            selectors_told={selector: events.get(key, 0) for key, selector in keyed.items()},
            media={sha256: counted.get(key, 0) for key, sha256 in files.items()},
            media_told={sha256: told.get(key, 0) for key, sha256 in files.items()},
            senders={selector: senders.get(key, 0) for key, selector in keyed.items()},
        )

    def with_selectors(
        self, selectors: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_selectors`."""
        return self._latest(besides, [key_of(kind.value, value) for kind, value in selectors], most_each, most)

    def with_alike_handles(
        self, handles: Handles, marks: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_alike_handles`."""
        keys = [key_of(kind.value, value) for kind, value in marks]
        account = SelectorKind.ACCOUNT
        sharing = self._rows(
            _LATEST,
            keys,
            also=_ITS_ACCOUNTS,
            most=most_each * len(keys),
            most_each=most_each,
            besides=UUID(besides),
            account=account.value,
        )
        alike = (
            str(referral_id)
            for referral_id, values in sharing
            if looks_like_one_of(handles, ((account, value) for value in values))
        )
        return list(islice(alike, most))

    def with_media(self, sha256s: Sequence[str], *, besides: str, most_each: int, most: int) -> Sequence[str]:
        """See `Neighbours.with_media`."""
        return self._latest(besides, [key_of(MEDIA, sha256) for sha256 in sha256s], most_each, most)

    def with_near_media(
        self, pdqs: Sequence[str], *, radius_bits: int, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_near_media`."""
        looks = desk_looks(self._desk_id)
        if self._holder_id is None:
            # Else the desk has asked before in this transaction; its own row, which may yet be taken back, is not kept.
            looks.refresh()
        near = looks.within(
            list(pdqs),
            radius_bits=radius_bits,
            besides=UUID(besides),
            most_each=most_each,
            known=self._known,
        )
        return [str(referral_id) for referral_id in near[:most]]

    def with_reference(self, sender: str, reference: str, *, besides: str, most: int) -> Sequence[str]:
        """See `Neighbours.with_reference`."""
        found = Membership.objects.filter(
            desk_id=self._desk_id, sender_id=UUID(sender), sender_reference=reference
        ).exclude(referral_id=UUID(besides))
        known = self._only_known(found).values_list("referral_id", flat=True)
        return [str(referral_id) for referral_id in known[:most]]

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        """See `Neighbours.facts`."""
        if not referral_ids:
            return []
        found = Membership.objects.filter(referral_id__in=[UUID(one) for one in referral_ids]).order_by(
            "-received_at", "-referral_id"
        )
        heads = Membership.objects.filter(referral_id=OuterRef("duplicate_of_id")).values("referral_id")
        before = self._received_at - timedelta(microseconds=1)
        return [
            replace(
                from_document(LinkInput, facts),
                duplicate_of=str(head_id) if head_id else None,
                received_at=min(received_at, before),
            )
            for facts, head_id, received_at in found.values_list("facts", Subquery(heads), "received_at")
        ]

    def bundles(self, heads: Collection[str]) -> Sequence[Bundle]:
        """See `Neighbours.bundles`."""
        if not heads:
            return []
        found = Membership.objects.filter(referral_id__in=[UUID(one) for one in heads], bundle__isnull=False)
        return [from_document(Bundle, bundle) for bundle in found.order_by("number").values_list("bundle", flat=True)]

    def bank_matches(self, media: Sequence[MediaDigests], *, radius_bits: int, minimum_quality: int) -> Sequence[Match]:
        """See `Neighbours.bank_matches`."""
        if self._matches is not None:
            held = {item.sha256 for item in media}
            return [match for match in self._matches if match.sha256 in held]
        return matches_for(self._actor, media, radius_bits=radius_bits, minimum_quality=minimum_quality)

    def _known(self, referral_ids: Collection[UUID]) -> Collection[UUID]:
        """Which of these may be known here."""
        return referral_ids

    def _only_known(self, rows: "QuerySet[Membership]") -> "QuerySet[Membership]":
        """Those of these that may be known here."""
        return rows

    def _latest(self, besides: str, keys: list[str], most_each: int, most: int) -> list[str]:
        rows = self._rows(_LATEST, keys, most=most, most_each=most_each, besides=UUID(besides))
        return [str(referral_id) for (referral_id,) in rows]

    def _rows(
        self, statement: str, keys: list[str], *, also: str = "", **values: int | str | UUID
    ) -> list[tuple[Any, ...]]:
        if not keys:
            return []
        asked = {"asked": self._asked, "followed": self._followed, "turns": _TURNS, "also": also}
        filled = statement.format(senders=_SENDERS.format(**asked), **asked)
        with connection.cursor() as cursor:
            cursor.execute(filled, {"desk": self._desk_id, "holder": self._holder_id, "keys": keys, **values})
            return list(cursor.fetchall())


class HeldNeighbours(SqlNeighbours):
    """The neighbourhood as far as one receiver knows it: what was sent to it. `matches` is what the desk found in its
    banks.
    """

    # Whether a telling is followed was settled by all that the desk holds: here every one is.
    _followed = "true"
    _asked = f"{_ASKED} AND {_SENT.format(of='s', holder='%(holder)s')}"

    def __init__(
        self, actor: Actor, referral_id: UUID, received_at: datetime, *, holder_id: UUID, matches: Sequence[Match]
    ) -> None:
        super().__init__(actor, referral_id, received_at, matches=matches)
        self._holder_id = holder_id

    def bundles(self, heads: Collection[str]) -> Sequence[Bundle]:
        """None: what they say comes from others' referrals too. Tellings are compared one by one."""
        del heads
        return []

    def _known(self, referral_ids: Collection[UUID]) -> Collection[UUID]:
        if not referral_ids:
            return referral_ids
        with connection.cursor() as cursor:
            cursor.execute(
                _KNOWN.format(sent=_SENT.format(of="m", holder="%(holder)s")),
                {"ids": list(referral_ids), "holder": self._holder_id},
            )
            return {row[0] for row in cursor.fetchall()}

    def _only_known(self, rows: "QuerySet[Membership]") -> "QuerySet[Membership]":
        sent = _SENT.format(of="clusters_membership", holder="%s")
        return rows.filter(RawSQL(sent, [self._holder_id], output_field=BooleanField()))  # noqa: S611 no text of others
