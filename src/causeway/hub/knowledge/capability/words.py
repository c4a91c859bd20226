"""The words in which evidence and views are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.capability.judgements import EvidenceKind, View

EVIDENCE_NAMES: dict[EvidenceKind, Promise] = {
    EvidenceKind.LINK: _("Link"),
    EvidenceKind.DOCUMENT: _("Document"),
    EvidenceKind.FIGURE: _("Figure"),
}
VIEW_NAMES: dict[View, Promise] = {
    View.AGREE: _("Agrees"),
    View.DISAGREE: _("Disagrees"),
    View.CANNOT_SAY: _("Cannot say"),
}
