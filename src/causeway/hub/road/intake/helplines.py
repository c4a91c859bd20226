"""Whom to call now, by country.

112 is the emergency number of the whole European Union (Directive (EU) 2018/1972, article 109), 116 111 the harmonised
helpline for children (Commission Decision 2007/116/EC); the others are those that the countries' own services publish.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Helplines:
    """Numbers to call: in danger, and to talk."""

    emergency: str
    child_line: str
    child_line_name: str


HELPLINES: dict[str, Helplines] = {
    "GB": Helplines(emergency="999", child_line="0800 1111", child_line_name="Childline"),
    "IE": Helplines(emergency="112", child_line="116 111", child_line_name="Childline"),
    "NL": Helplines(emergency="112", child_line="0800-0432", child_line_name="De Kindertelefoon"),
    "IT": Helplines(emergency="112", child_line="19696", child_line_name="Telefono Azzurro"),
}

ELSEWHERE = Helplines(emergency="112", child_line="116 111", child_line_name="116 111")


def helplines_of(country: str) -> Helplines:
    """Whom to call in a country (ISO alpha-2)."""
    return HELPLINES.get(country, ELSEWHERE)
