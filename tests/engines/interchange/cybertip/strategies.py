"""Generated documents, made from the same annotations that reader and writer obey. All text is neutral."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from causeway.interchange.cybertip._lexical import Boolean, Codec, Day, Integer, Moment, Number, OneOf, Text
from causeway.interchange.cybertip._rules import breach
from causeway.interchange.cybertip._wire import Attribute, Content, Element, Flags, Part, Wired, elements, parts
from causeway.interchange.cybertip.times import WireDate, WireDateTime
from causeway.interchange.cybertip.types import FileDetails, InternetDetails

W = TypeVar("W", bound=Wired)

NEUTRAL = "abcdefgh XYZ 0189 .,;:'\"&<>[]-_/é漢🚲\n\t\r"
"""Letters, digits, marks that XML must escape, letters beyond ASCII and beyond the basic plane, white space."""

_MATCHING: dict[str, st.SearchStrategy[str]] = {
    r"\+[0-9]{1,3}": st.integers(1, 999).map("+{}".format),
    "[0-9]+": st.integers(0, 99999).map(str),
    "[A-Za-z]{2}": st.sampled_from(["GB", "nl", "IT"]),
    "[0-9A-Fa-f]{32}": st.sampled_from(["0" * 32, "0123456789abcdef" * 2]),
    r"[\s\S]*[^ \t\r\n][\s\S]*": st.text("abc ", min_size=0, max_size=10).map("x{}".format),
}


def simple_values(codec: Codec) -> st.SearchStrategy[Any]:
    """Values that a codec takes, in canonical form."""
    match codec:
        case Text(one_of=frozenset() as allowed):
            return st.sampled_from(sorted(allowed))
        case Text(pattern=str() as pattern):
            return _MATCHING[pattern]
        case Text(max_length=longest):
            return st.text(NEUTRAL, max_size=min(longest or 20, 20))
        case Boolean():
            return st.booleans()
        case Integer(lowest=lowest, highest=highest):
            return st.integers(lowest, highest)
        case Number(lowest=lowest, highest=highest):
            return st.decimals(lowest, highest, places=4)
        case Moment():
            zoned = st.integers(631152000, 1767225600).map(
                lambda seconds: WireDateTime.of(datetime.fromtimestamp(seconds, UTC))
            )
            return zoned | st.sampled_from(["2024-02-29T23:59:59", "2024-02-29T23:59:59.5-07:00"]).map(
                WireDateTime.parse
            )
        case Day():
            return st.dates(date(1930, 1, 1), date(2026, 1, 1)).map(WireDate.of)
        case OneOf(members=members):
            return st.sampled_from(members)
    raise AssertionError(codec)


def values(described: type[W]) -> st.SearchStrategy[W]:
    """Values of a described type that keep every rule."""
    if described is InternetDetails:
        one = [st.builds(described, **{part.field: _child(mark)}) for part, mark in elements(described)]
        return st.one_of(one)
    chosen = {part.field: _part(part) for part in parts(described) if not _is_legacy(part)}
    built = st.builds(described, **chosen)
    return built.filter(lambda value: breach(value) is None)


def _is_legacy(part: Part) -> bool:
    return isinstance(part.mark, Attribute) and part.mark.is_legacy


def _part(part: Part) -> st.SearchStrategy[Any]:
    match part.mark:
        case Flags(members=members):
            return st.lists(st.sampled_from(members), unique=True, max_size=4).map(tuple)
        case Attribute(of=codec) | Content(of=codec):
            single = simple_values(codec)
        case Element() as mark:
            single = _child(mark)
    if part.repeats:
        return st.lists(single, min_size=int(part.is_required), max_size=2).map(tuple)
    return single if part.is_required else st.none() | single


def _child(mark: Element) -> st.SearchStrategy[Any]:
    of = mark.of
    return simple_values(of) if isinstance(of, Codec) else st.deferred(lambda: values(of))


def sample(codec: Codec, number: int) -> Any:
    """A fixed value; a different one for 0 and 1."""
    match codec:
        case Text(one_of=frozenset() as allowed):
            return sorted(allowed)[number]
        case Text(pattern=r"\+[0-9]{1,3}"):
            return ("+44", "+31")[number]
        case Text(pattern="[A-Za-z]{2}"):
            return ("GB", "NL")[number]
        case Text(pattern="[0-9]+"):
            return ("12", "345")[number]
        case Text():
            return ("lighthouse", "bridge")[number]
        case Boolean():
            return number == 0
        case Integer():
            return (17, 23)[number]
        case Number():
            return (Decimal("51.5"), Decimal("-0.25"))[number]
        case Moment():
            return WireDateTime.parse(("2026-01-02T03:04:05Z", "2026-02-03T04:05:06+01:00")[number])
        case Day():
            return WireDate.parse(("2012-03-04", "2013-04-05")[number])
        case OneOf(members=members):
            return list(members)[number % len(members)]
    raise AssertionError(codec)


def complete(described: type[W], *, without: frozenset[str] = frozenset()) -> W:
    """A value with every part filled, but for the fields named, at any depth; one incident of each kind."""
    filled: dict[str, Any] = {}
    for part in parts(described):
        if part.field in without or _is_legacy(part):
            continue
        match part.mark:
            case Flags(members=members):
                filled[part.field] = tuple(members)
            case Attribute(of=codec) | Content(of=codec):
                filled[part.field] = sample(codec, 0)
            case Element(of=of) if of is InternetDetails:
                filled[part.field] = tuple(_each_incident(without))
            case Element(of=Codec() as codec):
                filled[part.field] = (sample(codec, 0),) if part.repeats else sample(codec, 0)
            case Element(of=of):
                assert isinstance(of, type)
                child = complete(of, without=without)
                filled[part.field] = (child,) if part.repeats else child
    return described(**filled)


def _each_incident(without: frozenset[str]) -> list[InternetDetails]:
    found: list[InternetDetails] = []
    for part, mark in elements(InternetDetails):
        assert isinstance(mark.of, type)
        one: dict[str, Any] = {part.field: complete(mark.of, without=without)}
        found.append(InternetDetails(**one))
    return found


def complete_files() -> tuple[FileDetails, ...]:
    """Three that together hold every part: some exclude one another."""
    choices = (
        {"potential_meme", "file_annotations", "industry_classification"},
        {"potential_meme"},
        {"file_annotations"},
    )
    return tuple(complete(FileDetails, without=frozenset(without)) for without in choices)
