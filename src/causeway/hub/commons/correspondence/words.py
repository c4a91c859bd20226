"""The words in which messages are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.vocabulary.handling import Handling


class TieKind(StrEnum):
    """What a thread can belong to at an organisation."""

    CASE = "case"
    REFERRAL = "referral"
    DATA_REQUEST = "data_request"


class ReceiptKind(StrEnum):
    """What an organisation has done with a message."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


TIE_NAMES: dict[TieKind, Promise] = {
    TieKind.CASE: _("Case"),
    TieKind.REFERRAL: _("Referral"),
    TieKind.DATA_REQUEST: _("Data request"),
}

RECEIPT_NAMES: dict[ReceiptKind, Promise] = {
    ReceiptKind.OPENED: _("Opened first by"),
    ReceiptKind.ACKNOWLEDGED: _("Acknowledged by"),
    ReceiptKind.ANSWERED: _("Answered by"),
}

HANDLING_MEANING: dict[Handling, Promise] = {
    Handling.RED: _("only for the people named"),
    Handling.AMBER_STRICT: _("only for the organisations that get it"),
    Handling.AMBER: _("for those organisations, and those they work for, who need to know"),
    Handling.GREEN: _("for all who do this work; not for the public"),
    Handling.CLEAR: _("for anybody"),
}
