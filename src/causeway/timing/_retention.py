"""How long things are kept, as data: by what they are, who keeps them and in which country, with the source.

An organisation may keep longer or shorter within `least` and `most`. Where no law is named the figure is our own
default, and each organisation has to see whether the law of its country sets another.
"""

from dataclasses import dataclass
from enum import StrEnum

from causeway.timing._deadlines import Days
from causeway.timing._standards import KEEP_CONTENT, KEEP_REFERENCE
from causeway.vocabulary.organisations import OrganisationKind


class Kept(StrEnum):
    """What is kept for a time."""

    REFERRAL_CONTENT = "referral_content"
    REFERRAL_REFERENCE = "referral_reference"
    CASE = "case"
    SAFEGUARDING_NOTICE = "safeguarding_notice"
    DATA_REQUEST = "data_request"
    DRAFT = "draft"
    SEARCHES = "searches"
    INTEREST = "interest"
    CANDIDATE_UNDECIDED = "candidate_undecided"
    CANDIDATE_DISMISSED = "candidate_dismissed"
    CANDIDATE_APPEALABLE = "candidate_appealable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How many days something is kept after it ended, within what the law or our own caution allows (both days)."""

    kept: Kept
    days: int
    least_days: int
    most_days: int
    source: str

    @property
    def allowance(self) -> Days:
        """The time on the wall."""
        return Days(count=self.days)

    def allows(self, days: int) -> bool:
        """Whether an organisation may choose so many days."""
        return self.least_days <= days <= self.most_days


YEAR_DAYS = 366
"""A year is never a day short."""
WARN_DAYS = 30
"""How long before its end the owner is told, our own default."""

_OWN = "Our own default; see whether the law of your country sets another"
_OWN_CANDIDATES = "Our own default: what nobody acted on is gone within a year, whatever the law lets a service keep"
_GB_POLICE = (
    "Our own default. College of Policing, APP on management of police information: records are kept for at least six "
    "years, then reviewed"
)
_APPEALS = "Regulation (EU) 2022/2065, article 20(1): account holders may appeal for six months after they were told"
_FORCE, _SERVICE = OrganisationKind.POLICE_FORCE, OrganisationKind.SERVICE


def _years(kept: Kept, years: int, source: str, *, least: int, most: int) -> RetentionRule:
    days, least_days, most_days = years * YEAR_DAYS, least * YEAR_DAYS, most * YEAR_DAYS
    return RetentionRule(kept=kept, days=days, least_days=least_days, most_days=most_days, source=source)


_SPECIAL: dict[tuple[OrganisationKind, str], tuple[RetentionRule, ...]] = {
    (_SERVICE, "GB"): (
        _years(Kept.REFERRAL_CONTENT, 1, KEEP_CONTENT.source, least=1, most=6),
        _years(Kept.REFERRAL_REFERENCE, 5, KEEP_REFERENCE.source, least=5, most=10),
    ),
    (_SERVICE, "US"): (
        _years(
            Kept.REFERRAL_CONTENT,
            1,
            "REPORT Act 2024, amending 18 U.S.C. 2258A(h): a service preserves for one year",
            least=1,
            most=6,
        ),
    ),
    (_FORCE, "GB"): (
        _years(Kept.REFERRAL_CONTENT, 10, _GB_POLICE, least=6, most=100),
        _years(Kept.CASE, 10, _GB_POLICE, least=6, most=100),
    ),
}
_BY_KIND: dict[OrganisationKind, tuple[RetentionRule, ...]] = {
    _FORCE: (
        _years(Kept.REFERRAL_CONTENT, 10, _OWN, least=1, most=100),
        _years(Kept.CASE, 10, _OWN, least=1, most=100),
        _years(Kept.REFERRAL_REFERENCE, 20, _OWN, least=1, most=100),
    ),
    OrganisationKind.PARTNER: (_years(Kept.SAFEGUARDING_NOTICE, 6, _OWN, least=1, most=100),),
}
_DEFAULT: tuple[RetentionRule, ...] = (
    _years(Kept.REFERRAL_CONTENT, 2, _OWN, least=1, most=10),
    _years(Kept.REFERRAL_REFERENCE, 10, _OWN, least=1, most=100),
    _years(Kept.CASE, 10, _OWN, least=1, most=100),
    _years(Kept.SAFEGUARDING_NOTICE, 2, _OWN, least=1, most=100),
    _years(Kept.DATA_REQUEST, 2, _OWN, least=1, most=10),
    RetentionRule(kept=Kept.DRAFT, days=90, least_days=7, most_days=YEAR_DAYS, source=_OWN),
    _years(Kept.SEARCHES, 2, _OWN, least=1, most=10),
    _years(Kept.INTEREST, 2, _OWN, least=1, most=10),
    RetentionRule(kept=Kept.CANDIDATE_UNDECIDED, days=90, least_days=1, most_days=365, source=_OWN_CANDIDATES),
    RetentionRule(kept=Kept.CANDIDATE_DISMISSED, days=30, least_days=1, most_days=365, source=_OWN_CANDIDATES),
    RetentionRule(kept=Kept.CANDIDATE_APPEALABLE, days=190, least_days=1, most_days=730, source=_APPEALS),
)


def retention_rule(kept: Kept, kind: OrganisationKind, country: str) -> RetentionRule:
    """The rule for a thing at an organisation of this kind in this country (ISO alpha-2): the nearest that is known."""
    tables = (_SPECIAL.get((kind, country), ()), _BY_KIND.get(kind, ()), _DEFAULT)
    return next(rule for table in tables for rule in table if rule.kept is kept)


def least_days(kept: Kept) -> int:
    """The fewest days that any rule lets anybody choose for a thing: what is younger has not ended anywhere."""
    tables = (*_SPECIAL.values(), *_BY_KIND.values(), _DEFAULT)
    return min(rule.least_days for table in tables for rule in table if rule.kept is kept)
