"""Partnership in words: an overview of all pairs, and one pair both ways."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.organisations.words import KIND_NAMES
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.commons.demand.pairs import Answers, Direction, Flow, Pair
from causeway.hub.commons.demand.summaries import Share
from causeway.hub.commons.demand.tables import Figure, Part, Table, hours, number, share, unknown, words
from causeway.hub.commons.demand.words import ASK_NAMES, FLOW_NAMES
from causeway.hub.road.outcomes.words import missing_text
from causeway.vocabulary.organisations import OrganisationKind


def partner_parts(pairs: tuple[Pair, ...], address: Callable[[UUID], str]) -> tuple[Part, ...]:
    """Every pair, a line each, by name."""
    rows = [_line(pair, address(pair.other_id)) for pair in pairs]
    return (
        Part(
            title=_("All partners"),
            text=_("In the order of their names, with no ranking: what each was asked differs."),
            table=Table(
                code="partners",
                caption=_("All partners"),
                columns=(
                    *(_("Partner"), _("Kind"), _("Referrals to us"), _("Referrals from us"), _("Outcome back")),
                    *(_("Useful"), _("We answered in time"), _("They answered in time")),
                ),
                rows=tuple(rows),
            ),
            empty=_("You had nothing to do with another organisation in this period."),
        ),
    )


def pair_parts(pair: Pair) -> tuple[Part, ...]:
    """One pair: referrals, then everything that one side can owe the other an answer to."""
    return (*(_flow(flow, number) for number, flow in enumerate(pair.flows)), _answers(pair))


def kind_name(kind: str) -> str:
    """A kind of organisation in words."""
    return str(KIND_NAMES[OrganisationKind(kind)]) if kind else ""


def _line(pair: Pair, href: str) -> tuple[Figure, ...]:
    ours = [flow for flow in pair.flows if flow.direction is Direction.WE_OWE]
    theirs = [flow for flow in pair.flows if flow.direction is Direction.THEY_OWE]
    results = [flow.results for flow in pair.flows]
    returned = Share(
        part=sum(each.returned.part for each in results), whole=sum(each.returned.whole for each in results)
    )
    useful = Share(part=sum(each.useful.part for each in results), whole=sum(each.useful.whole for each in results))
    return (
        words(pair.other, href),
        words(kind_name(pair.other_kind)),
        number(sum(flow.referrals for flow in ours)),
        number(sum(flow.referrals for flow in theirs)),
        _short(returned),
        _short(useful),
        _short(_in_time(pair.answers, Direction.WE_OWE)),
        _short(_in_time(pair.answers, Direction.THEY_OWE)),
    )


def _short(found: Share) -> Figure:
    """A share as a fraction, which claims no more than it is; small numbers stay visible as such."""
    if not found.whole:
        return unknown(_("None"))
    text = _("%(part)s of %(whole)s") % {"part": grouped(found.part), "whole": grouped(found.whole)}
    return Figure(text=text, value=round(found.part / found.whole, 4))


def _in_time(answers: tuple[Answers, ...], direction: Direction) -> Share:
    of = [each for each in answers if each.direction is direction]
    return Share(part=sum(each.in_time for each in of), whole=sum(each.due for each in of))


def _flow(flow: Flow, place: int) -> Part:
    title = FLOW_NAMES[flow.direction]
    acted = (
        hours(flow.acted_on.median) if flow.acted_on else unknown(_("Theirs to know: their steps are not shown to us"))
    )
    rows: list[tuple[Figure, ...]] = [
        (words(_("Referrals")), number(flow.referrals)),
        (words(_("Half acted on within")), acted),
        (words(_("Half with an outcome within")), hours(flow.outcome.median)),
        (words(_("Outcome back")), share(flow.results.returned)),
        (words(_("Useful, of those rated")), share(flow.results.useful)),
        (words(_("Children safeguarded")), number(flow.results.children)),
    ]
    if flow.passed_on_hours is not None:
        rows.insert(1, (words(_("Half passed on within")), hours(flow.passed_on_hours)))
    rows += [
        (words(_("Missing: %(what)s") % {"what": missing_text(code)}), number(count))
        for code, count in flow.results.missing[:5]
    ]
    return Part(
        title=title,
        table=Table(code=f"flow_{place}", caption=title, columns=(_("What"), _("Figure")), rows=tuple(rows)),
    )


def _answers(pair: Pair) -> Part:
    rows = [
        (
            words(ASK_NAMES[each.kind, each.direction]),
            number(each.asked),
            number(each.answered),
            _short(Share(part=each.in_time, whole=each.due)),
            hours(each.median_hours),
            number(each.late_now),
        )
        for each in pair.answers
    ]
    title = _("Questions, requests and notices")
    return Part(
        title=title,
        text=_("Preserving counts as answered once it is acknowledged; a notice, once somebody has taken it on."),
        table=Table(
            code="answers",
            caption=title,
            columns=(
                *(_("What was asked"), _("Times asked"), _("Times answered"), _("In time"), _("Half answered within")),
                _("Late and open"),
            ),
            rows=tuple(rows),
        ),
        empty=_("Neither asked the other anything in this period."),
    )
