"""How telling what two referrals share is, and what is shared too widely to tell anything, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.clusters.queries.widely_shared import CommonThing
from causeway.hub.road.referrals.comparing import SELECTOR_NAMES
from causeway.vocabulary.findings import Worn

_VERY, _SOMEWHAT = 0.7, 0.3
_ROUND = (5, 2, 1)

_AT_A_DESK: dict[Worn, Promise] = {
    Worn.NOTHING: gettext_lazy("Shared by more than %(n)s referrals: links nothing."),
    Worn.NOT_ALONE: gettext_lazy(
        "Shared by more than %(n)s referrals: links nothing by itself, and adds to what else two share."
    ),
    Worn.WEAKLY: gettext_lazy("Shared by more than %(n)s referrals: links, but does not hold two together by itself."),
}
_AT_A_FORCE: dict[Worn, Promise] = {
    Worn.NOTHING: gettext_lazy(
        "In more than %(n)s referrals that you hold: says nothing of which belong together. They are not listed for it."
    ),
    Worn.NOT_ALONE: gettext_lazy(
        "In more than %(n)s referrals that you hold: says nothing by itself of which belong together."
    ),
    Worn.WEAKLY: gettext_lazy("In more than %(n)s referrals that you hold: says little of which belong together."),
}


def how_telling(weight: float) -> Promise:
    """A weight from 0 to 1 in words; what was not weighed says so."""
    if weight >= _VERY:
        return gettext_lazy("Very telling")
    if weight >= _SOMEWHAT:
        return gettext_lazy("Somewhat telling")
    return gettext_lazy("A little telling") if weight > 0 else gettext_lazy("Not weighed")


def how_common(thing: CommonThing, *, is_desks: bool) -> str:
    """How widely something is shared, and what of its links is left by that."""
    text = (_AT_A_DESK if is_desks else _AT_A_FORCE)[thing.worn]
    return str(text) % {"n": grouped(_round_below(thing.shared_by))}


def name_of_common(thing: CommonThing) -> str:
    """What sort of thing it is."""
    return str(SELECTOR_NAMES[thing.kind]) if thing.kind else _("File")


def _round_below(count: int) -> int:
    """The round number below a count of at least 2: what was counted once may be more by now, and is no more exact."""
    size: int = 10 ** (len(str(count - 1)) - 1)
    return next(figure * size for figure in _ROUND if figure * size < count)
