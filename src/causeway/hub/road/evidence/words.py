"""The words in which files and authorities are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.road.evidence.commands.record_authority import AuthorityKind
from causeway.hub.road.evidence.queries.files import Access

AUTHORITY_NAMES: dict[AuthorityKind, Promise] = {
    AuthorityKind.WARRANT: _("Search warrant"),
    AuthorityKind.COURT_ORDER: _("Court order"),
    AuthorityKind.STATUTE: _("Power given by statute"),
    AuthorityKind.CONSENT: _("Consent of the account’s holder"),
    AuthorityKind.SENIOR_OFFICER: _("Authority of a senior officer"),
    AuthorityKind.EMERGENCY: _("Emergency: a child in danger now"),
}

ACCESS_TEXTS: dict[Access, Promise] = {
    Access.NO_FILE: _("An address was named; no file came with it."),
    Access.NOT_FOR_YOU: _("Your role does not open content."),
    Access.NEEDS_AUTHORITY: _("Nobody at the service viewed this file. Opening it needs an authority."),
    Access.PICTURE: _("A picture. It opens blurred first."),
    Access.DOWNLOAD_ONLY: _("Not a picture that can be shown here. It can be downloaded under the recorded authority."),
    Access.DOWNLOAD_NEEDS_AUTHORITY: _("Not a picture that can be shown here. Downloading it needs an authority."),
    Access.NOT_EXAMINED: _("Not examined yet. It can be opened as soon as it is."),
    Access.NEEDS_CERTIFICATE: _("Your organisation asks for a valid certificate before you open files."),
}
