"""Who may do what: the one table. Its whole product, actor by act, is under test."""

from causeway.hub.base.acting.actors import Automation, Holding, Scope
from causeway.hub.base.acting.permission_names import Permission
from causeway.vocabulary.organisations import OrganisationKind, Role

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
_EXCHANGING = _DESK | _FORCE | _SERVICE

_ASSESSORS: tuple[Holding, ...] = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SURVEY_LEAD, Role.SAFEGUARDING_LEAD)
_CASE_WORKERS: tuple[Holding, ...] = (Role.INVESTIGATOR, Role.SUPERVISOR, Role.DUTY_OFFICER)
_READERS: tuple[Holding, ...] = (*_CASE_WORKERS, Role.ANALYST, Role.SAFEGUARDING_LEAD)

_JUDGES: tuple[Holding, ...] = (Role.ANALYST, Role.REVIEWER, Role.SUPERVISOR)
_PRACTISING = _DESK | _FORCE | _PARTNER

_DESK_REVIEWERS: tuple[Holding, ...] = (Role.REVIEWER, Role.SUPERVISOR)

Grant = tuple[frozenset[OrganisationKind], tuple[Holding, ...]]

# An administrator keeps people and agreements, an auditor the ledger: neither reads what is written of a case.
_CORRESPONDENTS: tuple[Holding, ...] = tuple(role for role in Role if role not in {Role.ADMINISTRATOR, Role.AUDITOR})

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
    Permission.KEEP_CONTACT_POINTS: (
        (_ALL, (Role.ADMINISTRATOR, Role.SUPERVISOR)),
        (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    ),
    Permission.READ_LEDGER: ((_ALL, (Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Automation.PROGRAM)),),
    Permission.KEEP_LEDGER: ((_ALL, (Automation.PROGRAM,)),),
    Permission.MANAGE_WEBHOOKS: ((_ALL, (Role.ADMINISTRATOR,)),),
    Permission.SEND_NOTICES: ((_ALL, (Automation.PROGRAM,)),),
    Permission.KEEP_CLOCKS: ((_ALL, (Automation.PROGRAM,)),),
    Permission.READ_CLOCK_RULES: ((_ALL, tuple(Role)),),
    Permission.CHOOSE_CLOCKS: ((_ALL, (Role.ADMINISTRATOR, Role.SUPERVISOR)),),
    Permission.READ_BANKS: (
        (_DESK | _FORCE, (*_JUDGES, Automation.PROGRAM)),
        (_SERVICE, (*_JUDGES, Automation.PROGRAM)),
        (_EXCHANGING, (Scope.READ_SIGNALS,)),
    ),
    Permission.MANAGE_BANKS: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.SEND_SIGNALS: ((_EXCHANGING, (*_JUDGES, Scope.SEND_SIGNALS)),),
    # A vote is a person's: a program that voted would make three confirmations out of one list.
    Permission.VOTE_SIGNALS: ((_EXCHANGING, _JUDGES),),
    Permission.APPEAL_SIGNAL: ((_ALL, (Automation.PUBLIC_DOOR,)),),
    Permission.DECIDE_APPEALS: ((_DESK, (Role.ANALYST, Role.SUPERVISOR)),),
    Permission.KEEP_BANKS: ((_ALL, (Automation.PROGRAM,)),),
    # playbooks
    Permission.READ_PLAYBOOKS: (
        (_PRACTISING, (*_READERS, Role.TRAINER, Role.AUDITOR)),
        (frozenset({OrganisationKind.OVERSIGHT}), (Role.AUDITOR,)),
    ),
    Permission.WRITE_PLAYBOOKS: ((_PRACTISING, (Role.TRAINER, Role.SUPERVISOR)),),
    Permission.REVIEW_PLAYBOOKS: ((_PRACTISING, (Role.SUPERVISOR,)),),
    Permission.ADOPT_PLAYBOOKS: ((_FORCE, (Role.SUPERVISOR,)),),
    Permission.READ_PRACTICE: ((_RECEIVING, (Role.SUPERVISOR, Role.TRAINER, Role.ANALYST)),),
    Permission.SHARE_PRACTICE: ((_FORCE, (Role.SUPERVISOR,)),),
    Permission.LEARN: ((_ALL, tuple(Role)),),
    Permission.WRITE_MODULES: ((_ALL, (Role.TRAINER,)),),
    # A member's answers are theirs and their trainer's: those who lead them see what was passed, not what was answered.
    Permission.READ_TEST_ANSWERS: ((_ALL, (Role.TRAINER,)),),
    Permission.MANAGE_TRAINING: ((_ALL, (Role.TRAINER, Role.SUPERVISOR)),),
    Permission.SEE_TEAM_TRAINING: ((_ALL, (Role.TRAINER, Role.SUPERVISOR)),),
    Permission.CONFIRM_CERTIFICATES: ((_ALL, (Role.SUPERVISOR,)),),
    Permission.OVERRIDE_SKILL: ((_RECEIVING, (Role.SUPERVISOR,)),),
    Permission.REVIEW_OVERRIDES: ((_RECEIVING, (Role.SUPERVISOR, Role.TRAINER)),),
    Permission.COMPARE_FORCES: ((_DESK, (Role.SUPERVISOR, Role.TRAINER)),),
    Permission.CHECK_CERTIFICATE: ((_ALL, (Automation.PUBLIC_DOOR,)),),
    Permission.KEEP_TRAINING: ((_ALL, (Automation.PROGRAM,)),),
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
        (_SERVICE, _DESK_REVIEWERS),
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
    Permission.SEND_CANDIDATE: ((_SERVICE, (*_DESK_REVIEWERS, Role.SENDER, Scope.SEND_CANDIDATES)),),
    # What a service's own reviewers look at is no business of the desk, and none of the police.
    Permission.READ_CANDIDATES: ((_SERVICE, _DESK_REVIEWERS),),
    Permission.REVIEW_CANDIDATES: ((_SERVICE, _DESK_REVIEWERS),),
    Permission.SUPERVISE_CANDIDATES: ((_SERVICE, (Role.SUPERVISOR,)),),
    Permission.KEEP_CANDIDATES: ((_SERVICE, (Automation.PROGRAM,)),),
    Permission.CLEAR_REFERRAL: ((_DESK, (Automation.PROGRAM,)),),
    Permission.CHANGE_PRIORITY: (
        (_DESK, (Role.ANALYST, Role.SUPERVISOR)),
        (_FORCE, (Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.SUPERVISOR)),
    ),
    # The program compares what was proposed with what is in force.
    Permission.PROPOSE_POLICY: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.PUT_POLICY_LIVE: ((_DESK, (Role.SUPERVISOR,)),),
    Permission.CHANGE_ROUTE: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER)),),
    Permission.REPLAY_ROUTES: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.READ_CENTRAL_DESKS: (
        (_DESK, (Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER, Automation.PROGRAM)),
    ),
    # What the program registers, on its own machine, a person verifies.
    Permission.KEEP_CENTRAL_DESKS: ((_DESK, (Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Automation.PROGRAM)),),
    Permission.READ_PLACES: (
        (_DESK, (Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER, Automation.PROGRAM)),
    ),
    Permission.LOAD_PLACES: ((_DESK, (Role.ADMINISTRATOR, Role.SUPERVISOR, Automation.PROGRAM)),),
    # What leaves the hub leaves by a person's hand.
    Permission.SEND_OUTSIDE: ((_DESK, (Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER)),),
    # A force cannot send a referral away: it proposes, and stays responsible until the other has acknowledged.
    Permission.HAND_OVER: ((_FORCE, _CASE_WORKERS),),
    Permission.ANSWER_HAND_OVER: (
        (_FORCE, _CASE_WORKERS),
        (_DESK, (Role.ANALYST, Role.SUPERVISOR, Role.DUTY_OFFICER)),
    ),
    Permission.MERGE_CLUSTERS: ((_DESK, (Role.ANALYST, Role.SUPERVISOR)),),
    Permission.READ_QUEUE: ((_RECEIVING, (*_READERS, Automation.PROGRAM)),),
    Permission.TAKE_ITEM: ((_RECEIVING, (Role.ANALYST, *_CASE_WORKERS)),),
    Permission.ACKNOWLEDGE_ALERT: ((_RECEIVING, (Role.DUTY_OFFICER, Role.SUPERVISOR)),),
    Permission.PAUSE_CLOCK: ((_RECEIVING, (Role.DUTY_OFFICER, Role.SUPERVISOR, Role.ANALYST)),),
    Permission.SEE_WAITING: ((_RECEIVING, (Role.SUPERVISOR, Role.DUTY_OFFICER)),),
    Permission.RECORD_OUTCOME: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR)), (_DESK, (Role.ANALYST,))),
    Permission.GIVE_FEEDBACK: ((_RECEIVING, (Automation.PROGRAM,)),),
    Permission.RELEASE_LETTER: ((_DESK, (Role.ANALYST, Role.SUPERVISOR)),),
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
    Permission.REGISTER_INTERESTS: ((_FORCE, (Role.INVESTIGATOR, Role.SUPERVISOR, Scope.REGISTER_INTERESTS)),),
    Permission.READ_INTERESTS: ((_FORCE, (*_CASE_WORKERS, Role.ANALYST, Scope.REGISTER_INTERESTS)),),
    # The desk's program compares tokens; no person of the desk reads any.
    Permission.MATCH_INTERESTS: ((_DESK, (Automation.PROGRAM,)),),
    Permission.KEEP_INTERESTS: ((_FORCE, (Automation.PROGRAM,)),),
    Permission.OVERSEE_INTERESTS: (
        (frozenset({OrganisationKind.OVERSIGHT}), (Role.AUDITOR, Role.SUPERVISOR, Automation.PROGRAM)),
        (_FORCE, (Role.SUPERVISOR, Role.AUDITOR)),
    ),
    Permission.READ_RETENTION: (
        (_ALL, (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, Role.SUPERVISOR)),
    ),
    Permission.MANAGE_RETENTION: ((_ALL, (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)),),
    Permission.PLACE_HOLD: ((_ALL, (Role.DATA_PROTECTION_OFFICER, Role.SUPERVISOR)),),
    Permission.RUN_RETENTION: ((_ALL, (Automation.PROGRAM,)),),
    # Numbers without a name; whoever leads, plans or oversees the work.
    Permission.READ_DEMAND: (
        (_ALL, (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR)),
        (_RECEIVING, (Role.DUTY_OFFICER,)),
        (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    ),
    Permission.PUBLISH_DISTRIBUTION: ((_DESK, (Role.SUPERVISOR,)),),
    Permission.MEASURE_WORK: ((_FORCE, (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ANALYST, Role.AUDITOR)),),
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
    Permission.READ_CORRESPONDENCE: ((_ALL, _CORRESPONDENTS),),
    Permission.WRITE_CORRESPONDENCE: ((_ALL, _CORRESPONDENTS),),
    Permission.LEAD_GROUPS: (
        (_ALL, (Role.SUPERVISOR, Role.TRAINER, Role.SURVEY_LEAD, Role.DATA_PROTECTION_OFFICER)),
        (_PARTNER, (Role.SAFEGUARDING_LEAD,)),
    ),
}
