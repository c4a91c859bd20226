"""A code book of themes, and how far two coders agreed who could not see each other's codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from causeway.estimation import Agreement, cohen_kappa, krippendorff_alpha

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff, "Content Analysis" (2004), section 11.4.2: rely on alpha from 0.8; from 0.667, only tentatively."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme: a code that never changes, what it is called, and what belongs to it."""

    code: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeAgreement:
    """How far two coders agreed that a theme is in a passage; None where one of the two always said the same."""

    theme: Theme
    first: int
    second: int
    kappa: Agreement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodersAgreement:
    """Over all themes together (each passage's set of themes is one code), and theme by theme."""

    alpha: Agreement | None
    themes: tuple[ThemeAgreement, ...]


Sets = Sequence[frozenset[str]]


def agreement_of(themes: Sequence[Theme], first: Sets, second: Sets) -> CodersAgreement:
    """The agreement of two coders over the same passages, in the same order."""
    if not first:
        return CodersAgreement(alpha=None, themes=())
    alpha = krippendorff_alpha([[_key(found) for found in first], [_key(found) for found in second]])
    return CodersAgreement(
        alpha=alpha if isfinite(alpha.value) else None,
        themes=tuple(_of_theme(theme, first, second) for theme in themes),
    )


def _of_theme(theme: Theme, first: Sets, second: Sets) -> ThemeAgreement:
    one, other = ([str(theme.code in found) for found in side] for side in (first, second))
    kappa = cohen_kappa(one, other)
    return ThemeAgreement(
        theme=theme,
        first=one.count("True"),
        second=other.count("True"),
        kappa=kappa if isfinite(kappa.value) else None,
    )


def _key(found: frozenset[str]) -> str:
    return "+".join(sorted(found)) or "none"
