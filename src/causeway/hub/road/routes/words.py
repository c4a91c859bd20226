"""The words in which pages name what a route rests on, and kinds of places."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.routing import PlaceKind
from causeway.vocabulary.findings import RouteBasis

BASIS_NAMES: dict[RouteBasis, Promise] = {
    RouteBasis.POSTCODE: _("Postcode"),
    RouteBasis.SCHOOL: _("School"),
    RouteBasis.DECLARED_PLACE: _("Declared place"),
    RouteBasis.ADDRESS: _("Name of a place in an address"),
    RouteBasis.PHONE: _("Calling code of a phone"),
    RouteBasis.IP: _("Country of an IP address"),
}
PLACE_KIND_NAMES: dict[PlaceKind, Promise] = {
    PlaceKind.SCHOOL: _("School"),
    PlaceKind.CLUB: _("Club"),
    PlaceKind.CARE: _("Care"),
    PlaceKind.OTHER: _("Other place"),
}
