"""What an engine found while English was read is read in Dutch and Italian, with the right plurals; what no catalogue
knows, and what was stored before, is read as it stands.
"""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from django.utils.translation import override

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.theme.components import reason_table_of
from causeway.hub.base.theme.said import said_reason, said_reasons, said_row, said_text
from causeway.linking import BETWEEN as BETWEEN_PHRASES
from causeway.linking import LinkInput, find_links
from causeway.routing import BETWEEN, MmdbCountries, Router
from causeway.triage import PriorityContext, assess_completeness, assess_priority, parse_priority_policy
from causeway.vocabulary.findings import Link, Priority, Reason, Route
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Concern, Party, PartyRole, Referral
from causeway.vocabulary.selectors import Selector, SelectorKind

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CHILD = Party(role=PartyRole.VICTIM, is_child=True, addresses=(Address(postcode="CT1 2EH", country="GB"),))
TOLD = Referral(concern=Concern.GROOMING, occurred_at=NOW, parties=(CHILD,))
SHIPPED = (files("causeway.triage") / "policies" / "priority.toml").read_text(encoding="utf-8")


def _stored(context: PriorityContext) -> Priority:
    """A priority that was made in English and stored."""
    with override("en-gb"):
        document = to_document(assess_priority(TOLD, context=context, now=NOW))
    return from_document(Priority, document)


def _reason(found: Priority, code: str) -> Reason:
    return next(reason for reason in found.reasons if reason.code == code)


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en-gb", "1 other referral names the same subject", "2 other referrals name the same subject"),
        (
            "nl",
            "1 andere melding noemt dezelfde gemelde persoon",
            "2 andere meldingen noemen dezelfde gemelde persoon",
        ),
        (
            "it",
            "1 altra segnalazione indica la stessa persona segnalata",
            "2 altre segnalazioni indicano la stessa persona segnalata",
        ),
    ],
)
def test_an_assessment_made_in_english_is_read_in_each_language_with_its_plural(
    language: str, one: str, many: str
) -> None:
    with override(language):
        found = [
            said_reason(_reason(_stored(PriorityContext(prior_referrals=n)), "history.prior_referrals")) for n in (1, 2)
        ]
    assert found == [one, many]


def test_nothing_that_the_shipped_policies_say_stays_english() -> None:
    priority, completeness = _stored(PriorityContext(links=2, victims=3)), assess_completeness(TOLD)
    with override("nl"):
        table = reason_table_of([*priority.reasons, *completeness.reasons], 0)
    english = {reason.text for reason in (*priority.reasons, *completeness.reasons)}
    english |= {reason.advice for reason in completeness.reasons if reason.advice}
    assert not english & {text for line in table.lines for text in (line.text, line.advice)}


def test_an_own_policys_words_are_read_as_they_were_written() -> None:
    own = parse_priority_policy(
        SHIPPED.replace("{n} other referral names", "{n} ember names").replace(
            "{n} other referrals name", "{n} embers name"
        )
    )
    found = assess_priority(TOLD, context=PriorityContext(prior_referrals=2), now=NOW, policy=own)
    with override("it"):
        assert said_reason(_reason(found, "history.prior_referrals")) == "2 embers name the same subject"


def test_an_assessment_from_before_templates_were_kept_is_read_where_its_words_hold_no_number() -> None:
    row = {"contribution": 1.0, "known": True, "advice": None}
    document = {
        "score": 2.0,
        "band": "low",
        "is_imminent": False,
        "policy_version": "2026.12",
        "reasons": [
            {"code": "now.child_asks", "text": "A child asks for help", **row},
            {"code": "history.links", "text": "It hangs together with other referrals (2)", **row},
        ],
    }
    with override("nl"):
        summary = said_reasons(from_document(Priority, document).reasons)
    assert summary == "Een kind vraagt om hulp; It hangs together with other referrals (2)"


def test_a_links_reason_is_read_in_the_readers_language() -> None:
    shared = Selector(kind=SelectorKind.EMAIL, value="tide@example.org")
    sides = [
        LinkInput(referral_id=name, sender=name, received_at=NOW, selectors=(shared,)) for name in ("first", "second")
    ]
    link = from_document(Link, to_document(find_links(sides[0], sides[1:])[0]))
    with override("it"):
        assert said_row(link.phrases, BETWEEN_PHRASES, link.reason) == "lo stesso indirizzo e-mail, non verificato"
        assert said_row((), BETWEEN_PHRASES, "the same page") == "la stessa pagina"


def test_a_routes_reason_keeps_its_names_and_changes_its_words(tmp_path: Path) -> None:
    router = Router(MmdbCountries(tmp_path / "none.mmdb"))
    route = from_document(Route, to_document(router.route(TOLD)[0]))
    with override("nl"):
        assert said_row(route.phrases, BETWEEN, route.reason) == (
            "Het postcodegebied CT1 van het slachtoffer ligt in het gebied van Kent Police."
        )
    nowhere = router.route(replace(TOLD, parties=()))[0]
    with override("it"):
        assert said_row(nowhere.phrases, BETWEEN, "") == "Nella segnalazione nulla dice dove si trovi qualcuno."


def test_an_advice_that_is_absent_is_nothing() -> None:
    assert (said_text(None), said_text("")) == ("", "")
