"""How long a service preserves what a force asks it to, as data: by the country whose law binds the service, and by why
it holds the data, with the source.

What law lets somebody ask at once is often shorter than a year, and may be asked again only so often. A clock that ran
longer than the law would let data go while everybody believes them safe, so the table's term counts, and a person may
always name another day with the power that gives it.
"""

from dataclasses import dataclass

from causeway.timing._duties import Term, Unit

EVIDENCE_REGULATION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
"""Countries bound by Regulation (EU) 2023/1543 on electronic evidence, in force from 18 August 2026: all of the Union
but Denmark.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreservationRule:
    """How long it holds at once, by how much it may be asked again, and how often (None: law names no number).
    `source` is who says so; `is_law` is False where it is our own default, and the asking force's own term counts.
    """

    term: Term
    extension: Term
    most_extensions: int | None
    source: str
    is_law: bool = True


def _days(count: int) -> Term:
    return Term(count=count, unit=Unit.DAYS)


_YEAR = Term(count=1, unit=Unit.YEARS)
_OWN = PreservationRule(
    term=_YEAR,
    extension=_YEAR,
    most_extensions=None,
    source="Our own default; see which power the law of the service’s country gives, and until when",
    is_law=False,
)
# Article 11(1) was read in CELEX 32023R1543: 60 days, and 30 more where that is asked for within them; as long as it
# takes once a request to produce is confirmed.
_ACROSS_THE_UNION = PreservationRule(
    term=_days(60),
    extension=_days(30),
    most_extensions=1,
    source="Regulation (EU) 2023/1543, article 11(1): 60 days, extended by 30 days once",
)
_ASKED: dict[str, PreservationRule] = {
    "US": PreservationRule(
        term=_days(90),
        extension=_days(90),
        most_extensions=1,
        source="18 U.S.C. 2703(f)(2): 90 days, and 90 more upon a renewed request",
    ),
    # Of article 126ni the first section was read, as of 2 May 2009 (wetten.overheid.nl, BWBR0001903): at most 90 days,
    # for what is liable to be lost. That it can be extended once was not found in a text of the law.
    "NL": PreservationRule(
        term=_days(90),
        extension=_days(90),
        most_extensions=1,
        source="Wetboek van Strafvordering, article 126ni: at most 90 days, extended once",
    ),
    # Read in a report of law 48/2008, article 10, which added 4-ter to 4-quinquies: at most 90 days, for traffic data
    # and never content. The six months in all were not found in a text of the law; twice 90 days stay below them.
    "IT": PreservationRule(
        term=_days(90),
        extension=_days(90),
        most_extensions=1,
        source="Decreto legislativo 196/2003, article 132(4-ter): at most 90 days, and six months in all",
    ),
}
_REPORTED: dict[str, PreservationRule] = {
    country: PreservationRule(term=_YEAR, extension=_YEAR, most_extensions=0, source=source)
    for country, source in {
        "US": "REPORT Act 2024, amending 18 U.S.C. 2258A(h): one year after the report",
        "GB": "Online Safety Act 2023 regulations, from 7 April 2026: content, one year after the report",
    }.items()
}


def rule_when_asked(service_country: str, *, asked_from: str) -> PreservationRule:
    """The rule for a service in one country (ISO alpha-2) that is asked from another: European law between two
    countries that are bound by it, else the law of the service's country where the table has a row of it, else our own
    default. Ireland, for one, has no row: it is bound by European law for all that ask from other countries of it.
    """
    if service_country != asked_from and {service_country, asked_from} <= EVIDENCE_REGULATION:
        return _ACROSS_THE_UNION
    return _ASKED.get(service_country, _OWN)


def rule_when_reported(service_country: str) -> PreservationRule | None:
    """The rule by which a service in this country keeps what it reported itself, from the report on; None where no law
    is known.
    """
    return _REPORTED.get(service_country)
