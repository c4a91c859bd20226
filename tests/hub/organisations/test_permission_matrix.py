"""Who may do what, in full: every kind of organisation, everything that can be held there, every permission.

The expected table is `permission_matrix.txt`, read by people when it changes. To write it anew after a change that is
meant: `CAUSEWAY_WRITE_MATRIX=1 python -m pytest tests/hub/organisations/test_permission_matrix.py`.
"""

import os
from enum import StrEnum
from itertools import product
from pathlib import Path

import pytest

from causeway.hub.base.acting.actors import Automation, Holding, Scope
from causeway.hub.base.acting.permissions import Permission, holds
from causeway.vocabulary.organisations import OrganisationKind, Role

TABLE = Path(__file__).with_name("permission_matrix.txt")
HOLDINGS: tuple[Holding, ...] = (*Role, *Scope, *Automation)
NOBODY = "nobody"
WHOLES = {"every role": Role, "every scope": Scope, "every automation": Automation}
"""What stands for all of one sort, to keep the table short."""


def name_of(holding: StrEnum) -> str:
    """A role by its own name; a credential's scope and an automation marked as such."""
    if isinstance(holding, Role):
        return holding.value
    return f"{'scope' if isinstance(holding, Scope) else 'automation'}:{holding.value}"


def in_words(held: set[Holding]) -> str:
    """Who holds a permission, in the table's words."""
    words = []
    for whole, members in WHOLES.items():
        if held >= set(members):
            words.append(whole)
        else:
            words += [name_of(one) for one in HOLDINGS if one in held and isinstance(one, members)]
    return ", ".join(words) or NOBODY


def from_words(words: str) -> frozenset[str]:
    """The names of all that the table's words stand for."""
    names: set[str] = set()
    for word in words.split(", "):
        names |= {name_of(one) for one in WHOLES[word]} if word in WHOLES else {word}
    return frozenset(names - {NOBODY})


def written() -> str:
    """The matrix as text: a paragraph for each permission, a line for each kind of organisation."""
    width = max(len(kind.value) for kind in OrganisationKind)
    paragraphs = []
    for permission in Permission:
        lines = [permission.value]
        for kind in OrganisationKind:
            held = {one for one in HOLDINGS if holds(kind, frozenset({one}), permission)}
            lines.append(f"    {kind.value:<{width}}  {in_words(held)}")
        paragraphs.append("\n".join(lines) + "\n")
    return "\n".join(paragraphs)


def expected() -> dict[tuple[str, str], frozenset[str]]:
    """By permission and kind: what grants it."""
    table: dict[tuple[str, str], frozenset[str]] = {}
    permission = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            permission = line.strip() or permission
            continue
        kind, _, held = line.strip().partition(" ")
        table[permission, kind] = from_words(held.strip())
    return table


@pytest.fixture(autouse=True, scope="module")
def written_anew_if_asked() -> None:
    """Write the table first when that is asked for."""
    if os.environ.get("CAUSEWAY_WRITE_MATRIX"):
        TABLE.write_text(written(), encoding="utf-8")


def test_the_whole_product_is_as_it_was_reviewed() -> None:
    table = expected()
    found = [
        f"{name_of(holding)} of a {kind.value}: {permission.value} "
        f"{'is new' if holds(kind, frozenset({holding}), permission) else 'is gone'}"
        for kind, holding, permission in product(OrganisationKind, HOLDINGS, Permission)
        if holds(kind, frozenset({holding}), permission)
        is not (name_of(holding) in table.get((permission.value, kind.value), frozenset()))
    ]
    assert found == [], "see this file's docstring if the change is meant"


def test_the_table_names_every_permission_and_nothing_else() -> None:
    assert set(expected()) == {
        (permission.value, kind.value) for permission, kind in product(Permission, OrganisationKind)
    }
    known = {name_of(holding) for holding in HOLDINGS}
    assert set().union(*expected().values()) <= known


@pytest.mark.parametrize("kind", list(OrganisationKind))
def test_permissions_add_up_and_never_take_away(kind: OrganisationKind) -> None:
    everything = frozenset(HOLDINGS)
    for permission in Permission:
        alone = any(holds(kind, frozenset({holding}), permission) for holding in HOLDINGS)
        assert holds(kind, everything, permission) is alone


def test_nothing_is_granted_to_who_holds_nothing() -> None:
    assert not any(holds(kind, frozenset(), permission) for kind, permission in product(OrganisationKind, Permission))
