"""What the desk's pages call sources, rules, decisions and stages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from causeway.hub.road.candidates.comparing import HowCompared
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.queries.came_of import Progress
from causeway.hub.road.candidates.settling import Opinion, Stage
from causeway.vocabulary.candidates import AppealOutcome, CandidateSource, Decision, Measure
from causeway.vocabulary.screening import FaultCode

SOURCE_NAMES: dict[CandidateSource, Promise] = {
    CandidateSource.SCREENING: _("Screening"),
    CandidateSource.EARLY_WARNING: _("Early warning"),
    CandidateSource.USER_REPORT: _("A report"),
}
RULE_NAMES: dict[Rule, Promise] = {
    Rule.DANGER: _("Early warning: contact goes on, or is being moved elsewhere"),
    Rule.THRESHOLD: _("Early warning: the score reached the threshold"),
    Rule.CUSUM: _("Early warning: the score has stood just below the threshold for long"),
    Rule.K_OF_N: _("Early warning: a raised score on many days"),
    Rule.OTHER_WARNING: _("Early warning by a rule that is not named here"),
    Rule.RANDOM_AUDIT: _("Drawn by chance, to see what is missed"),
    Rule.USER_REPORT: _("Somebody saw something"),
    Rule.KNOWN_MATCH: _("Matches something that is listed"),
    Rule.UNCONFIRMED_MATCH: _("Matches something listed that is not confirmed"),
    Rule.ENDED_MATCH: _("Matches only what is no longer in use"),
    Rule.NOT_SCREENED: _("Could not be screened whole"),
}


def rule_name(rule: Rule, *, is_decided: bool) -> Promise:
    """By what a page calls what put a candidate there. What was drawn by chance is not told from other warnings before
    it is decided, for whoever knew would look at it otherwise.
    """
    return RULE_NAMES[Rule.OTHER_WARNING if rule is Rule.RANDOM_AUDIT and not is_decided else rule]


DECISION_NAMES: dict[Decision, Promise] = {
    Decision.REFER: _("Refer it"),
    Decision.NOT_HARMFUL: _("Not harmful, or a wrong match"),
    Decision.OTHER_BREACH: _("It breaks our own rules; dealt with outside this system"),
    Decision.CANNOT_TELL: _("I cannot tell"),
}
DECIDED_NAMES: dict[Decision, Promise] = {
    Decision.REFER: _("To be referred"),
    Decision.NOT_HARMFUL: _("Not harmful"),
    Decision.OTHER_BREACH: _("Breaks our own rules"),
    Decision.CANNOT_TELL: _("Could not be told"),
}


def decided_name(decision: Decision, progress: Progress | None) -> Promise:
    """What was decided, in words; `progress` is how far its referral came, None without one."""
    is_sent = progress not in {None, Progress.UNSENT, Progress.DELETED}
    if decision is Decision.REFER and is_sent:
        return pgettext_lazy("what was decided", "Referred")
    return DECIDED_NAMES[decision]


DECISION_HINTS: dict[Decision, Promise] = {
    Decision.REFER: _("A referral is filled in with all that is known here. You check it and send it."),
    Decision.NOT_HARMFUL: _("Whoever listed what it matched is told that the match was wrong."),
    Decision.OTHER_BREACH: _("Nothing is done here: no account is blocked from this page."),
    Decision.CANNOT_TELL: _("Somebody else looks, where your organisation has set it so or you ask for it."),
}
DECISION_COLOURS: dict[Decision, str] = {
    Decision.REFER: "red",
    Decision.NOT_HARMFUL: "green",
    Decision.OTHER_BREACH: "orange",
    Decision.CANNOT_TELL: "grey",
}
"""The colours of GOV.UK tags; the words say the same."""
STAGE_NAMES: dict[Stage, Promise] = {
    Stage.FIRST: _("Waits for a decision"),
    Stage.SECOND: _("Waits for a second opinion"),
    Stage.SUPERVISOR: _("Two people differ: a supervisor decides"),
    Stage.ENDED: _("Decided"),
}
OPINION_NAMES: dict[Opinion, Promise] = {
    Opinion.AGREED: _("The two agreed"),
    Opinion.DIFFERED: _("The two differed"),
}
PROGRESS_NAMES: dict[Progress, Promise] = {
    Progress.UNSENT: _("Not sent yet"),
    Progress.DELETED: _("Deleted before it was sent"),
    Progress.SENT: _("Sent"),
    Progress.WITH_DESK: _("The clearing-house has looked at it"),
    Progress.WITH_FORCE: _("With a police force"),
    Progress.FEEDBACK: _("A force has told what came of it"),
}
FAULT_NAMES: dict[FaultCode, Promise] = {
    FaultCode.TOO_LARGE: _("It is too large to be screened"),
    FaultCode.BROKEN_UPLOAD: _("The upload broke off"),
    FaultCode.UNDECODABLE: _("It cannot be read as a picture or video"),
    FaultCode.PARTLY_READ: _("It could be read only in part"),
    FaultCode.LIST_ABSENT: _("A list was not there"),
    FaultCode.LIST_STALE: _("A list had not been renewed for too long"),
    FaultCode.LIST_DAMAGED: _("A list was damaged"),
}
COMPARED_NAMES: dict[HowCompared, Promise] = {
    HowCompared.OWED: _("Being compared with lists. Open this page again in a moment."),
    HowCompared.ERASED: _("Erased before its looks could be compared; its digests were compared with lists."),
    HowCompared.TOO_LARGE: _("Too large for its looks to be compared; its digests were compared with lists."),
    HowCompared.UNREADABLE: _(
        "It cannot be read as a picture or video, so its looks were not compared; its digests were compared with lists."
    ),
    HowCompared.PARTLY: _("Only its first part could be read and compared with lists; its digests were compared too."),
    HowCompared.NO_LOOKS: _("Neither picture nor video; its digests were compared with lists."),
    HowCompared.PLAIN: _("It shows too little for its looks to be compared; its digests were compared with lists."),
    HowCompared.WHOLE: _("Compared with lists, by its digests and its looks."),
}
"""How far a file was compared; nothing is said of one that is not here."""
MEASURE_NAMES: dict[Measure, Promise] = {
    Measure.CONTENT_REMOVED: _("It removed content"),
    Measure.VISIBILITY_LIMITED: _("It limited who sees content or the account"),
    Measure.ACCOUNT_SUSPENDED: _("It suspended the account"),
    Measure.ACCOUNT_CLOSED: _("It closed the account"),
    Measure.OTHER: _("Something else"),
}
OUTCOME_NAMES: dict[AppealOutcome, Promise] = {
    AppealOutcome.STANDS: _("The decision stands"),
    AppealOutcome.TURNED: _("The decision is turned"),
}
OUTCOME_COLOURS: dict[AppealOutcome, str] = {AppealOutcome.STANDS: "grey", AppealOutcome.TURNED: "green"}
CORRECTION_NAMES: dict[Decision, Promise] = {
    Decision.NOT_HARMFUL: _("Nothing harmful was found, or a wrong match"),
    Decision.OTHER_BREACH: _("It broke our own rules, and no more"),
}
