"""Children of whom no body was told yet, as lines that lead to telling one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from causeway.hub.road.cases.children import Child
from causeway.hub.road.cases.queries.unprotected import Unprotected


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldLine:
    """Who waits, in which referral, and where a body is told."""

    who: str
    reference: str
    href: str


def untold_lines(found: Iterable[Unprotected]) -> list[UntoldLine]:
    """A line a child."""
    return [UntoldLine(who=child_in_words(each.child), reference=each.reference, href=_address(each)) for each in found]


def child_in_words(child: Child | None) -> str:
    """By what people know a child: the name and the age, as far as they were told."""
    if child is None:
        return _("A danger was told, and no child named")
    name = child.name or _("A child who is not named")
    age = child.party.age_years
    return name if age is None else f"{name}, {age}"


def _address(each: Unprotected) -> str:
    address = reverse("cases:safeguard_new", args=[each.referral_id])
    return f"{address}?child={each.child.number}" if each.child else address
