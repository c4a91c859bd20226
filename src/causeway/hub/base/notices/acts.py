"""Which acts a webhook can be told of, by the kind of organisation: those that its own programs would act upon."""

from causeway.hub.base.ledger.acts import Act
from causeway.vocabulary.organisations import OrganisationKind

_EVERYWHERE = (Act.AGREEMENT_PROPOSED, Act.AGREEMENT_ACCEPTED, Act.AGREEMENT_ENDED, Act.AGREEMENT_SUSPENDED)
_SIGNALS = (
    Act.SIGNAL_CONFIRMED,
    Act.SIGNAL_DISPUTED,
    Act.SIGNAL_REGRADED,
    Act.SIGNAL_MOVED,
    Act.SIGNAL_APPEALED,
    Act.SIGNAL_SUSPENDED,
    Act.SIGNAL_RESTORED,
    Act.SIGNAL_WITHDRAWN,
    Act.SIGNALS_EXPIRED,
    Act.SIGNALS_RENEWED,
)
_DESK = (
    Act.REFERRAL_ACCEPTED,
    Act.REFERRAL_CLEARED,
    Act.REFERRAL_SUPPLEMENTED,
    Act.QUESTION_ANSWERED,
    Act.ALERT_RAISED,
    Act.ALERT_ACKNOWLEDGED,
    Act.OUTCOME_RECORDED,
    Act.FEEDBACK_GIVEN,
    *_SIGNALS,
    *_EVERYWHERE,
)

ACTS_OF_KIND: dict[OrganisationKind, tuple[Act, ...]] = {
    OrganisationKind.SERVICE: (
        Act.REFERRAL_ACCEPTED,
        Act.REFERRAL_CLEARED,
        Act.REFERRAL_WITH_FORCE,
        Act.QUESTION_ASKED,
        Act.FEEDBACK_GIVEN,
        Act.DATA_REQUESTED,
        Act.PRESERVATION_EXTENDED,
        Act.PRESERVATION_ENDED,
        Act.CANDIDATE_SETTLED,
        Act.ACCOUNT_APPEAL_ANSWERED,
        *_SIGNALS,
        *_EVERYWHERE,
    ),
    OrganisationKind.CLEARING_HOUSE: _DESK,
    OrganisationKind.HOTLINE: _DESK,
    OrganisationKind.POLICE_FORCE: (
        Act.REFERRAL_ROUTED,
        Act.REFERRAL_CLEARED,
        Act.REFERRAL_SUPPLEMENTED,
        Act.QUESTION_ANSWERED,
        Act.HAND_OVER_PROPOSED,
        Act.HAND_OVER_ACKNOWLEDGED,
        Act.HAND_OVER_DECLINED,
        Act.ALERT_RAISED,
        Act.ALERT_ACKNOWLEDGED,
        Act.SAFEGUARDING_ACKNOWLEDGED,
        Act.DATA_REQUEST_ANSWERED,
        Act.OVERLAP_FOUND,
        Act.OVERLAP_CONSENTED,
        *_SIGNALS,
        *_EVERYWHERE,
    ),
    OrganisationKind.PARTNER: (
        Act.REFERRAL_ACCEPTED,
        Act.REFERRAL_CLEARED,
        Act.REFERRAL_WITH_FORCE,
        Act.QUESTION_ASKED,
        Act.FEEDBACK_GIVEN,
        Act.SAFEGUARDING_TOLD,
        *_EVERYWHERE,
    ),
    OrganisationKind.OVERSIGHT: (Act.INTEREST_PATTERN_SEEN, *_EVERYWHERE),
}
"""In the order in which the form offers them."""

TOLD_AT_ONCE = frozenset({Act.ALERT_RAISED})
"""Acts of which the step itself tells webhooks, in its own transaction and at every repeat; following the ledger would
tell of them a second time, and later.
"""
