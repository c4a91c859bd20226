"""What an organisation can be reached for."""

from enum import StrEnum


class ContactPurpose(StrEnum):
    """What a contact point is there for. A role is reached, never a person's own address."""

    URGENT = "urgent"
    SAFEGUARDING = "safeguarding"
    SCHOOL_LEAD = "school_lead"
    REFERRALS = "referrals"
    DATA_REQUESTS = "data_requests"
    DATA_PROTECTION = "data_protection"
    TECHNICAL = "technical"
    PRESS = "press"
    GENERAL = "general"
