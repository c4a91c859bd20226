"""The skills that a step may ask for. A step names one by its code; who has it, and how it is learnt, is the business
of training.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Skill(StrEnum):
    """What a step may ask for, a certificate attests and a rule of an organisation is about."""

    FIRST_RESPONSE = "first_response"
    IMAGE_COLLECTIONS = "image_collections"
    GROOMING = "grooming"
    URGENT_DANGER = "urgent_danger"
    HARMFUL_BEHAVIOUR = "harmful_behaviour"
    SERVICE_REQUESTS = "service_requests"
    SAFEGUARDING = "safeguarding"
    DIGITAL_SEIZURE = "digital_seizure"
    VICTIM_IDENTIFICATION = "victim_identification"


SKILL_NAMES: dict[Skill, Promise] = {
    Skill.FIRST_RESPONSE: _("First response"),
    Skill.IMAGE_COLLECTIONS: _("Image collections"),
    Skill.GROOMING: _("Online grooming"),
    Skill.URGENT_DANGER: _("Urgent danger"),
    Skill.HARMFUL_BEHAVIOUR: _("A child who shows harmful behaviour"),
    Skill.SERVICE_REQUESTS: _("Requests to services"),
    Skill.SAFEGUARDING: _("Safeguarding"),
    Skill.DIGITAL_SEIZURE: _("Seizing devices"),
    Skill.VICTIM_IDENTIFICATION: _("Victim identification"),
}


def skill_name(code: str) -> str:
    """A skill in words; a code that nobody knows stands for itself."""
    return str(SKILL_NAMES[Skill(code)]) if code in set(Skill) else code
