"""Every act that the ledger can hold, `thing.what_happened`, and the words in which a timeline shows it."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Act(StrEnum):
    """What happened."""

    ORGANISATION_ADDED = "organisation.added"
    ORGANISATION_CHANGED = "organisation.changed"
    JOINING_REQUESTED = "joining.requested"
    JOINING_DECIDED = "joining.decided"
    MEMBER_INVITED = "member.invited"
    MEMBER_ADDED = "member.added"
    MEMBER_CHANGED = "member.changed"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - an act
    SECOND_FACTOR_CHANGED = "account.second_factor_changed"
    CREDENTIAL_ISSUED = "credential.issued"
    CREDENTIAL_REVOKED = "credential.revoked"
    AGREEMENT_PROPOSED = "agreement.proposed"
    AGREEMENT_ACCEPTED = "agreement.accepted"
    AGREEMENT_ENDED = "agreement.ended"
    AGREEMENT_SUSPENDED = "agreement.suspended"
    AGREEMENT_RESUMED = "agreement.resumed"
    AGREEMENT_DOCUMENT_ATTACHED = "agreement.document_attached"
    AUDIENCE_WIDENED = "audience.widened"
    CONTACT_POINT_ADDED = "contact_point.added"
    CONTACT_POINT_CHANGED = "contact_point.changed"
    CONTACT_POINT_CONFIRMED = "contact_point.confirmed"
    CONTACT_POINT_REMOVED = "contact_point.removed"
    WEBHOOK_CHANGED = "webhook.changed"
    NOTICE_SENT = "notice.sent"
    BANK_IMPORTED = "bank.imported"
    BANK_FOUNDED = "bank.founded"
    BANK_SHARED = "bank.shared"
    BANK_LEFT = "bank.subscription_ended"
    SIGNALS_ADDED = "signal.added"
    SIGNAL_READ = "signal.read"
    SIGNAL_VOTED = "signal.voted"
    SIGNAL_CONFIRMED = "signal.confirmed"
    SIGNAL_DISPUTED = "signal.disputed"
    SIGNAL_REGRADED = "signal.regraded"
    SIGNAL_MOVED = "signal.moved"
    SIGNAL_SUSPENDED = "signal.suspended"
    SIGNAL_APPEALED = "signal.appealed"
    SIGNAL_RESTORED = "signal.restored"
    SIGNAL_WITHDRAWN = "signal.withdrawn"
    SIGNALS_EXPIRED = "signal.expired"
    SIGNAL_OPINION_GIVEN = "signal.opinion_given"
    SIGNAL_CHANGES_ACKNOWLEDGED = "signal.changes_acknowledged"
    APPEAL_MADE = "appeal.made"
    APPEAL_DECIDED = "appeal.decided"
    PLAYBOOK_DRAFT_STARTED = "playbook.draft_started"
    PLAYBOOK_DRAFT_CHANGED = "playbook.draft_changed"
    PLAYBOOK_DRAFT_DISCARDED = "playbook.draft_discarded"
    PLAYBOOK_SENT_FOR_REVIEW = "playbook.sent_for_review"
    PLAYBOOK_RETURNED = "playbook.returned"
    PLAYBOOK_PUBLISHED = "playbook.published"
    PLAYBOOK_ADOPTED = "playbook.adopted"
    PLAYBOOK_STANDARD_KEPT = "playbook.standard_kept"
    PRACTICE_SHARED = "practice.shared"
    MODULE_DRAFTED = "module.drafted"
    MODULE_SENT_FOR_REVIEW = "module.sent_for_review"
    MODULE_RETURNED = "module.returned"
    MODULE_PUBLISHED = "module.published"
    MODULE_SHARED = "module.shared"
    MODULE_DRAFT_DELETED = "module.draft_deleted"
    MODULE_RATED = "module.rated"
    TEST_TAKEN = "training.test_taken"
    TEST_ANSWERS_READ = "training.test_answers_read"
    PATH_CHANGED = "training.path_changed"
    SKILL_RULE_CHANGED = "training.rule_changed"
    CERTIFICATE_ISSUED = "certificate.issued"
    CERTIFICATE_CLAIMED = "certificate.claimed"
    CERTIFICATE_DECIDED = "certificate.decided"
    CERTIFICATE_REVOKED = "certificate.revoked"
    CERTIFICATE_WARNED = "certificate.warned"
    CERTIFICATE_EVIDENCE_SEALED = "certificate.evidence_sealed"
    CERTIFICATE_EVIDENCE_ERASED = "certificate.evidence_erased"
    SKILL_OVERRIDDEN = "training.overridden"
    OVERRIDE_REVIEWED = "training.override_reviewed"
    TASK_SIGNED = "training.task_signed"
    INSTRUMENT_CHANGED = "instrument.changed"
    INSTRUMENT_PUBLISHED = "instrument.published"
    INSTRUMENT_DELETED = "instrument.deleted"
    WAVE_MADE = "wave.made"
    WAVE_CHANGED = "wave.changed"
    WAVE_KEY_MADE = "wave.key_made"
    WAVE_STARTED = "wave.started"
    WAVE_REMINDED = "wave.reminded"
    WAVE_CLOSED = "wave.closed"
    WAVE_OPENED = "wave.opened"
    WAVE_DELETED = "wave.deleted"
    SURVEY_REPORT_MADE = "survey_report.made"
    SURVEY_REPORT_PUBLISHED = "survey_report.published"
    SURVEY_REPORT_WITHDRAWN = "survey_report.withdrawn"
    SURVEY_REPORT_DELETED = "survey_report.deleted"
    SURVEY_REPORT_DOWNLOADED = "survey_report.downloaded"
    SURVEY_DATA_EXPORTED = "survey_data.exported"
    INTERVIEW_KEPT = "interview.kept"
    INTERVIEW_WITHDRAWN = "interview.consent_withdrawn"
    CODING_BEGUN = "coding.begun"
    CODING_FINISHED = "coding.finished"
    WORDS_CODED = "coding.passage_coded"
    WORDS_SETTLED = "coding.passage_settled"
    QUOTE_RELEASED = "coding.quote_released"
    DRAFT_STARTED = "draft.started"
    DRAFT_DELETED = "draft.deleted"
    REPORT_OPENED = "report.opened"
    REPORT_FILE_RECEIVED = "report.file_received"
    REPORT_FILE_DESCRIBED = "report.file_described"
    REPORT_RETRACTED = "report.retracted"
    REPORT_EXPIRED = "report.expired"
    REFERRAL_ACCEPTED = "referral.accepted"
    REFERRAL_READ = "referral.read"
    REFERRAL_SUPPLEMENTED = "referral.supplemented"
    QUESTION_ASKED = "referral.question_asked"
    QUESTION_ANSWERED = "referral.question_answered"
    DO_NOT_ALERT_ACKNOWLEDGED = "referral.do_not_alert_acknowledged"
    ATTACHMENT_EXAMINED = "attachment.examined"
    AUTHORITY_RECORDED = "content.authority_recorded"
    CONTENT_VIEWED = "content.viewed"
    PACKAGE_DOWNLOADED = "package.downloaded"
    REFERRAL_CLEARED = "referral.cleared"
    REFERRAL_ROUTED = "referral.routed"
    REFERRAL_WITH_FORCE = "referral.with_force"
    ROUTE_CHANGED = "route.changed"
    PRIORITY_CHANGED = "priority.changed"
    ALERT_RAISED = "alert.raised"
    ALERT_REPEATED = "alert.repeated"
    ALERT_ACKNOWLEDGED = "alert.acknowledged"
    LINK_NOTICED = "link.noticed"
    ITEM_TAKEN = "queue.taken"
    ITEM_RELEASED = "queue.released"
    CASE_OPENED = "case.opened"
    CASE_READ = "case.read"
    CASE_TASKS_DOWNLOADED = "case.tasks_downloaded"
    CASE_NOTED = "case.noted"
    TASK_CHANGED = "case.task_changed"
    CASE_PLAYBOOK_CHANGED = "case.playbook_changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_JOINED = "case.referral_added"
    SAFEGUARDING_TOLD = "safeguarding.told"
    SAFEGUARDING_READ = "safeguarding.read"
    SAFEGUARDING_ACKNOWLEDGED = "safeguarding.acknowledged"
    DATA_REQUESTED = "data_request.made"
    DATA_REQUEST_READ = "data_request.read"
    DATA_REQUEST_ANSWERED = "data_request.answered"
    THREAD_OPENED = "correspondence.thread_opened"
    THREAD_JOINED = "correspondence.thread_joined"
    THREAD_LEFT = "correspondence.thread_left"
    THREAD_READ = "correspondence.thread_read"
    THREAD_TIED = "correspondence.thread_tied"
    THREAD_CLOSED = "correspondence.thread_closed"
    THREAD_REOPENED = "correspondence.thread_reopened"
    THREAD_EXPORTED = "correspondence.thread_exported"
    MESSAGE_SENT = "correspondence.message_sent"
    MESSAGE_OPENED = "correspondence.message_opened"
    MESSAGE_ACKNOWLEDGED = "correspondence.message_acknowledged"
    MESSAGE_PASSED_ON = "correspondence.message_passed_on"
    MESSAGE_WITHDRAWN = "correspondence.message_withdrawn"
    DOCUMENT_DOWNLOADED = "correspondence.document_downloaded"
    GROUP_FOUNDED = "group.founded"
    GROUP_JOINED = "group.joined"
    GROUP_LEFT = "group.left"
    GROUP_CLOSED = "group.closed"
    GROUP_READ = "group.read"
    MEETING_CALLED = "group.meeting_called"
    MINUTES_WRITTEN = "group.minutes_written"
    GROUP_ACTION_DONE = "group.action_done"
    OUTCOME_RECORDED = "outcome.recorded"
    FEEDBACK_GIVEN = "outcome.feedback_given"
    CAPABILITY_STARTED = "capability.started"
    CAPABILITY_JUDGED = "capability.judged"
    CAPABILITY_PUBLISHED = "capability.published"
    CAPABILITY_SHARED = "capability.shared"
    REVIEW_INVITED = "capability.review_invited"
    REVIEW_WITHDRAWN = "capability.review_withdrawn"
    REVIEW_COMMENTED = "capability.review_commented"
    REVIEW_FINISHED = "capability.review_finished"
    STAFFING_SAVED = "staffing.saved"
    STAFFING_DELETED = "staffing.deleted"
    MATERIAL_CHANGED = "material.changed"
    MATERIAL_PUBLISHED = "material.published"
    MATERIAL_WITHDRAWN = "material.withdrawn"
    SESSION_CHANGED = "awareness_session.changed"
    SESSION_HELD = "awareness_session.held"
    SESSION_CANCELLED = "awareness_session.cancelled"
    SESSION_FOLLOWED_UP = "awareness_session.followed_up"
    BULLETIN_CHANGED = "bulletin.changed"
    BULLETIN_PUBLISHED = "bulletin.published"
    BULLETIN_WITHDRAWN = "bulletin.withdrawn"
    BULLETIN_QUESTION_ASKED = "bulletin.question_asked"
    BULLETIN_QUESTION_ANSWERED = "bulletin.question_answered"
    HELP_ASKED = "help.asked"
    HELP_ANSWERED = "help.answered"
    HELP_CLOSED = "help.closed"
    LIST_SEARCHED = "list.searched"
    LIST_EXPORTED = "list.exported"
    DISTRIBUTION_PUBLISHED = "distribution.published"
    LEDGER_READ = "ledger.was_read"
    LEDGER_EXPORTED = "ledger.exported"
    ENTRY_PARKED = "ledger.entry_parked"
    ENTRY_TAKEN_UP = "ledger.entry_taken_up"


ACT_TEXTS: dict[Act, Promise] = {
    Act.ORGANISATION_ADDED: _("Organisation added"),
    Act.ORGANISATION_CHANGED: _("Organisation's details changed"),
    Act.JOINING_REQUESTED: _("Asked to join"),
    Act.JOINING_DECIDED: _("Request to join decided"),
    Act.MEMBER_INVITED: _("Member invited"),
    Act.MEMBER_ADDED: _("Member added"),
    Act.MEMBER_CHANGED: _("Member's roles or access changed"),
    Act.PASSWORD_CHANGED: _("Password changed"),
    Act.SECOND_FACTOR_CHANGED: _("Two-step sign-in changed"),
    Act.CREDENTIAL_ISSUED: _("API credential issued"),
    Act.CREDENTIAL_REVOKED: _("API credential revoked"),
    Act.AGREEMENT_PROPOSED: _("Agreement proposed"),
    Act.AGREEMENT_ACCEPTED: _("Agreement accepted"),
    Act.AGREEMENT_ENDED: _("Agreement ended"),
    Act.AGREEMENT_SUSPENDED: _("Agreement suspended"),
    Act.AGREEMENT_RESUMED: _("Agreement goes on after a suspension"),
    Act.AGREEMENT_DOCUMENT_ATTACHED: _("Document attached to an agreement"),
    Act.AUDIENCE_WIDENED: _("Shared with another organisation"),
    Act.CONTACT_POINT_ADDED: _("Contact point added"),
    Act.CONTACT_POINT_CHANGED: _("Contact point changed"),
    Act.CONTACT_POINT_CONFIRMED: _("Contact point confirmed"),
    Act.CONTACT_POINT_REMOVED: _("Contact point removed"),
    Act.WEBHOOK_CHANGED: _("Webhook changed"),
    Act.NOTICE_SENT: _("Notice sent"),
    Act.BANK_IMPORTED: _("Bank imported"),
    Act.BANK_FOUNDED: _("Bank founded"),
    Act.BANK_SHARED: _("Bank shared with an organisation"),
    Act.BANK_LEFT: _("Bank no longer shared with an organisation"),
    Act.SIGNALS_ADDED: _("Signals added to a bank"),
    Act.SIGNAL_READ: _("Signal opened"),
    Act.SIGNAL_VOTED: _("Vote cast on a signal"),
    Act.SIGNAL_CONFIRMED: _("Signal confirmed by votes"),
    Act.SIGNAL_DISPUTED: _("Signal disputed"),
    Act.SIGNAL_REGRADED: _("Signal given another category"),
    Act.SIGNAL_MOVED: _("Signal moved to another bank"),
    Act.SIGNAL_SUSPENDED: _("Signal suspended while an appeal is open"),
    Act.SIGNAL_APPEALED: _("Signal marked: an appeal is open"),
    Act.SIGNAL_RESTORED: _("Signal in use again after an appeal"),
    Act.SIGNAL_WITHDRAWN: _("Signal withdrawn"),
    Act.SIGNALS_EXPIRED: _("Signals expired"),
    Act.SIGNAL_OPINION_GIVEN: _("Opinion given on a match"),
    Act.SIGNAL_CHANGES_ACKNOWLEDGED: _("Changes of signals acknowledged"),
    Act.APPEAL_MADE: _("Appeal made against a signal"),
    Act.APPEAL_DECIDED: _("Appeal decided"),
    Act.PLAYBOOK_DRAFT_STARTED: _("Playbook’s draft started"),
    Act.PLAYBOOK_DRAFT_CHANGED: _("Playbook’s draft changed"),
    Act.PLAYBOOK_DRAFT_DISCARDED: _("Playbook’s draft discarded"),
    Act.PLAYBOOK_SENT_FOR_REVIEW: _("Playbook sent for review"),
    Act.PLAYBOOK_RETURNED: _("Playbook returned by its reviewer"),
    Act.PLAYBOOK_PUBLISHED: _("Playbook published"),
    Act.PLAYBOOK_ADOPTED: _("Playbook adopted"),
    Act.PLAYBOOK_STANDARD_KEPT: _("Playbook kept, though its standard has a newer version"),
    Act.PRACTICE_SHARED: _("Figures of practice shared"),
    Act.MODULE_DRAFTED: _("Training module: draft begun"),
    Act.MODULE_SENT_FOR_REVIEW: _("Training module sent for review"),
    Act.MODULE_RETURNED: _("Training module returned to its author"),
    Act.MODULE_PUBLISHED: _("Training module published"),
    Act.MODULE_SHARED: _("Who sees a training module changed"),
    Act.MODULE_DRAFT_DELETED: _("Training module: draft deleted"),
    Act.MODULE_RATED: _("Training module rated"),
    Act.TEST_TAKEN: _("Test taken"),
    Act.TEST_ANSWERS_READ: _("Test answers read by a trainer"),
    Act.PATH_CHANGED: _("Training path changed"),
    Act.SKILL_RULE_CHANGED: _("Rule for a skill changed"),
    Act.CERTIFICATE_ISSUED: _("Certificate issued"),
    Act.CERTIFICATE_CLAIMED: _("Certificate from outside entered"),
    Act.CERTIFICATE_DECIDED: _("Certificate from outside confirmed or refused"),
    Act.CERTIFICATE_REVOKED: _("Certificate revoked"),
    Act.CERTIFICATE_WARNED: _("Told that a certificate expires"),
    Act.CERTIFICATE_EVIDENCE_SEALED: _("File of a certificate moved into the vault"),
    Act.CERTIFICATE_EVIDENCE_ERASED: _("File of a certificate erased when its time was over"),
    Act.SKILL_OVERRIDDEN: _("Act allowed without the certificate"),
    Act.OVERRIDE_REVIEWED: _("Allowing an act without the certificate reviewed"),
    Act.TASK_SIGNED: _("Task signed by a mentor"),
    Act.INSTRUMENT_CHANGED: _("Survey instrument changed"),
    Act.INSTRUMENT_PUBLISHED: _("Survey instrument published"),
    Act.INSTRUMENT_DELETED: _("Survey instrument deleted before it was published"),
    Act.WAVE_MADE: _("Survey wave prepared"),
    Act.WAVE_CHANGED: _("Survey wave changed"),
    Act.WAVE_KEY_MADE: _("Survey wave’s key made and handed over"),
    Act.WAVE_STARTED: _("Survey wave started"),
    Act.WAVE_REMINDED: _("People reminded who have not used their link"),
    Act.WAVE_CLOSED: _("Survey wave closed"),
    Act.WAVE_OPENED: _("Survey wave’s answers opened"),
    Act.WAVE_DELETED: _("Survey wave deleted with its answers"),
    Act.SURVEY_REPORT_MADE: _("Survey report made"),
    Act.SURVEY_REPORT_PUBLISHED: _("Survey report published to other organisations"),
    Act.SURVEY_REPORT_WITHDRAWN: _("Survey report withdrawn"),
    Act.SURVEY_REPORT_DELETED: _("Survey report deleted"),
    Act.SURVEY_REPORT_DOWNLOADED: _("Survey report downloaded"),
    Act.SURVEY_DATA_EXPORTED: _("Survey answers downloaded as a file"),
    Act.INTERVIEW_KEPT: _("Interview kept, with consent"),
    Act.INTERVIEW_WITHDRAWN: _("Consent to an interview taken back; its notes erased"),
    Act.CODING_BEGUN: _("Words given to two coders"),
    Act.CODING_FINISHED: _("A coder finished"),
    Act.WORDS_CODED: _("Passage coded"),
    Act.WORDS_SETTLED: _("Themes of a passage settled together"),
    Act.QUOTE_RELEASED: _("Quote released for reports, or taken back"),
    Act.DRAFT_STARTED: _("Draft started"),
    Act.DRAFT_DELETED: _("Draft deleted"),
    Act.REPORT_OPENED: _("Report opened, not finished yet"),
    Act.REPORT_FILE_RECEIVED: _("File received for a report"),
    Act.REPORT_FILE_DESCRIBED: _("File of a report described"),
    Act.REPORT_RETRACTED: _("Report retracted before it was finished; its content erased"),
    Act.REPORT_EXPIRED: _("Report never finished; its content erased"),
    Act.REFERRAL_ACCEPTED: _("Referral accepted"),
    Act.REFERRAL_READ: _("Referral opened"),
    Act.REFERRAL_SUPPLEMENTED: _("More information added"),
    Act.QUESTION_ASKED: _("Question asked of the sender"),
    Act.QUESTION_ANSWERED: _("Question answered"),
    Act.DO_NOT_ALERT_ACKNOWLEDGED: _("“Do not alert the subject” acknowledged"),
    Act.ATTACHMENT_EXAMINED: _("Attachment examined"),
    Act.AUTHORITY_RECORDED: _("Authority to view recorded"),
    Act.CONTENT_VIEWED: _("Content viewed"),
    Act.PACKAGE_DOWNLOADED: _("Package downloaded"),
    Act.REFERRAL_CLEARED: _("Matched, linked, assessed and routed"),
    Act.REFERRAL_ROUTED: _("Sent to a force"),
    Act.REFERRAL_WITH_FORCE: _("With a police force"),
    Act.ROUTE_CHANGED: _("Route changed by a person"),
    Act.PRIORITY_CHANGED: _("Priority changed by a person"),
    Act.ALERT_RAISED: _("Duty officer alerted"),
    Act.ALERT_REPEATED: _("Alert repeated"),
    Act.ALERT_ACKNOWLEDGED: _("Alert acknowledged"),
    Act.LINK_NOTICED: _("Found to be linked with a referral of another organisation"),
    Act.ITEM_TAKEN: _("Taken from the queue"),
    Act.ITEM_RELEASED: _("Given back to the queue"),
    Act.CASE_OPENED: _("Case opened"),
    Act.CASE_READ: _("Case opened to read"),
    Act.CASE_TASKS_DOWNLOADED: _("Tasks of the case downloaded as a file"),
    Act.CASE_NOTED: _("Note added"),
    Act.TASK_CHANGED: _("Task changed"),
    Act.CASE_PLAYBOOK_CHANGED: _("Playbook of the case changed"),
    Act.CASE_CLOSED: _("Case closed"),
    Act.CASE_REOPENED: _("Case reopened"),
    Act.CASE_JOINED: _("Referral added to the case"),
    Act.SAFEGUARDING_TOLD: _("Safeguarding body told"),
    Act.SAFEGUARDING_READ: _("Safeguarding notice opened"),
    Act.SAFEGUARDING_ACKNOWLEDGED: _("Safeguarding body acknowledged"),
    Act.DATA_REQUESTED: _("Service asked to preserve or answer"),
    Act.DATA_REQUEST_READ: _("Data request opened to read"),
    Act.DATA_REQUEST_ANSWERED: _("Service answered the request"),
    Act.THREAD_OPENED: _("Messages begun"),
    Act.THREAD_JOINED: _("Organisation added to messages"),
    Act.THREAD_LEFT: _("Organisation left the messages"),
    Act.THREAD_READ: _("Messages opened to read"),
    Act.THREAD_TIED: _("Messages tied to our own work"),
    Act.THREAD_CLOSED: _("Messages closed"),
    Act.THREAD_REOPENED: _("Messages opened again"),
    Act.THREAD_EXPORTED: _("Messages downloaded as a file"),
    Act.MESSAGE_SENT: _("Message sent"),
    Act.MESSAGE_OPENED: _("Message opened for the first time"),
    Act.MESSAGE_ACKNOWLEDGED: _("Message acknowledged"),
    Act.MESSAGE_PASSED_ON: _("Message passed on to an organisation that joined"),
    Act.MESSAGE_WITHDRAWN: _("Message withdrawn"),
    Act.DOCUMENT_DOWNLOADED: _("Document of a message downloaded"),
    Act.GROUP_FOUNDED: _("Working group founded"),
    Act.GROUP_JOINED: _("Organisation joined the working group"),
    Act.GROUP_LEFT: _("Organisation left the working group"),
    Act.GROUP_CLOSED: _("Working group closed"),
    Act.GROUP_READ: _("Working group opened to read"),
    Act.MEETING_CALLED: _("Meeting called"),
    Act.MINUTES_WRITTEN: _("Minutes written"),
    Act.GROUP_ACTION_DONE: _("Action of a meeting done"),
    Act.OUTCOME_RECORDED: _("Outcome recorded"),
    Act.FEEDBACK_GIVEN: _("Sender told what came of it"),
    Act.CAPABILITY_STARTED: _("Assessment of capabilities started"),
    Act.CAPABILITY_JUDGED: _("Capability judged"),
    Act.CAPABILITY_PUBLISHED: _("Assessment of capabilities published"),
    Act.CAPABILITY_SHARED: _("Assessment of capabilities shown to others, or no longer"),
    Act.REVIEW_INVITED: _("Review of an assessment asked for"),
    Act.REVIEW_WITHDRAWN: _("Review of an assessment no longer asked for"),
    Act.REVIEW_COMMENTED: _("Judgement commented on by a reviewer"),
    Act.REVIEW_FINISHED: _("Review of an assessment finished"),
    Act.STAFFING_SAVED: _("Staffing scenario saved"),
    Act.STAFFING_DELETED: _("Staffing scenario deleted"),
    Act.MATERIAL_CHANGED: _("Awareness material written or changed"),
    Act.MATERIAL_PUBLISHED: _("Awareness material published"),
    Act.MATERIAL_WITHDRAWN: _("Awareness material withdrawn"),
    Act.SESSION_CHANGED: _("Awareness session planned or changed"),
    Act.SESSION_HELD: _("Awareness session held"),
    Act.SESSION_CANCELLED: _("Awareness session cancelled"),
    Act.SESSION_FOLLOWED_UP: _("What an awareness session changed was said"),
    Act.BULLETIN_CHANGED: _("Bulletin written or changed"),
    Act.BULLETIN_PUBLISHED: _("Bulletin published"),
    Act.BULLETIN_WITHDRAWN: _("Bulletin withdrawn"),
    Act.BULLETIN_QUESTION_ASKED: _("Question asked about a bulletin"),
    Act.BULLETIN_QUESTION_ANSWERED: _("Question about a bulletin answered"),
    Act.HELP_ASKED: _("Help asked for"),
    Act.HELP_ANSWERED: _("Message sent about a request for help"),
    Act.HELP_CLOSED: _("Request for help closed"),
    Act.LIST_SEARCHED: _("List searched"),
    Act.LIST_EXPORTED: _("List downloaded as a file"),
    Act.DISTRIBUTION_PUBLISHED: _("Published how forces stand together, without names"),
    Act.LEDGER_READ: _("Ledger read"),
    Act.LEDGER_EXPORTED: _("Ledger exported"),
    Act.ENTRY_PARKED: _("An entry could not be followed and was set aside"),
    Act.ENTRY_TAKEN_UP: _("An entry that was set aside was followed after all"),
}
