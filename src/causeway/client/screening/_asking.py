"""From digests to questions, and from the lists' hits to those that a person is shown."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from causeway.client.mirror import Asked, Hit
from causeway.interchange.signals import value_fault
from causeway.matching import RECOMMENDED_QUALITY, ExactDigests, Look
from causeway.matching.frames import telling_frames
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalKind

EXACT_KINDS: Final = (SignalKind.SHA256, SignalKind.SHA1, SignalKind.MD5)


class Question(NamedTuple):
    """A value to look up; whether it is that of the picture turned or mirrored."""

    asked: Asked
    is_turned: bool = False


def exact_questions(digests: ExactDigests | MediaDigests) -> list[Question]:
    """The digests of the file's bytes, surest first; none of an empty file, which every other would match."""
    return _comparable(Question(Asked(kind, getattr(digests, kind.value))) for kind in EXACT_KINDS)


def perceptual_questions(look: Look) -> list[Question]:
    """The picture's hash, as it is stored, upright as it notes and turned, those of the file's further pictures, and a
    video's frames, each once. A hash of low quality says little and is not asked for.
    """
    questions: list[Question] = []
    if look.digests.pdq is not None and (look.digests.pdq_quality or 0) >= RECOMMENDED_QUALITY:
        questions.append(Question(Asked(SignalKind.PDQ, look.digests.pdq)))
        turned = filter(None, (look.digests.pdq_other, *look.turned))
        questions += [Question(Asked(SignalKind.PDQ, each), is_turned=True) for each in turned]
    further = telling_frames(look.further, RECOMMENDED_QUALITY)
    questions += [Question(Asked(SignalKind.PDQ, each)) for each in further if each != look.digests.pdq]
    frames = telling_frames(look.frames, RECOMMENDED_QUALITY)
    return _comparable(questions + [Question(Asked(SignalKind.VPDQ_FRAME, frame)) for frame in frames])


def _comparable(questions: Iterable[Question]) -> list[Question]:
    """Those whose value no list takes for blank: an upload of no content is compared with nothing, and no fault."""
    return [question for question in questions if value_fault(*question.asked) is None]


def nearest_of_each(hits: Iterable[Hit], questions: list[Question]) -> list[UploadHit]:
    """Each signal once a kind, by its nearest value; nearest first, and among equals the surest kind of digest."""
    together: dict[tuple[SignalKind, str, str], list[Hit]] = {}
    for hit in sorted(hits, key=lambda each: (each.distance_bits, each.asked, each.reference)):
        together.setdefault((hit.kind, hit.organisation, hit.reference), []).append(hit)
    return [_upload_hit(same, questions[same[0].asked]) for same in together.values()]


def _upload_hit(same: list[Hit], question: Question) -> UploadHit:
    """The nearest of several hits of one signal, with every bank that lists it."""
    hit = same[0]
    return UploadHit(
        kind=hit.kind,
        value=question.asked.value,
        reference=hit.reference,
        organisation=hit.organisation,
        state=hit.state,
        category=hit.category,
        confidence=hit.confidence,
        expires_at=hit.expires_at,
        distance_bits=hit.distance_bits,
        is_turned=question.is_turned,
        banks=tuple(dict.fromkeys(each.bank for each in same if each.bank is not None)),
    )
