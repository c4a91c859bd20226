"""The words in which contact points are shown."""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.contacts.opening import Answering
from causeway.vocabulary.contacts import ContactPurpose

PURPOSE_NAMES: dict[ContactPurpose, Promise] = {
    ContactPurpose.URGENT: _("Urgent: a child may be in danger now"),
    ContactPurpose.SAFEGUARDING: _("Safeguarding"),
    ContactPurpose.SCHOOL_LEAD: _("A school’s safeguarding lead"),
    ContactPurpose.REFERRALS: _("Referrals"),
    ContactPurpose.DATA_REQUESTS: _("Data requests"),
    ContactPurpose.DATA_PROTECTION: _("Data protection"),
    ContactPurpose.TECHNICAL: _("Technical matters"),
    ContactPurpose.PRESS: _("Press"),
    ContactPurpose.GENERAL: _("Anything else"),
}

ANSWERING_NAMES: dict[Answering, Promise] = {
    Answering.NOW: _("Somebody answers now"),
    Answering.LATER: _("Nobody answers now"),
    Answering.NOT_KNOWN: _("Hours not known"),
}


def language_name(code: str) -> str:
    """A language in the reader's own, or its code where nobody has named it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def is_language(code: str) -> bool:
    """Whether a code of two letters names a language."""
    return len(code) == 2 and code in LANG_INFO


def language_choices() -> list[tuple[str, str]]:
    """Languages by code and name: those of the program first, the others by name."""
    own = list(dict.fromkeys(code.split("-")[0] for code, _name in settings.LANGUAGES))
    rest = sorted((code for code in LANG_INFO if is_language(code) and code not in own), key=language_name)
    return [(code, language_name(code)) for code in (*own, *rest)]
