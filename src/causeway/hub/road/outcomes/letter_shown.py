"""A letter about completeness in words: the same on the page and on paper, and of no sender but the one it is to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import decimal, grouped, percent
from causeway.hub.base.theme.pdf import Heading, Paragraph, Section, Table, pdf
from causeway.hub.road.outcomes.queries.letters import Letter
from causeway.hub.road.outcomes.words import missing_advice, missing_text
from causeway.triage.completeness_trend import Gap, SenderCompleteness

MOST_GAPS = 6
"""More than anybody mends before the next letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGap:
    """What was missing, how often, what it went with, and where to find it."""

    text: str
    often: str
    before: str
    cost: Sequence[str]
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLetter:
    """A letter in the reader's language."""

    title: str
    lead: Sequence[str]
    months: Sequence[tuple[str, str, str]]
    gaps: Sequence[ShownGap]
    closing: str


def letter_shown(letter: Letter) -> ShownLetter:
    """The words of a letter."""
    shares = {gap.code: gap.share for gap in letter.before.gaps} if letter.before else {}
    return ShownLetter(
        title=_("How complete your referrals were"),
        lead=_lead(letter),
        months=[(one.month, grouped(one.referrals), _score(one.score)) for one in letter.found.months],
        gaps=[_gap(gap, shares.get(gap.code), has_before=letter.before is not None) for gap in _first(letter.found)],
        closing=_(
            "The figures compare your own referrals with one another. They do not prove that one thing caused "
            "the other, and they say nothing of any other sender. Nothing is said of fewer than ten referrals. A "
            "referral’s completeness has no part in its priority. What forces themselves missed stands under Feedback."
        ),
    )


def letter_pdf(letter: Letter) -> bytes:
    """The letter on paper."""
    shown = letter_shown(letter)
    sections: list[Section] = [Paragraph(line) for line in shown.lead]
    if shown.months:
        sections += [Heading(_("Month by month"), 2), Table(_month_head(), shown.months)]
    sections.append(Heading(_("What you left out most"), 2))
    for gap in shown.gaps:
        sections += [Heading(gap.text, 3), *(Paragraph(line) for line in (gap.often, gap.before, *gap.cost) if line)]
        sections.append(Paragraph(gap.advice))
    sections.append(Paragraph(shown.closing if shown.gaps else f"{_nothing()} {shown.closing}"))
    return pdf(shown.title, sections, language=get_language() or "", author=letter.desk)


def _month_head() -> tuple[str, str, str]:
    return _("Month"), _("Referrals"), _("Completeness")


def _nothing() -> str:
    return _("Nothing was missing from ten referrals or more.")


def _lead(letter: Letter) -> list[str]:
    lines = [
        _("To %(sender)s, from %(desk)s") % {"sender": letter.sender, "desk": letter.desk},
        ngettext(
            "From %(first)s until before %(end)s you told us %(n)s referral. It was %(score)s complete on average.",
            "From %(first)s until before %(end)s you told us %(n)s referrals. They were %(score)s complete on average.",
            letter.found.told_in_all,
        )
        % {
            "first": date_format(letter.starts_on),
            "end": date_format(letter.ends_on),
            "n": grouped(letter.found.told_in_all),
            "score": _score(letter.found.score),
        },
    ]
    if letter.found.told is not None:
        drawn = _("All figures here rest on %(n)s of them, drawn by chance from the whole time.")
        lines.append(drawn % {"n": grouped(letter.found.referrals)})
    if letter.before:
        lines.append(_("In the letter before it was %(score)s.") % {"score": _score(letter.before.score)})
    return lines


def _first(found: SenderCompleteness) -> Sequence[Gap]:
    return found.gaps[:MOST_GAPS]


def _gap(gap: Gap, before: float | None, *, has_before: bool) -> ShownGap:
    return ShownGap(
        text=missing_text(gap.code),
        often=_("In %(share)s of your referrals (%(n)s).") % {"share": percent(gap.share), "n": grouped(gap.referrals)},
        before=_before(before) if has_before else "",
        cost=_cost(gap),
        advice=missing_advice(gap.code),
    )


def _cost(gap: Gap) -> list[str]:
    """What went with it; also where nothing did, and where that cannot be said."""
    cost = []
    if gap.days_more is not None and gap.days_more > 0:
        cost.append(
            _("Until such a referral was with a force it took %(days)s days longer, by the median.")
            % {"days": decimal(gap.days_more, 1)}
        )
    if gap.nowhere_more is not None and gap.nowhere_more > 0:
        cost.append(
            _("Such referrals were called of no use more often, by %(points)s percentage points.")
            % {"points": decimal(100 * gap.nowhere_more, 0)}
        )
    if cost:
        return cost
    if gap.days_more is None and gap.nowhere_more is None:
        return [_("What it cost cannot be said: too few of your referrals with it, or without it, can be compared.")]
    return [_("No cost shows: as far as they can be compared, your other referrals fared no better.")]


def _before(share: float | None) -> str:
    if share is None:
        return _("In the letter before it was missing from fewer than ten.")
    return _("In the letter before it was %(share)s.") % {"share": percent(share)}


def _score(score: float) -> str:
    return _("%(score)s of 100") % {"score": decimal(score, 0)}
