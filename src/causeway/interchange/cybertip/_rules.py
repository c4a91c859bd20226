"""The rules that bind several elements of one type. Rules of a single value stand in its annotation."""

from collections.abc import Callable
from dataclasses import dataclass

from causeway.interchange.cybertip._file import FileDetails
from causeway.interchange.cybertip._wire import Wired, elements
from causeway.interchange.cybertip.enumerations import FileAnnotation, FileRelevance


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule: at which child element, and how."""

    child: str
    fault: str


def breach(value: Wired) -> Breach | None:
    """The first rule between its elements that a value breaks, or None."""
    broken = _choices(value)
    for rule in _RULES.get(type(value), ()):
        broken = broken or rule(value)
    return broken


def _choices(value: Wired) -> Breach | None:
    """Of the elements of a choice at most one stands; where one is required, a later schema's unknown one will do."""
    standing: dict[str, list[str]] = {}
    for part, mark in elements(type(value)):
        if mark.choice is not None:
            names = standing.setdefault(mark.choice.name, [])
            if getattr(value, part.field) is not None:
                names.append(mark.name)
            if len(names) > 1:
                return Breach(mark.name, f"cannot stand beside {names[0]}: only one of {mark.choice.name} may be given")
    for choice, names in standing.items():
        if not names and _is_required(type(value), choice) and not value.unknown:
            return Breach("", f"{choice} is missing: exactly one is required")
    return None


def _is_required(described: type[Wired], choice: str) -> bool:
    return any(
        mark.choice and mark.choice.name == choice and mark.choice.is_required for _, mark in elements(described)
    )


def _exif_needs_viewing(value: Wired) -> Breach | None:
    if isinstance(value, FileDetails) and value.exif_viewed_by_esp is not None and value.file_viewed_by_esp is None:
        return Breach("exifViewedByEsp", "needs fileViewedByEsp")
    return None


def _supplemental_is_not_classified(value: Wired) -> Breach | None:
    if not isinstance(value, FileDetails) or value.relevance is not FileRelevance.SUPPLEMENTAL_REPORTED:
        return None
    fault = f"is not allowed where fileRelevance is {FileRelevance.SUPPLEMENTAL_REPORTED.value}"
    if value.industry_classification is not None:
        return Breach("industryClassification", fault)
    if value.potential_meme is not None:
        return Breach("potentialMeme", fault)
    if value.file_annotations and FileAnnotation.POTENTIAL_MEME in value.file_annotations.kinds:
        return Breach("fileAnnotations/potentialMeme", fault)
    return None


Rule = Callable[[Wired], Breach | None]

_RULES: dict[type[Wired], tuple[Rule, ...]] = {FileDetails: (_exif_needs_viewing, _supplemental_is_not_classified)}
