"""What a service decides for itself: whether early warning runs at all, in which countries it may, how many candidates
its reviewers can look at, and how much is remembered. Apart from the policy, which says what indicators weigh.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from causeway.warning.errors import PolicyInvalid
from causeway.warning.sections import Section, not_toml

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII).fullmatch
_MOST_ACCOUNTS: Final = 1_000_000
_MOST_PAIRS: Final = 3_000_000
_MOST_CONVERSATIONS: Final = 100_000
"""How many bytes that may be is `store.bytes_at_most`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """On what ground a country's accounts may be looked at, in the service's own words. `content` is apart, and off
    unless it is recorded: it lets a text scorer's findings count.
    """

    basis: str
    content: bool = False


@dataclass(frozen=True, kw_only=True)
class WatchSettings:
    """One service's decisions. Of a country that is not in `countries` nothing is remembered and nobody is scored."""

    countries: Mapping[str, LegalBasis]
    default_country: str | None = None
    """The country of an account of which none is known; without it such an account is left alone."""
    is_enabled: bool = True
    """The kill switch: off, events are counted and nothing else."""
    reviews_per_day: int = 20
    audits_per_day: int = 2
    """How many accounts nobody flagged are drawn each day to be looked at all the same."""
    seed: str = "0"
    """From which the draws come; a replay with the same seed draws the same."""
    most_accounts: int = _MOST_ACCOUNTS
    most_pairs: int = _MOST_PAIRS
    most_conversations: int = _MOST_CONVERSATIONS

    @cached_property
    def allowed(self) -> frozenset[str | None]:
        """Countries with a legal basis, and None where accounts of no known country have one."""
        return self._with_default(frozenset(self.countries))

    @cached_property
    def allowed_content(self) -> frozenset[str | None]:
        """Likewise, for what a text scorer found."""
        return self._with_default(frozenset(name for name, each in self.countries.items() if each.content))

    def _with_default(self, names: frozenset[str]) -> frozenset[str | None]:
        return names | {None} if self.default_country in names else names | frozenset()


def parse_settings(text: str) -> WatchSettings:
    """Read a service's settings from TOML.

    Raises:
        PolicyInvalid: names the field and what is wrong with it.
    """
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_toml("the settings", "are", error) from None
    root = Section("", document)
    root.only(
        "enabled", "default_country", "seed", "reviews_per_day", "audits_per_day", "most_accounts", "most_pairs",
        "most_conversations", "countries",
    )  # fmt: skip
    given = root.names()
    countries = {name: _basis(name, root.section("countries")) for name in root.section("countries").names()}
    default = root.text("default_country") if "default_country" in given else None
    if default is not None and default not in countries:
        raise PolicyInvalid("default_country", "must be one of the countries with a legal basis")
    return WatchSettings(
        countries=countries,
        default_country=default,
        is_enabled=root.flag("enabled") if "enabled" in given else True,
        reviews_per_day=root.whole("reviews_per_day", 1, 100_000),
        audits_per_day=root.whole("audits_per_day", 0, 100_000) if "audits_per_day" in given else 2,
        seed=root.text("seed") if "seed" in given else "0",
        most_accounts=root.whole("most_accounts", 10, 10**9) if "most_accounts" in given else _MOST_ACCOUNTS,
        most_pairs=root.whole("most_pairs", 10, 10**9) if "most_pairs" in given else _MOST_PAIRS,
        most_conversations=(
            root.whole("most_conversations", 10, 10**9) if "most_conversations" in given else _MOST_CONVERSATIONS
        ),
    )


def _basis(name: str, countries: Section) -> LegalBasis:
    if not _COUNTRY(name):
        raise PolicyInvalid(f"countries.{name}", "must be named by two capitals, as of ISO 3166")
    section = countries.section(name)
    section.only("basis", "content")
    content = section.flag("content") if "content" in section.names() else False
    return LegalBasis(basis=section.text("basis"), content=content)
