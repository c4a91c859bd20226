"""Which playbook a referral starts with. A proposal: whoever takes the referral may choose another."""

from datetime import date

from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.shipped import playbooks
from causeway.triage import has_child_subject
from causeway.vocabulary.referral import Concern, Referral

URGENT_DANGER = "urgent_danger"
CHILD_MAY_HAVE_HARMED = "child_may_have_harmed"
IMAGE_REFERRAL = "image_referral"
GROOMING_WITHOUT_A_FILE = "grooming_without_a_file"

_ABOUT_FILES = frozenset({Concern.SEXUAL_ABUSE_MATERIAL, Concern.UNSOLICITED_MATERIAL})


def playbook_for(referral: Referral, *, on: date, is_imminent: bool = False) -> Playbook:
    """The playbook that fits: danger now, then a child who may have harmed, then files, then words alone.

    `on` is the day on which ages are counted; `is_imminent` is what triage found.
    """
    known = playbooks()
    if referral.emergency or is_imminent:
        return known[URGENT_DANGER]
    if has_child_subject(referral, on=on):
        return known[CHILD_MAY_HAVE_HARMED]
    if referral.attachments or referral.concern in _ABOUT_FILES:
        return known[IMAGE_REFERRAL]
    return known[GROOMING_WITHOUT_A_FILE]
