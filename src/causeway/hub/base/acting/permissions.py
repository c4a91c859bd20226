"""Every act, and who may do it: the one table. Its whole product, actor by act, is under test."""

from enum import StrEnum

from causeway.hub.base.acting.actors import Actor, Automation, Holding, Scope
from causeway.vocabulary.organisations import OrganisationKind, Role


class Permission(StrEnum):
    """What can be done along the road."""

    # organisations
    SEE_DIRECTORY = "organisations.see_directory"
    ASK_TO_JOIN = "organisations.ask_to_join"
    VET_JOINING = "organisations.vet_joining"
    ACCEPT_INVITATION = "organisations.accept_invitation"
    MANAGE_ORGANISATION = "organisations.manage"
    MANAGE_MEMBERS = "organisations.manage_members"
    MANAGE_CREDENTIALS = "organisations.manage_credentials"
    MANAGE_AGREEMENTS = "organisations.manage_agreements"
    SET_OWN_PREFERENCES = "organisations.set_own_preferences"
    # ledger
    READ_LEDGER = "ledger.read"
    KEEP_LEDGER = "ledger.keep"
    # notices
    MANAGE_WEBHOOKS = "notices.manage_webhooks"
    SEND_NOTICES = "notices.send"
    # clocks
    KEEP_CLOCKS = "clocks.keep"
    # banks
    READ_BANKS = "banks.read"
    MANAGE_BANKS = "banks.manage"
    # surveys
    READ_SURVEY = "surveys.read"
    MANAGE_SURVEYS = "surveys.manage"
    ANSWER_SURVEY = "surveys.answer"
    # survey reports
    READ_SURVEY_REPORTS = "survey_reports.read"
    PUBLISH_SURVEY_REPORT = "survey_reports.publish"
    EXPORT_SURVEY_DATA = "survey_reports.export_data"
    CODE_WORDS = "survey_reports.code_words"
    # referrals
    SEND_REFERRAL = "referrals.send"
    READ_REFERRAL = "referrals.read"
    LIST_SENT = "referrals.list_sent"
    READ_QUESTIONS = "referrals.read_questions"
    SUPPLEMENT_REFERRAL = "referrals.supplement"
    ASK_SENDER = "referrals.ask_sender"
    ANSWER_QUESTION = "referrals.answer_question"
    # evidence
    RECORD_AUTHORITY = "evidence.record_authority"
    VIEW_CONTENT = "evidence.view_content"
    DOWNLOAD_PACKAGE = "evidence.download_package"
    # clearing
    CLEAR_REFERRAL = "clearing.clear"
    CHANGE_PRIORITY = "assessments.change_priority"
    CHANGE_ROUTE = "routes.change"
    MERGE_CLUSTERS = "clusters.merge"
    # queues
    READ_QUEUE = "queues.read"
    TAKE_ITEM = "queues.take"
    ACKNOWLEDGE_ALERT = "queues.acknowledge_alert"
    # outcomes
    RECORD_OUTCOME = "outcomes.record"
    GIVE_FEEDBACK = "outcomes.give_feedback"
    READ_FEEDBACK = "outcomes.read_feedback"
    # cases
    READ_CASE = "cases.read"
    WORK_CASE = "cases.work"
    CLOSE_CASE = "cases.close"
    TELL_SAFEGUARDING = "safeguarding.tell"
    ACKNOWLEDGE_SAFEGUARDING = "safeguarding.acknowledge"
    # data requests
    MAKE_DATA_REQUEST = "data_requests.make"
    ANSWER_DATA_REQUEST = "data_requests.answer"
    # capability
    READ_CAPABILITY = "capability.read"
    ASSESS_CAPABILITY = "capability.assess"
    REVIEW_CAPABILITY = "capability.review"
    PUBLISH_CAPABILITY = "capability.publish"
    # staffing
    USE_STAFFING = "staffing.use"
    # awareness
    READ_AWARENESS = "awareness.read"
    KEEP_AWARENESS = "awareness.keep"
    ISSUE_BULLETIN = "awareness.issue_bulletin"
    ASK_FOR_HELP = "awareness.ask_for_help"
    GIVE_HELP = "awareness.give_help"


_ALL = frozenset(OrganisationKind)
_DESK = frozenset({OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE})
_FORCE = frozenset({OrganisationKind.POLICE_FORCE})
_SERVICE = frozenset({OrganisationKind.SERVICE})
_PARTNER = frozenset({OrganisationKind.PARTNER})
_TELLING = _SERVICE | _PARTNER | {OrganisationKind.HOTLINE}
_SENDING = _SERVICE | _PARTNER | _DESK
_RECEIVING = _DESK | _FORCE
_ASKING = _RECEIVING | _PARTNER | {OrganisationKind.OVERSIGHT}

_ASSESSING = _ALL - _SERVICE

