"""The words in which roles, kinds and scopes are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.actors import Scope
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Purpose, Role

ROLE_NAMES: dict[Role, Promise] = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.SENDER: _("Sender"),
    Role.REVIEWER: _("Reviewer"),
    Role.ANALYST: _("Analyst"),
    Role.DUTY_OFFICER: _("Duty officer"),
    Role.INVESTIGATOR: _("Investigator"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.SERVICE_RESPONDER: _("Service responder"),
    Role.SAFEGUARDING_LEAD: _("Safeguarding lead"),
    Role.TRAINER: _("Trainer"),
    Role.SURVEY_LEAD: _("Survey lead"),
    Role.DATA_PROTECTION_OFFICER: _("Data-protection officer"),
    Role.AUDITOR: _("Auditor"),
}

KIND_NAMES: dict[OrganisationKind, Promise] = {
    OrganisationKind.SERVICE: _("Online service"),
    OrganisationKind.CLEARING_HOUSE: _("Clearing-house"),
    OrganisationKind.HOTLINE: _("Hotline"),
    OrganisationKind.POLICE_FORCE: _("Police force"),
    OrganisationKind.PARTNER: _("Partner"),
    OrganisationKind.OVERSIGHT: _("Oversight body"),
}

PARTNER_KIND_NAMES: dict[PartnerKind, Promise] = {
    PartnerKind.SCHOOL: _("School"),
    PartnerKind.CHARITY: _("Charity"),
    PartnerKind.CHILDRENS_SERVICES: _("Children’s services"),
    PartnerKind.PROSECUTOR: _("Prosecutor"),
    PartnerKind.OTHER: _("Other"),
}

SCOPE_NAMES: dict[Scope, Promise] = {
    Scope.SUBMIT: _("Send referrals and add to them"),
    Scope.READ_SENT: _("Read what was sent, in full"),
    Scope.READ_FEEDBACK: _("Read what came of them"),
    Scope.ANSWER_REQUESTS: _("Answer questions and requests"),
    Scope.READ_SIGNALS: _("Read signals and what changed in banks"),
    Scope.SEND_SIGNALS: _("Add and withdraw signals, give opinions, acknowledge changes"),
    Scope.SEND_CANDIDATES: _("Put candidates before reviewers"),
    Scope.REGISTER_INTERESTS: _("Register interests that were blinded elsewhere, and read overlaps"),
}

CATEGORY_NAMES: dict[Category, Promise] = {
    Category.REFERRAL: _("Referrals"),
    Category.SAFEGUARDING: _("Safeguarding notices"),
    Category.DATA_REQUEST: _("Requests for data"),
    Category.OUTCOME: _("Outcomes"),
    Category.SIGNAL: _("Signals"),
    Category.CORRESPONDENCE: _("Messages and documents"),
    Category.PRACTICE: _("Practice: what is learnt, and working groups"),
    Category.DECONFLICTION: _("Deconfliction: that two forces work on the same"),
}

PURPOSE_NAMES: dict[Purpose, Promise] = {
    Purpose.PROTECT_A_CHILD: _("Protecting a child"),
    Purpose.INVESTIGATE: _("Investigation"),
    Purpose.REVIEW_CONTENT: _("Reviewing content"),
    Purpose.ADMINISTER: _("Administration"),
    Purpose.OVERSEE: _("Oversight"),
    Purpose.SUBJECT_RIGHTS: _("A person’s rights over their data"),
}

AGREEMENT_STATES: dict[str, Promise] = {
    "proposed": _("Waits to be accepted"),
    "in_force": _("In force"),
    "suspended": _("Suspended"),
    "lapsed": _("Has run out"),
    "ended": _("Ended"),
}

DIRECTION_NAMES: dict[str, Promise] = {"given": _("We give to them"), "received": _("They give to us")}

CREDENTIAL_STATES: dict[str, Promise] = {"active": _("Active"), "expired": _("Expired"), "revoked": _("Revoked")}
