"""What can be added to a referral later: more people, places and files, and a danger that was not told at first, in the
referral's own shape. Nothing told first is replaced.
"""

from dataclasses import dataclass
from datetime import datetime

from causeway.vocabulary.referral import Attachment, Incident, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """New parties, incidents and attachments, and danger as `Referral` has it; stored as a supplement's document."""

    __pydantic_config__ = {"extra": "ignore"}

    parties: tuple[Party, ...] = ()
    incidents: tuple[Incident, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    emergency: str | None = None
    is_contact_ongoing: bool | None = None
    is_planned: bool | None = None
    planned_at: datetime | None = None

    @property
    def tells_danger(self) -> bool:
        """Whether it says that a child may be in danger."""
        return bool(self.emergency or self.is_contact_ongoing or self.is_planned or self.planned_at)
