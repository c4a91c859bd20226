"""What the engine found wrong with a list, in words of the reader's language. The engine knows codes and English."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.interchange.hashlists import HashListError, RowFault
from causeway.interchange.hashlists.rows import HEX_CHARACTERS
from causeway.interchange.signals import SignalFormatError
from causeway.interchange.vics import VicsError
from causeway.vocabulary.findings import DigestKind

_OF_A_LIST: dict[str, Promise] = {
    "header_not_understood": gettext_lazy(
        "The first row names no column of digests: md5, sha1, sha256, pdq, or kind and value."
    ),
    "cut_short": gettext_lazy("The file ends in the middle of a row."),
    "bad_json": gettext_lazy("The file is no valid JSON."),
    "too_deep": gettext_lazy("A row of the file is nested too deeply."),
    "encoding": gettext_lazy("The file is not in UTF-8."),
    "row_too_large": gettext_lazy("A row of the file is too large."),
    "other_document": gettext_lazy("The file is not of the format that you chose."),
    "not_vics": gettext_lazy("The file is no VICS document of version 1 or 2."),
}
_OF_A_PAGE: dict[str, Promise] = {
    "bad_xml": gettext_lazy("The file is no valid XML, or is larger than 10 megabytes."),
    "too_large": gettext_lazy("The file is larger than 64 megabytes."),
    "missing": gettext_lazy("Something that must stand in the file is missing."),
    "bad_type": gettext_lazy("Something in the file is not of its kind, or too long."),
    "bad_value": gettext_lazy("A value in the file is none that may stand there."),
    "bad_time": gettext_lazy("A time in the file is missing, or is no time with its zone."),
    "no_reference": gettext_lazy("An entry does not say by what name its source knows it."),
    "bad_reference": gettext_lazy("The name by which its source knows an entry cannot be kept."),
    "unknown_entry": gettext_lazy(
        "An entry is of no kind that is known. It might be a new way to take something back."
    ),
    "unknown_field": gettext_lazy("An entry has a field that this version does not know."),
    "endless": gettext_lazy("The page does not say where the next one is, though one follows."),
    "bad_next": gettext_lazy("The page does not say where the next one is, though one follows."),
}
"""Behind these stand the place and the field, as the engine names them."""
_OF_A_ROW: dict[str, Promise] = {
    "unreadable_row": gettext_lazy("The row is too long, or its quotes do not match."),
    "scheme_mixed": gettext_lazy("The row’s categories are not of the list’s scheme."),
    "no_digest": gettext_lazy("The row holds no digest of a kind that is known."),
    "digest_of_nothing": gettext_lazy("This is the digest of an empty file and would match all of them."),
    "blank_digest": gettext_lazy("This digest is blank."),
    "bad_row": gettext_lazy("The row is not an object of JSON."),
    "bad_pattern": gettext_lazy("The pattern is not one value of a kind that is known."),
    "names_a_child": gettext_lazy("A referral names this as a child’s. It must not be listed."),
    "curator_decides": gettext_lazy("Whether this is listed, the bank’s curator decides."),
    "marked_red": gettext_lazy("It is marked TLP:RED, for named recipients alone."),
    "marked_to_stay": gettext_lazy(
        "It is marked TLP:AMBER and must stay with you; this bank is shared. Put it in a bank of its own."
    ),
    "about_people": gettext_lazy(
        "It leads to people. State for which purposes and on what basis you take such signals, and make sure that none"
        " leads to a child."
    ),
}


def list_fault(fault: HashListError | VicsError | SignalFormatError) -> str:
    """Why a whole list cannot be taken. What has no words here stands as the engine says it, with its place."""
    if isinstance(fault, SignalFormatError) and fault.code in _OF_A_PAGE:
        return f"{_OF_A_PAGE[fault.code]} ({fault})"
    return str(_OF_A_LIST.get(fault.code, fault))


def row_fault(fault: RowFault) -> str:
    """What is wrong with one row. What has no words here stands as the engine says it."""
    if fault.code == "bad_digest" and fault.field in set(DigestKind):
        kind = DigestKind(fault.field)
        told = {"kind": kind.upper(), "count": HEX_CHARACTERS[kind]}
        return _("A digest of the kind %(kind)s has %(count)d hexadecimal characters.") % told
    if fault.code == "bad_value" and fault.field:
        return _("The value of %(field)s is not of the kind that belongs there.") % {"field": fault.field}
    return str(_OF_A_ROW.get(fault.code, fault.message))
