"""What an organisation says of each capability: frozen values, kept as one document with a schema version."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from causeway.hub.knowledge.capability.model_response import CAPABILITIES, Phase


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"
    DOCUMENT = "document"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a judgement rests on: what it is, in words, and where to find it (an address or a reference)."""

    kind: EvidenceKind
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One capability as its organisation sees it; without a phase, not judged yet. `owner` is a person or post."""

    capability: str
    phase: Phase | None = None
    reasons: str = ""
    gaps: str = ""
    evidence: tuple[Evidence, ...] = ()
    owner: str = ""
    next_step: str = ""
    next_step_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """All that has been said, by the order of the capabilities."""

    schema: int = 1
    lines: tuple[Judgement, ...] = ()

    def of(self, code: str) -> Judgement:
        """What was said of one capability."""
        return next((line for line in self.lines if line.capability == code), Judgement(capability=code))

    def all(self) -> tuple[Judgement, ...]:
        """One for each of the capabilities, judged or not."""
        return tuple(self.of(capability.code) for capability in CAPABILITIES)

    def changed(self, judgement: Judgement) -> "Judgements":
        """The same with one of them put in place of what was said before."""
        lines = (*(line for line in self.lines if line.capability != judgement.capability), judgement)
        return Judgements(schema=self.schema, lines=_ordered(lines))

    @property
    def judged(self) -> int:
        """How many have a phase."""
        return sum(line.phase is not None for line in self.lines)


def _ordered(lines: Iterable[Judgement]) -> tuple[Judgement, ...]:
    places = {capability.code: place for place, capability in enumerate(CAPABILITIES)}
    return tuple(sorted(lines, key=lambda line: places[line.capability]))


class View(StrEnum):
    """What a reviewer thinks of a judgement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A reviewer's word on one capability. `on_phase` is where it stood when they looked."""

    capability: str
    view: View
    on_phase: Phase | None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """All of one reviewer's."""

    schema: int = 1
    lines: tuple[Comment, ...] = ()

    def of(self, code: str) -> Comment | None:
        """The word on one capability."""
        return next((line for line in self.lines if line.capability == code), None)

    def changed(self, comment: Comment) -> "Comments":
        """The same with this comment in place of an earlier one."""
        return Comments(lines=(*(line for line in self.lines if line.capability != comment.capability), comment))

    def count(self, view: View) -> int:
        """On how many capabilities the reviewer thinks so."""
        return sum(line.view is view for line in self.lines)

    def agreeing_with(self, judgements: "Judgements") -> int:
        """On how many the reviewer agreed with the phase that stands there now. Who agreed with another phase, or
        with none, has not agreed with this one.
        """
        return sum(
            line.view is View.AGREE
            and line.on_phase is not None
            and line.on_phase == judgements.of(line.capability).phase
            for line in self.lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """That a peer has reviewed it, as it stands on a published version."""

    reviewer: str
    agrees: int
    disagrees: int
    cannot_say: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a published version holds. It never changes."""

    schema: int = 1
    judgements: Judgements
    reviews: tuple[Reviewed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """What others see of one capability."""

    capability: str
    phase: Phase | None
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What others see of a published version: phases and reasons, no gaps, owners, evidence or next steps."""

    schema: int = 1
    lines: tuple[SharedLine, ...] = field(default=())
    reviewers: tuple[str, ...] = ()

    def phase(self, code: str) -> Phase | None:
        """Where one capability stands."""
        return next((line.phase for line in self.lines if line.capability == code), None)


def shared_part(published: Published) -> Shared:
    """What of a published version may be shown to others."""
    return Shared(
        lines=tuple(
            SharedLine(capability=line.capability, phase=line.phase, reasons=line.reasons)
            for line in published.judgements.all()
        ),
        reviewers=tuple(review.reviewer for review in published.reviews),
    )
