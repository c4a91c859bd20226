"""What the doctor says of one part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part that was looked at. `mend` says what to do where it is not well."""

    part: str
    is_well: bool
    text: str
    mend: str = ""
