"""Every act along the road that somebody may or may not do."""

from enum import StrEnum


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
    # contacts
    KEEP_CONTACT_POINTS = "contacts.keep"
    # ledger
    READ_LEDGER = "ledger.read"
    KEEP_LEDGER = "ledger.keep"
    # notices
    MANAGE_WEBHOOKS = "notices.manage_webhooks"
    SEND_NOTICES = "notices.send"
    # clocks
    KEEP_CLOCKS = "clocks.keep"
    READ_CLOCK_RULES = "clocks.read_rules"
    CHOOSE_CLOCKS = "clocks.choose"
    # banks
    READ_BANKS = "banks.read"
    MANAGE_BANKS = "banks.manage"
    SEND_SIGNALS = "banks.send_signals"
    VOTE_SIGNALS = "banks.vote"
    APPEAL_SIGNAL = "banks.appeal"
    DECIDE_APPEALS = "banks.decide_appeals"
    KEEP_BANKS = "banks.keep"
    # playbooks
    READ_PLAYBOOKS = "playbooks.read"
    WRITE_PLAYBOOKS = "playbooks.write"
    REVIEW_PLAYBOOKS = "playbooks.review"
    ADOPT_PLAYBOOKS = "playbooks.adopt"
    READ_PRACTICE = "playbooks.read_practice"
    SHARE_PRACTICE = "playbooks.share_practice"
    # training
    LEARN = "training.learn"
    WRITE_MODULES = "training.write_modules"
    READ_TEST_ANSWERS = "training.read_test_answers"
    MANAGE_TRAINING = "training.manage"
    SEE_TEAM_TRAINING = "training.see_team"
    CONFIRM_CERTIFICATES = "training.confirm_certificates"
    OVERRIDE_SKILL = "training.override_skill"
    REVIEW_OVERRIDES = "training.review_overrides"
    COMPARE_FORCES = "training.compare_forces"
    CHECK_CERTIFICATE = "training.check_certificate"
    KEEP_TRAINING = "training.keep"
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
    # candidates
    SEND_CANDIDATE = "candidates.send"
    READ_CANDIDATES = "candidates.read"
    REVIEW_CANDIDATES = "candidates.review"
    SUPERVISE_CANDIDATES = "candidates.supervise"
    KEEP_CANDIDATES = "candidates.keep"
    # clearing
    CLEAR_REFERRAL = "clearing.clear"
    CHANGE_PRIORITY = "assessments.change_priority"
    PROPOSE_POLICY = "assessments.propose_policy"
    PUT_POLICY_LIVE = "assessments.put_policy_live"
    CHANGE_ROUTE = "routes.change"
    REPLAY_ROUTES = "routes.replay"
    READ_CENTRAL_DESKS = "routes.read_central_desks"
    KEEP_CENTRAL_DESKS = "routes.keep_central_desks"
    SEND_OUTSIDE = "routes.send_outside"
    READ_PLACES = "routes.read_places"
    LOAD_PLACES = "routes.load_places"
    HAND_OVER = "routes.hand_over"
    ANSWER_HAND_OVER = "routes.answer_hand_over"
    MERGE_CLUSTERS = "clusters.merge"
    # queues
    READ_QUEUE = "queues.read"
    TAKE_ITEM = "queues.take"
    ACKNOWLEDGE_ALERT = "queues.acknowledge_alert"
    PAUSE_CLOCK = "queues.pause_clock"
    SEE_WAITING = "queues.see_waiting"
    # outcomes
    RECORD_OUTCOME = "outcomes.record"
    GIVE_FEEDBACK = "outcomes.give_feedback"
    RELEASE_LETTER = "outcomes.release_letter"
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
    # deconfliction
    REGISTER_INTERESTS = "deconfliction.register"
    READ_INTERESTS = "deconfliction.read"
    MATCH_INTERESTS = "deconfliction.match"
    KEEP_INTERESTS = "deconfliction.keep"
    OVERSEE_INTERESTS = "deconfliction.oversee"
    # retention
    READ_RETENTION = "retention.read"
    MANAGE_RETENTION = "retention.manage"
    PLACE_HOLD = "retention.place_hold"
    RUN_RETENTION = "retention.run"
    # demand
    READ_DEMAND = "demand.read"
    MEASURE_WORK = "demand.measure_work"
    PUBLISH_DISTRIBUTION = "demand.publish_distribution"
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
    # correspondence
    READ_CORRESPONDENCE = "correspondence.read"
    WRITE_CORRESPONDENCE = "correspondence.write"
    LEAD_GROUPS = "correspondence.lead_groups"
