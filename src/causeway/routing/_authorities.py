"""From a local authority of the United Kingdom, by its ONS code, to a force."""

from dataclasses import dataclass
from functools import cache

from causeway.routing._tables import read_table
from causeway.vocabulary.phrases import Phrase, phrase

CROWN_DEPENDENCIES = {"GY": "GG", "JE": "JE", "IM": "IM"}
"""Postcode area to ISO alpha-2:

Guernsey, Jersey, Isle of Man. They are not in the United Kingdom and have police of their own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A local authority and its force; `force` is None where it has none of ours, and then `why_no_force` says why."""

    code: str
    name: str | None
    country: str | None
    force: str | None
    why_no_force: Phrase | None = None


def authority(code: str, *, postcode_area: str | None = None) -> Authority:
    """The authority of an ONS code.

    The pseudo codes of the Channel Islands need the postcode area to tell Jersey from Guernsey.
    """
    known = _england_and_wales().get(code)
    if known is not None:
        return known
    if code.startswith("S12"):
        return Authority(code=code, name=None, country="GB", force="GB-SCT")
    if code.startswith("N09"):
        return Authority(code=code, name=None, country="GB", force="GB-NIR")
    if code in ("L99999999", "M99999999"):
        area = "IM" if code.startswith("M") else postcode_area or ""
        why = phrase("it is outside the United Kingdom, with police of its own")
        return Authority(code=code, name=None, country=CROWN_DEPENDENCIES.get(area), force=None, why_no_force=why)
    why = phrase("the local authority is newer than the table of forces")
    return Authority(code=code, name=None, country="GB", force=None, why_no_force=why)


@cache
def _england_and_wales() -> dict[str, Authority]:
    return {
        row["authority"]: Authority(code=row["authority"], name=row["name"], country="GB", force=row["force"])
        for row in read_table("authorities.csv")
    }


def named_authorities() -> tuple[Authority, ...]:
    """The authorities of England and Wales, with their names."""
    return tuple(_england_and_wales().values())
