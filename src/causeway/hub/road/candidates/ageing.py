"""Moving every moment of a candidate by the same span, so that a check is as old as it was when it first came. Pure."""

from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from causeway.vocabulary.candidates import Candidate


def moved(candidate: Candidate, by: timedelta) -> Candidate:
    """The candidate with each of its moments `by` later; days without a time, such as a birthday, stay."""
    later: Candidate = _moved(candidate, by)
    return later


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, tuple):
        return tuple(_moved(one, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _moved(getattr(value, field.name), by) for field in fields(value)})
    return value
