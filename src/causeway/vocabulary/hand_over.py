"""How one force's proposal to another, that it take a referral over, ended."""

from enum import StrEnum


class HandOverAnswer(StrEnum):
    """What became of a proposal. `OVERTAKEN` is the desk's own decision, which came before any answer."""

    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
