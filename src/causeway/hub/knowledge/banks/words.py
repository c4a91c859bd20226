"""What the pages call formats, schemes, kinds, states and what is said of signals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.banks.commands.import_list import ListFormat
from causeway.hub.knowledge.banks.models import ChangeKind
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.signals import OpinionKind, SignalKind, SignalState

FORMAT_NAMES: dict[ListFormat, Promise] = {
    ListFormat.CSV: _("A CSV file"),
    ListFormat.VICS: _("A VICS document"),
    ListFormat.NCMEC: _("A page of NCMEC hash sharing, version 2 (XML)"),
    ListFormat.THREATEXCHANGE: _("A page of ThreatExchange updates (JSON)"),
    ListFormat.STIX: _("A STIX 2.1 bundle (JSON)"),
    ListFormat.MISP: _("A MISP event (JSON)"),
}
SCHEME_NAMES: dict[CategoryScheme, Promise] = {
    CategoryScheme.UNSTATED: _("Not stated"),
    CategoryScheme.UK: _("United Kingdom (A to C)"),
    CategoryScheme.US: _("United States (Project VIC)"),
    CategoryScheme.CUSTOM: _("One of its own"),
}
OTHER_SCHEME_NAMES: dict[str, str | Promise] = {
    "ncmec": _("NCMEC (A1 to B2)"),
    "threatexchange": _("Tags of ThreatExchange"),
}
"""Schemes of files that others hand on; one that is not named here is called as its file calls it."""
KIND_NAMES: dict[SignalKind, str | Promise] = {
    SignalKind.MD5: "MD5",
    SignalKind.SHA1: "SHA-1",
    SignalKind.SHA256: "SHA-256",
    SignalKind.PDQ: "PDQ",
    SignalKind.VPDQ_FRAME: _("vPDQ, one frame"),
    SignalKind.PHOTODNA: _("PhotoDNA (passed on, never matched here)"),
    SignalKind.ACCOUNT: _("Account at a service"),
    SignalKind.URL: _("Web address"),
    SignalKind.KEYWORD: _("Keyword"),
}
STATE_NAMES: dict[SignalState, Promise] = {
    SignalState.UNCONFIRMED: _("Unconfirmed"),
    SignalState.CONFIRMED: _("Confirmed"),
    SignalState.DISPUTED: _("Disputed"),
    SignalState.APPEALED: _("Under appeal, in use"),
    SignalState.SUSPENDED: _("Suspended"),
    SignalState.WITHDRAWN: _("Withdrawn"),
    SignalState.MOVED: _("Moved"),
    SignalState.EXPIRED: _("Expired"),
}
STATE_COLOURS: dict[SignalState, str] = {
    SignalState.UNCONFIRMED: "yellow",
    SignalState.CONFIRMED: "green",
    SignalState.DISPUTED: "orange",
    SignalState.APPEALED: "orange",
    SignalState.SUSPENDED: "red",
    SignalState.WITHDRAWN: "grey",
    SignalState.MOVED: "grey",
    SignalState.EXPIRED: "grey",
}
"""The colours of GOV.UK tags; the words say the same."""
CHANGE_NAMES: dict[ChangeKind, Promise] = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.CONFIRMED: _("Confirmed"),
    ChangeKind.DISPUTED: _("Disputed"),
    ChangeKind.REGRADED: _("Given another category"),
    ChangeKind.MOVED: _("Moved to another bank"),
    ChangeKind.APPEALED: _("Marked: an appeal is open"),
    ChangeKind.SUSPENDED: _("Suspended"),
    ChangeKind.RESTORED: _("In use again"),
    ChangeKind.WITHDRAWN: _("Withdrawn"),
    ChangeKind.EXPIRED: _("Expired"),
    ChangeKind.RENEWED: _("Renewed"),
}
VERDICT_NAMES: dict[Verdict, Promise] = {
    Verdict.CONFIRM: _("I confirm it"),
    Verdict.DISPUTE: _("I dispute it"),
}
CAST_NAMES: dict[Verdict, Promise] = {Verdict.CONFIRM: _("Confirms"), Verdict.DISPUTE: _("Disputes")}
OPINION_NAMES: dict[OpinionKind, Promise] = {
    OpinionKind.RIGHT: _("The match was right"),
    OpinionKind.WRONG: _("The match was wrong"),
    OpinionKind.SEEN_AGAIN: _("Seen again"),
}
CAME_BY_NAMES: dict[str, Promise] = {
    "list": _("In a list"),
    "feed": _("In a file of signals"),
    "form": _("Entered by hand"),
    "api": _("Sent by a program"),
    "move": _("Moved from another bank"),
}
