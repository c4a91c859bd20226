"""What a comparison says of past referrals whose outcome is known, as a page shows it. None stands for a number that
may not be said: fewer than ten, or one from which such a number could be worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.theme.numbers import decimal, percent
from causeway.hub.road.queues.group_names import group_name
from causeway.triage.outcome_comparing import AGES, OLDER
from causeway.triage.outcome_moves import Came

Text = str | Promise
_CAME_NAMES: dict[Came, Promise] = {
    Came.CHILD: gettext_lazy("A child was identified or safeguarded"),
    Came.CASE: gettext_lazy("A confirmed case"),
    Came.USE: gettext_lazy("Of use, nothing confirmed"),
    Came.NOTHING: gettext_lazy("Nothing found"),
    Came.UNKNOWN: gettext_lazy("Not known yet"),
}
_AGE_NAMES: dict[str, Promise] = dict(
    zip(
        (*(name for _before, name in AGES), OLDER),
        (
            gettext_lazy("Under 30 days ago"),
            gettext_lazy("30 to 89 days ago"),
            gettext_lazy("90 to 364 days ago"),
            gettext_lazy("365 days ago or more"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """A figure under both policies, with its interval, and the difference; None where too few are known."""

    name: Text
    figures: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOutcomes:
    """All that the page says of outcomes. `groups` are tables: a title, and for each group its name, how many, and
    both figures.
    """

    known: str
    unknown: str
    measured: str
    lowers_recall: bool | None
    moved: Sequence[tuple[Text, Sequence[str]]]
    figures: Sequence[ShownPair]
    ages: Sequence[tuple[Text, int, str]]
    groups: Sequence[tuple[Text, Sequence[tuple[Text, int, str, Sequence[ShownPair]]]]]


def outcomes_shown(found: Mapping[str, Any]) -> ShownOutcomes:
    """What a reader sees of the part of a comparison that rests on outcomes."""
    tables = (
        (_("By how many referrals the sender told"), "by_sender_size"),
        (_("By language of the sender"), "by_language"),
        (_("By country to which it goes"), "by_country"),
    )
    return ShownOutcomes(
        known=_count(found["known"]),
        unknown=_count(found["unknown"]),
        measured=_count(found["measured"]),
        lowers_recall=found["lowers_recall"],
        moved=[
            (_CAME_NAMES[Came(row["came"])], [_count(row[name]) for name in ("referrals", "risen", "fallen", "kept")])
            for row in found["moved"]
        ],
        figures=_pairs(found),
        ages=[(_AGE_NAMES[row["age"]], row["referrals"], _count(row["known"])) for row in found["by_age"]],
        groups=[
            (
                title,
                [(group_name(row["name"]), row["referrals"], _count(row["known"]), _pairs(row)) for row in found[name]],
            )
            for title, name in tables
        ],
    )


def _pairs(found: Mapping[str, Any]) -> list[ShownPair]:
    return [
        ShownPair(name=_("Confirmed that stand in the first 5%"), figures=_figures(found["recall_first"], share=True)),
        ShownPair(name=_("How near the queue is to the best order (NDCG)"), figures=_figures(found["ndcg"])),
    ]


def _figures(pair: Mapping[str, Any] | None, *, share: bool = False) -> tuple[str, str, str] | None:
    if pair is None:
        return None
    return (_measured(pair["old"], share), _measured(pair["new"], share), _measured(pair["difference"], share))


def _measured(one: Mapping[str, Any], share: bool) -> str:
    value, low, high = (
        percent(each) if share else decimal(each, 2) for each in (one["value"], one["low"], one["high"])
    )
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def _count(number: int | None) -> str:
    return _("too few to say") if number is None else str(number)
