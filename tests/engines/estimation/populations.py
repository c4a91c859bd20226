"""A generated population put before the engine."""

from causeway.estimation import Frame, Sample
from causeway.worlds import Population


def sample_of(people: Population) -> Sample:
    """Those who answered, with the frame that everybody is in."""
    frame = Frame.of(zip(people.strata, people.people.tolist(), strict=True))
    return Sample(frame=frame, stratum=people.answers()[0])
