"""What is registered, whatever the way: what stands in a form or a body, checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.vocabulary.selectors import Selector, SelectorKind

LASTS: Mapping[int, timedelta] = {3: timedelta(days=92), 6: timedelta(days=183), 12: timedelta(days=366)}
"""By months: how long an interest holds before it is renewed or ends."""
TELLS: Mapping[int, timedelta] = {
    0: timedelta(), 6: timedelta(days=183), 12: timedelta(days=366), 24: timedelta(days=731)
}  # fmt: skip
"""By months: how long after its end others may still be told that somebody worked on it."""
MOST_AT_ONCE = 100
"""As many as one person may register in a day."""
REFERENCE_CHARACTERS = 60
LABEL_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms: for which case, silent or not, for how many months, and how many months after that it still tells.
    `case_id` is a case in this hub; a case kept elsewhere is named by `case_reference` alone.
    """

    case_id: UUID | None = None
    case_reference: str = ""
    is_silent: bool = False
    months: int = 6
    tells_months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A selector on its way to the key, and the label by which its owner will know it. It is kept nowhere."""

    label: str
    selector: Selector = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blinded:
    """A label and the tokens of one selector by epoch, 64 bytes each. What the selector is does not stand here."""

    label: str
    kind: SelectorKind
    tokens: Mapping[int, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An interest that the organisation had already: under which label and for which case."""

    interest_id: UUID
    label: str
    case_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What came of it: the new interests in the order given, with None where the organisation had it already, and
    those.
    """

    interest_ids: tuple[UUID, ...]
    known: tuple[Known, ...]


def check_terms(terms: Terms) -> None:
    """That they can be met. Raises Invalid."""
    if terms.case_id is None and not terms.case_reference.strip():
        raise Invalid(_("Name the case for which you ask. It is the reason that is kept."), field="case_reference")
    if len(terms.case_reference) > REFERENCE_CHARACTERS:
        raise Invalid(
            _("Write no more than %(most)s characters.") % {"most": REFERENCE_CHARACTERS}, field="case_reference"
        )
    if terms.months not in LASTS:
        raise Invalid(_("Choose 3, 6 or 12 months."), field="months")
    if terms.tells_months not in TELLS:
        raise Invalid(_("Choose 0, 6, 12 or 24 months."), field="tells_months")


def check_labels(labels: list[str]) -> None:
    """That there are some, each of a length that can be kept, and no more than a person may register. Raises
    Invalid.
    """
    if not 0 < len(labels) <= MOST_AT_ONCE:
        raise Invalid(_("Register 1 to %(most)s selectors at once.") % {"most": MOST_AT_ONCE}, field="selectors")
    if any(not label.strip() or len(label) > LABEL_CHARACTERS for label in labels):
        raise Invalid(
            _("Give each a label of 1 to %(most)s characters.") % {"most": LABEL_CHARACTERS}, field="selectors"
        )


def until_of(months: int, now: datetime) -> datetime:
    """When an interest of so many months ends."""
    return now + LASTS[months]
