"""The words in which demand is shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.commons.demand.facts import Step
from causeway.hub.commons.demand.pairs import Ask, Direction
from causeway.monitoring import Place, Rule

STEP_NAMES: dict[Step | None, Promise] = {
    None: _("First action by a person"),
    Step.SEEN: _("Opened by somebody"),
    Step.TAKEN: _("Taken on"),
    Step.CASE: _("In a case"),
    Step.SENT_ON: _("Sent on to a force"),
    Step.WITH_DESK: _("Looked at by the desk"),
    Step.WITH_FORCE: _("With a police force"),
    Step.OUTCOME: _("First word on the outcome"),
}

RULE_NAMES: dict[Rule, Promise] = {
    Rule.BEYOND_LIMITS: _("beyond the limits"),
    Rule.TWO_OF_THREE: _("two of three weeks near a limit"),
    Rule.LONG_RUN: _("eight weeks on one side"),
    Rule.TREND: _("six weeks in one direction"),
    Rule.DRIFT: _("a slow drift"),
}

PLACE_NAMES: dict[Place, Promise] = {
    Place.WITHIN: _("Within the limits"),
    Place.LOW: _("Below the inner limit"),
    Place.HIGH: _("Above the inner limit"),
    Place.VERY_LOW: _("Below the outer limit"),
    Place.VERY_HIGH: _("Above the outer limit"),
    Place.TOO_FEW: _("Too few to say"),
}

ASK_NAMES: dict[tuple[Ask, Direction], Promise] = {
    (Ask.QUESTION, Direction.WE_OWE): _("Questions that they asked us"),
    (Ask.QUESTION, Direction.THEY_OWE): _("Questions that we asked them"),
    (Ask.PRESERVE, Direction.WE_OWE): _("Requests to us to preserve data"),
    (Ask.PRESERVE, Direction.THEY_OWE): _("Requests to them to preserve data"),
    (Ask.DATA_QUESTION, Direction.WE_OWE): _("Requests to us for an answer"),
    (Ask.DATA_QUESTION, Direction.THEY_OWE): _("Requests to them for an answer"),
    (Ask.NOTICE, Direction.WE_OWE): _("Safeguarding notices to us"),
    (Ask.NOTICE, Direction.THEY_OWE): _("Safeguarding notices to them"),
}

FLOW_NAMES: dict[Direction, Promise] = {
    Direction.WE_OWE: _("Referrals from them to us"),
    Direction.THEY_OWE: _("Referrals from us to them"),
}

WATCHED_NAMES: dict[str, Promise] = {
    "arrivals": _("What came each week"),
    "acted_on": _("Acted on within a day"),
    "median_wait": _("Hours until half was acted on"),
}

WATCHED_UNITS: dict[str, Promise] = {
    "arrivals": _("Different events in a week"),
    "acted_on": _("Share of the events of a week"),
    "median_wait": _("Hours, of the events of a week"),
}

WATCHED_PLOTS: dict[str, Promise] = {
    "arrivals": _("Events week by week, with the limits of what is usual"),
    "acted_on": _("Share acted on, week by week, with the limits of what is usual"),
    "median_wait": _("Hours week by week, with the limits of what is usual"),
}

COMPARED_PLOTS: dict[str, Promise] = {
    "useful_by_sender": _("Useful share of each sender, by how many were rated"),
    "useful_by_concern": _("Useful share of each concern, by how many were rated"),
    "returned_by_force": _("Share back from each force, by how many were sent"),
}

COUNTED_PLOTS: dict[str, Promise] = {
    "bands": _("Referrals in this period, by priority"),
    "concerns": _("Referrals in this period, by concern"),
    "senders": _("Referrals in this period, by sender"),
}

COMPARED_NAMES: dict[str, Promise] = {
    "useful_by_sender": _("Useful referrals by sender"),
    "useful_by_concern": _("Useful referrals by concern"),
    "returned_by_force": _("Outcomes back within 30 days, by force"),
}

HANDLING_SOURCES: dict[str, Promise] = {
    "first_reading": _("Our own assumption: reading one referral with its parties and a few files"),
    "later_reading": _("Our own assumption: finding one's place again"),
    "queue.taken": _("Our own assumption: one decision on a list"),
    "referral.question_asked": _("Our own assumption: writing one question"),
    "case.opened": _("Our own assumption: naming a case and choosing its playbook"),
    "case.referral_added": _("Our own assumption: one referral added to a case that is known"),
    "case.noted": _("Our own assumption: writing one note"),
    "case.task_changed": _("Our own assumption: doing one task of a playbook; what is most uncertain here"),
    "data_request.made": _("Our own assumption: one request to a service"),
    "safeguarding.told": _("Our own assumption: telling one body of one child"),
    "outcome.recorded": _("Our own assumption: recording one outcome"),
    "priority.changed": _("Our own assumption: a band and a reason"),
    "route.changed": _("Our own assumption: a force and a reason"),
}
"""Where the minutes of `handling_times` come from, by code. Whoever measures one says so here."""
