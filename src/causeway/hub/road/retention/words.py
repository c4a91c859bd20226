"""The words in which pages name what is kept."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.timing import Kept

KEPT_NAMES: dict[Kept, Promise] = {
    Kept.REFERRAL_CONTENT: _("Content of a referral, its files and what was found"),
    Kept.REFERRAL_REFERENCE: _("Reference of an erased referral, and counts"),
    Kept.CASE: _("Case, with its notes and tasks"),
    Kept.SAFEGUARDING_NOTICE: _("Safeguarding notice that was received"),
    Kept.DATA_REQUEST: _("Data request that was received, and the answer"),
    Kept.DRAFT: _("Draft that was never sent"),
    Kept.SEARCHES: _("What people searched for"),
    Kept.INTEREST: _("Interest that was withdrawn or ended, and what it met"),
    Kept.CANDIDATE_UNDECIDED: _("Candidate on which nobody decided"),
    Kept.CANDIDATE_DISMISSED: _("Candidate in which nothing harmful was found"),
    Kept.CANDIDATE_APPEALABLE: _("Candidate that was decided otherwise and not referred"),
}
STARTS: dict[Kept, Promise] = {
    Kept.REFERRAL_CONTENT: _("from the day it was received, or work on it ended"),
    Kept.REFERRAL_REFERENCE: _("from the day it was received"),
    Kept.CASE: _("from the day it was closed"),
    Kept.SAFEGUARDING_NOTICE: _("from the day it came"),
    Kept.DATA_REQUEST: _("from the day it came, and while data are preserved"),
    Kept.DRAFT: _("from its last change"),
    Kept.SEARCHES: _("from the search"),
    Kept.INTEREST: _("from the day it was over, and told to nobody any more"),
    Kept.CANDIDATE_UNDECIDED: _("from the day it came, and then erased without a warning"),
    Kept.CANDIDATE_DISMISSED: _("from the decision, and then erased without a warning"),
    Kept.CANDIDATE_APPEALABLE: _("from the decision, for appeals, and then erased without a warning"),
}
