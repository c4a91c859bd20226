"""The skills that a step may ask for. A step names one by its code; who has it, and how it is learnt, is the business
of training.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SKILLS: dict[str, Promise] = {
    "first_response": _("First response"),
    "image_collections": _("Image collections"),
    "grooming": _("Online grooming"),
    "urgent_danger": _("Urgent danger"),
    "harmful_behaviour": _("Children who show harmful behaviour"),
    "service_requests": _("Requests to services"),
    "safeguarding": _("Safeguarding"),
    "digital_seizure": _("Digital seizure"),
    "victim_identification": _("Victim identification"),
}
