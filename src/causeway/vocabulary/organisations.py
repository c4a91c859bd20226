"""Who stands along the road, and what a person may be there."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """The side of the road on which an organisation stands."""

    SERVICE = "service"
    CLEARING_HOUSE = "clearing_house"
    HOTLINE = "hotline"
    POLICE_FORCE = "police_force"
    PARTNER = "partner"
    OVERSIGHT = "oversight"


class PartnerKind(StrEnum):
    """What sort of partner a partner organisation is."""

    SCHOOL = "school"
    CHARITY = "charity"
    CHILDRENS_SERVICES = "childrens_services"
    PROSECUTOR = "prosecutor"
    OTHER = "other"


class Role(StrEnum):
    """What a member may do in their organisation. A member can hold several."""

    ADMINISTRATOR = "administrator"
    SENDER = "sender"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    DUTY_OFFICER = "duty_officer"
    INVESTIGATOR = "investigator"
    SUPERVISOR = "supervisor"
    SERVICE_RESPONDER = "service_responder"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    TRAINER = "trainer"
    SURVEY_LEAD = "survey_lead"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    AUDITOR = "auditor"


class Purpose(StrEnum):
    """Why an actor acts. It stands in every ledger entry and every agreement."""

    PROTECT_A_CHILD = "protect_a_child"
    INVESTIGATE = "investigate"
    REVIEW_CONTENT = "review_content"
    ADMINISTER = "administer"
    OVERSEE = "oversee"
    SUBJECT_RIGHTS = "subject_rights"


class Category(StrEnum):
    """What an agreement lets pass between two organisations."""

    REFERRAL = "referral"
    SAFEGUARDING = "safeguarding"
    DATA_REQUEST = "data_request"
    OUTCOME = "outcome"
    SIGNAL = "signal"
    CORRESPONDENCE = "correspondence"
    PRACTICE = "practice"
    DECONFLICTION = "deconfliction"


PURPOSES_OF: dict[Category, frozenset[Purpose]] = {
    Category.REFERRAL: frozenset({Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE}),
    Category.SAFEGUARDING: frozenset({Purpose.PROTECT_A_CHILD}),
    Category.DATA_REQUEST: frozenset({Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE}),
    Category.OUTCOME: frozenset(
        {Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE, Purpose.REVIEW_CONTENT, Purpose.OVERSEE}
    ),
    Category.SIGNAL: frozenset({Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE, Purpose.REVIEW_CONTENT}),
    Category.CORRESPONDENCE: frozenset(
        {Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE, Purpose.REVIEW_CONTENT, Purpose.ADMINISTER, Purpose.OVERSEE}
    ),
    Category.PRACTICE: frozenset(
        {Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE, Purpose.REVIEW_CONTENT, Purpose.ADMINISTER, Purpose.OVERSEE}
    ),
    Category.DECONFLICTION: frozenset({Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE}),
}
"""For which purposes each may pass: an agreement for another purpose lets nothing of the category through."""
