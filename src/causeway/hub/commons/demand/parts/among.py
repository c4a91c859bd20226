"""One force among others in words."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.theme.numbers import percent
from causeway.hub.commons.demand.distributions import Measure
from causeway.hub.commons.demand.queries.distributions import Among
from causeway.hub.commons.demand.tables import Figure, Part, Table, number, share, words

_MEASURES: dict[Measure, Promise] = {
    Measure.RETURNED: gettext_lazy("Outcome back within 30 days"),
    Measure.USEFUL: gettext_lazy("Useful, of those rated"),
}


def among_part(found: Sequence[Among]) -> Part:
    """Your share beside the middle half of all forces."""
    title = _("You among other forces")
    rows = tuple(
        (
            words(_MEASURES[each.measure]),
            words(each.desk),
            words(
                _("%(first)s to %(last)s")
                % {
                    "first": date_format(each.first, "SHORT_DATE_FORMAT"),
                    "last": date_format(each.last, "SHORT_DATE_FORMAT"),
                }
            ),
            share(each.own),
            Figure(text=percent(each.lower), value=each.lower),
            Figure(text=percent(each.middle), value=each.middle),
            Figure(text=percent(each.upper), value=each.upper),
            number(each.forces),
        )
        for each in found
    )
    return Part(
        title=title,
        text=_(
            "A desk publishes once a quarter between which shares the middle half of its forces lies, rounded to five"
            " points, where at least ten forces were sent at least ten referrals. No force is named or can be told."
        ),
        table=Table(
            code="among",
            caption=title,
            columns=(
                *(_("What"), _("Published by"), _("Quarter"), _("You")),
                *(_("A quarter of forces below"), _("Half below"), _("Three quarters below"), _("Forces")),
            ),
            rows=rows,
        ),
        empty=_("No desk has published anything yet."),
    )
