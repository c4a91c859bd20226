"""What the pages call formats and schemes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.banks.commands.import_list import ListFormat
from causeway.interchange.hashlists import CategoryScheme

FORMAT_NAMES: dict[ListFormat, Promise] = {
    ListFormat.CSV: _("A CSV file"),
    ListFormat.VICS: _("A VICS document"),
}
SCHEME_NAMES: dict[CategoryScheme, Promise] = {
    CategoryScheme.UNSTATED: _("Not stated"),
    CategoryScheme.UK: _("United Kingdom (A to C)"),
    CategoryScheme.US: _("United States (Project VIC)"),
    CategoryScheme.CUSTOM: _("One of its own"),
}
