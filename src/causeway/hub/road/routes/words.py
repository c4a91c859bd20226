"""The words in which a page names what a route rests on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.vocabulary.findings import RouteBasis

BASIS_NAMES: dict[RouteBasis, Promise] = {
    RouteBasis.POSTCODE: _("Postcode"),
    RouteBasis.SCHOOL: _("School"),
    RouteBasis.DECLARED_PLACE: _("Declared place"),
    RouteBasis.ADDRESS: _("Name of a place in an address"),
    RouteBasis.PHONE: _("Calling code of a phone"),
    RouteBasis.IP: _("Country of an IP address"),
}
