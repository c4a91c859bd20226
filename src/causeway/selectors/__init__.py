"""Normalising identifiers, so that two referrals that speak of the same person can be found to do so.

Each kind has one normaliser, pure and idempotent. A selector is a clue and no proof; `telling` says how good a clue, in
words.
"""

from causeway.selectors._account import (
    HANDLE_MARK,
    ID_MARK,
    account_selectors,
    fold_handle,
    fold_service,
    is_lasting,
    normalise_account,
)
from causeway.selectors._device import fold_device_kind, normalise_device
from causeway.selectors._email import normalise_email
from causeway.selectors._errors import SelectorError
from causeway.selectors._found import (
    FoundSelector,
    comparison_key,
    found_selectors,
    party_selectors,
    selectors_of,
)
from causeway.selectors._ip import (
    is_carrier_nat,
    is_documentation,
    is_link_local,
    is_loopback,
    is_private,
    names_nobody,
    normalise_ip,
    parse_ip,
)
from causeway.selectors._keywords import LONGEST_KEYWORD, MOST_PARTS, fold_keyword, is_findable, phrases_in
from causeway.selectors._name import normalise_name
from causeway.selectors._phone import country_of_phone, normalise_phone
from causeway.selectors._placeholder import is_placeholder
from causeway.selectors._telling import Weighed, in_order, ip_telling, telling, worn_out_from
from causeway.selectors._typed import typed_selector
from causeway.selectors._url import is_bare_host, normalise_url

__all__ = [
    "HANDLE_MARK",
    "ID_MARK",
    "LONGEST_KEYWORD",
    "MOST_PARTS",
    "FoundSelector",
    "SelectorError",
    "Weighed",
    "account_selectors",
    "comparison_key",
    "country_of_phone",
    "fold_device_kind",
    "fold_handle",
    "fold_keyword",
    "fold_service",
    "found_selectors",
    "in_order",
    "ip_telling",
    "is_bare_host",
    "is_carrier_nat",
    "is_documentation",
    "is_findable",
    "is_lasting",
    "is_link_local",
    "is_loopback",
    "is_placeholder",
    "is_private",
    "names_nobody",
    "normalise_account",
    "normalise_device",
    "normalise_email",
    "normalise_ip",
    "normalise_name",
    "normalise_phone",
    "normalise_url",
    "parse_ip",
    "party_selectors",
    "phrases_in",
    "selectors_of",
    "telling",
    "typed_selector",
    "worn_out_from",
]