_ASSESSORS: tuple[Holding, ...] = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SURVEY_LEAD, Role.SAFEGUARDING_LEAD)
_CASE_WORKERS: tuple[Holding, ...] = (Role.INVESTIGATOR, Role.SUPERVISOR, Role.DUTY_OFFICER)
_READERS: tuple[Holding, ...] = (*_CASE_WORKERS, Role.ANALYST, Role.SAFEGUARDING_LEAD)

Grant = tuple[frozenset[OrganisationKind], tuple[Holding, ...]]

_REFERRAL_READERS: tuple[Grant, ...] = (
    (_RECEIVING, (*_READERS, Automation.PROGRAM)),
    # A clearing-house holds everybody's referrals, so there sending some is no reason to read all.
    (_TELLING, (Role.SENDER, Role.REVIEWER, Role.SUPERVISOR, Scope.READ_SENT)),
    (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    (_SERVICE, (Role.SERVICE_RESPONDER,)),
    (_ALL, (Role.DATA_PROTECTION_OFFICER,)),
)

MATRIX: dict[Permission, tuple[Grant, ...]] = {
    Permission.SEE_DIRECTORY: ((_ALL, (*Role, *Automation, *Scope)),),
    Permission.ASK_TO_JOIN: ((_DESK, (Automation.PUBLIC_DOOR,)),),
    Permission.ACCEPT_INVITATION: ((_ALL, (Automation.PUBLIC_DOOR,)),),
    Permission.VET_JOINING: ((_DESK, (Role.ADMINISTRATOR,)),),
    Permission.MANAGE_ORGANISATION: ((_ALL, (Role.ADMINISTRATOR,)),),
    Permission.MANAGE_MEMBERS: ((_ALL, (Role.ADMINISTRATOR,)),),
    Permission.MANAGE_CREDENTIALS: ((_ALL, (Role.ADMINISTRATOR,)),),
    Permission.MANAGE_AGREEMENTS: ((_ALL, (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)),),
    Permission.SET_OWN_PREFERENCES: ((_ALL, tuple(Role)),),
    Permission.READ_LEDGER: ((_ALL, (Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Automation.PROGRAM)),),
    Permission.KEEP_LEDGER: ((_ALL, (Automation.PROGRAM,)),),
    Permission.MANAGE_WEBHOOKS: ((_ALL, (Role.ADMINISTRATOR,)),),
    Permission.SEND_NOTICES: ((_ALL, (Automation.PROGRAM,)),),
    Permission.KEEP_CLOCKS: ((_ALL, (Automation.PROGRAM,)),),
    Permission.READ_BANKS: ((_DESK | _FORCE, (Role.ANALYST, Role.REVIEWER, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.MANAGE_BANKS: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.READ_SURVEY: ((_ASKING, (Role.SURVEY_LEAD, Automation.PROGRAM)),),
    Permission.MANAGE_SURVEYS: ((_ASKING, (Role.SURVEY_LEAD, Automation.PROGRAM)),),
    Permission.ANSWER_SURVEY: ((_ASKING, (Automation.PUBLIC_DOOR,)),),
    # A published report holds figures only, and is meant to be read.
    Permission.READ_SURVEY_REPORTS: ((_ALL, tuple(Role)),),
    Permission.PUBLISH_SURVEY_REPORT: ((_ASKING, (Role.SURVEY_LEAD,)),),
    Permission.EXPORT_SURVEY_DATA: ((_ASKING, (Role.SURVEY_LEAD, Automation.PROGRAM)),),
    Permission.CODE_WORDS: ((_ASKING, (Role.SURVEY_LEAD, Role.ANALYST, Role.TRAINER)),),
    Permission.SEND_REFERRAL: (
        (_SENDING, (Role.SENDER, Scope.SUBMIT, Automation.PUBLIC_DOOR, Automation.PROGRAM)),
        (_SERVICE, (Role.REVIEWER,)),
        (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    ),
    Permission.READ_REFERRAL: _REFERRAL_READERS,
    # A program that sends sees how each fares; a credential that leaks does not give away all that was ever told.
    Permission.LIST_SENT: (*_REFERRAL_READERS, (_TELLING, (Scope.SUBMIT, Scope.READ_FEEDBACK))),
    Permission.READ_QUESTIONS: (*_REFERRAL_READERS, (_TELLING, (Scope.ANSWER_REQUESTS,))),
    Permission.SUPPLEMENT_REFERRAL: (
        (_SENDING, (Role.SENDER, Role.SERVICE_RESPONDER, Scope.SUBMIT, Scope.ANSWER_REQUESTS, Automation.PUBLIC_DOOR)),
        (_DESK, (Role.ANALYST,)),
    ),
    Permission.ASK_SENDER: ((_RECEIVING, (Role.ANALYST, *_CASE_WORKERS)),),
    Permission.ANSWER_QUESTION: ((_SENDING, (Role.SENDER, Role.SERVICE_RESPONDER, Scope.ANSWER_REQUESTS)),),
    Permission.RECORD_AUTHORITY: ((_RECEIVING, (Role.SUPERVISOR, Role.INVESTIGATOR, Role.ANALYST)),),
    Permission.VIEW_CONTENT: ((_RECEIVING, (Role.INVESTIGATOR, Role.SUPERVISOR, Role.ANALYST)),),
    Permission.DOWNLOAD_PACKAGE: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR)),),
    Permission.CLEAR_REFERRAL: ((_DESK, (Automation.PROGRAM,)),),
    Permission.CHANGE_PRIORITY: (
        (_DESK, (Role.ANALYST, Role.SUPERVISOR)),
        (_FORCE, (Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.SUPERVISOR)),
    ),
    Permission.CHANGE_ROUTE: ((_RECEIVING, (Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER)),),
    Permission.MERGE_CLUSTERS: ((_DESK, (Role.ANALYST, Role.SUPERVISOR)),),
    Permission.READ_QUEUE: ((_RECEIVING, (*_READERS, Automation.PROGRAM)),),
    Permission.TAKE_ITEM: ((_RECEIVING, (Role.ANALYST, *_CASE_WORKERS)),),
    Permission.ACKNOWLEDGE_ALERT: ((_RECEIVING, (Role.DUTY_OFFICER, Role.SUPERVISOR)),),
    Permission.RECORD_OUTCOME: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR)), (_DESK, (Role.ANALYST,))),
    Permission.GIVE_FEEDBACK: ((_RECEIVING, (Automation.PROGRAM,)),),
    Permission.READ_FEEDBACK: (
        (_SENDING, (Role.SENDER, Role.REVIEWER, Role.SUPERVISOR, Role.ADMINISTRATOR, Scope.READ_FEEDBACK)),
        (_DESK, (Role.ANALYST,)),
    ),
    Permission.READ_CASE: ((_FORCE, (*_READERS,)),),
    Permission.WORK_CASE: ((_FORCE, (*_CASE_WORKERS, Role.SAFEGUARDING_LEAD)),),
    Permission.CLOSE_CASE: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR)),),
    Permission.TELL_SAFEGUARDING: ((_FORCE, (*_CASE_WORKERS, Role.SAFEGUARDING_LEAD)), (_DESK, (Role.ANALYST,))),
    Permission.ACKNOWLEDGE_SAFEGUARDING: ((_PARTNER, (Role.SAFEGUARDING_LEAD,)),),
    Permission.MAKE_DATA_REQUEST: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR)),),
    Permission.ANSWER_DATA_REQUEST: ((_SERVICE, (Role.SERVICE_RESPONDER, Scope.ANSWER_REQUESTS)),),
    Permission.READ_CAPABILITY: ((_ASSESSING, (*_ASSESSORS, Role.ANALYST, Role.TRAINER, Role.AUDITOR)),),
    Permission.ASSESS_CAPABILITY: ((_ASSESSING, _ASSESSORS),),
    Permission.REVIEW_CAPABILITY: ((_ASSESSING, (*_ASSESSORS, Role.AUDITOR)),),
    Permission.PUBLISH_CAPABILITY: ((_ASSESSING, (Role.ADMINISTRATOR,)),),
    Permission.USE_STAFFING: ((_RECEIVING, (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ANALYST, Role.DUTY_OFFICER)),),
    Permission.READ_AWARENESS: ((_ALL, tuple(Role)),),
    Permission.KEEP_AWARENESS: (
        (_ALL, (Role.TRAINER,)),
        (_RECEIVING, (Role.SUPERVISOR, Role.ANALYST)),
        (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    ),
    Permission.ISSUE_BULLETIN: ((_RECEIVING, (Role.ANALYST, Role.SUPERVISOR)),),
    Permission.ASK_FOR_HELP: ((_PARTNER, (Role.SAFEGUARDING_LEAD, Role.TRAINER, Role.ADMINISTRATOR)),),
    Permission.GIVE_HELP: (
        (_RECEIVING, (Role.TRAINER, Role.SUPERVISOR, Role.ANALYST, Role.DUTY_OFFICER)),
        (_PARTNER, (Role.TRAINER, Role.SAFEGUARDING_LEAD)),
    ),
}


def holds(kind: OrganisationKind, holdings: frozenset[Holding], permission: Permission) -> bool:
    """Whether anything held at this kind of organisation grants the permission."""
    return any(kind in kinds and not holdings.isdisjoint(held) for kinds, held in MATRIX[permission])


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor has the permission."""
    return holds(actor.organisation_kind, actor.holdings, permission)


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """All that the actor may do."""
    return frozenset(permission for permission in Permission if may(actor, permission))
