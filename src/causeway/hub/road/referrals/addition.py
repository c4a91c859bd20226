"""What can be added to a referral later: more people, places and files, in the referral's own shape. Nothing told first
is replaced.
"""

from dataclasses import dataclass

from causeway.vocabulary.referral import Attachment, Incident, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """New parties, incidents and attachments; stored as a supplement's document."""

    __pydantic_config__ = {"extra": "ignore"}

    parties: tuple[Party, ...] = ()
    incidents: tuple[Incident, ...] = ()
    attachments: tuple[Attachment, ...] = ()
