"""A comparison of two policies as a page shows it: names in the reader's language, and references of those referrals
only that the reader may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.numbers import decimal
from causeway.hub.base.theme.said import templates
from causeway.hub.road.queues.group_names import group_name
from causeway.hub.road.queues.policies.outcomes_shown import ShownOutcomes, outcomes_shown
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.findings import BAND_ORDER, Band

MOST_FALLS = 100
Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFall:
    """A referral that would stand lower; without a reference where the reader does not see it."""

    referral_id: UUID
    reference: str
    old: Text
    new: Text
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroups:
    """A table of groups: for each its name, how many, and for each band how many before and after."""

    title: Text
    rows: Sequence[tuple[Text, int, Sequence[tuple[int, int]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComparison:
    """All that the page says of a comparison. `found` is the stored document; `outcomes` is None in one of before."""

    found: Mapping[str, Any]
    moves: Sequence[tuple[Text, Text, int]]
    bands: Sequence[Text]
    groups: Sequence[ShownGroups]
    falls: Sequence[ShownFall]
    more_falls: int
    outcomes: ShownOutcomes | None


def comparison_shown(actor: Actor, found: Mapping[str, Any]) -> ShownComparison:
    """What a reader sees of a comparison."""
    first = found["falls"][:MOST_FALLS]
    return ShownComparison(
        found=found,
        moves=[
            (BAND_NAMES[Band(move["old"])], BAND_NAMES[Band(move["new"])], move["referrals"])
            for move in found["moves"]
            if move["old"] != move["new"]
        ],
        bands=[BAND_NAMES[band] for band in BAND_ORDER],
        groups=[
            _groups(_("By how many referrals the sender told"), found["by_sender_size"]),
            _groups(_("By language of the sender"), found["by_language"]),
            _groups(_("By country to which it goes"), found["by_country"]),
        ],
        falls=_falls(actor, first),
        more_falls=len(found["falls"]) - len(first),
        outcomes=outcomes_shown(found["outcomes"]) if "outcomes" in found else None,
    )


def _groups(title: str, rows: Sequence[Mapping[str, Any]]) -> ShownGroups:
    return ShownGroups(
        title=title,
        rows=[
            (
                group_name(row["name"]),
                row["referrals"],
                [(row["old"][band.value], row["new"][band.value]) for band in BAND_ORDER],
            )
            for row in rows
        ],
    )


def _falls(actor: Actor, falls: Sequence[Mapping[str, Any]]) -> list[ShownFall]:
    ids = [UUID(fall["referral_id"]) for fall in falls]
    with acting_as(actor):
        facts = facts_of(ids) if may(actor, Permission.READ_REFERRAL) else {}
    return [
        ShownFall(
            referral_id=referral_id,
            reference=facts[referral_id].reference if referral_id in facts else "",
            old=BAND_NAMES[Band(fall["old_band"])],
            new=BAND_NAMES[Band(fall["new_band"])],
            reasons=[_reason(one) for one in fall["reasons"]] or [_("The bands begin elsewhere")],
        )
        for referral_id, fall in zip(ids, falls, strict=True)
    ]


def _reason(one: Mapping[str, Any]) -> str:
    return _("%(reason)s: %(old)s points before, %(new)s after") % {
        "reason": templates(one["text"], "", 1),
        "old": decimal(one["old"], 1),
        "new": decimal(one["new"], 1),
    }
