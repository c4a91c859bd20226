"""Which roles make sense at which kind of organisation: offered when a person is invited or changed.

The matrix of permissions alone decides what a role may do; this keeps a service from making an investigator who could
do nothing.
"""

from causeway.vocabulary.organisations import OrganisationKind, Role

_EVERYWHERE = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR)
_DESK = (
    Role.ANALYST,
    Role.DUTY_OFFICER,
    Role.SUPERVISOR,
    Role.REVIEWER,
    Role.SENDER,
    Role.TRAINER,
    Role.SURVEY_LEAD,
    *_EVERYWHERE,
)

ROLES_OF_KIND: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.SERVICE: (
        Role.SENDER,
        Role.REVIEWER,
        Role.SUPERVISOR,
        Role.SERVICE_RESPONDER,
        Role.TRAINER,
        *_EVERYWHERE,
    ),
    OrganisationKind.CLEARING_HOUSE: _DESK,
    OrganisationKind.HOTLINE: _DESK,
    OrganisationKind.POLICE_FORCE: (
        Role.INVESTIGATOR,
        Role.SUPERVISOR,
        Role.DUTY_OFFICER,
        Role.ANALYST,
        Role.SAFEGUARDING_LEAD,
        Role.TRAINER,
        Role.SURVEY_LEAD,
        *_EVERYWHERE,
    ),
    OrganisationKind.PARTNER: (
        Role.SENDER,
        Role.SAFEGUARDING_LEAD,
        Role.TRAINER,
        Role.SURVEY_LEAD,
        *_EVERYWHERE,
    ),
    OrganisationKind.OVERSIGHT: (Role.SURVEY_LEAD, *_EVERYWHERE),
}
"""In the order in which a form offers them."""
