"""What apps further up the road add to a package: a case's notes, what services were asked, what came of a referral."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.evidence.package import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageScope:
    """What a package is about: some referrals, and the case that works on them where the whole case is asked for."""

    referral_ids: tuple[UUID, ...]
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one app adds: pages to read, the same as JSON data, and the things whose entries belong to the proof.

    `reference` names the whole work; a case has one.
    """

    pages: Sequence[Section]
    document: Any
    subject_ids: tuple[UUID, ...] = ()
    reference: str = ""


PackageSource = Callable[[Actor, PackageScope], Chapter | None]
"""Fills a chapter, inside the command's door; None where there is nothing to tell."""

_sources: dict[str, tuple[int, PackageSource]] = {}


def register_package_source(name: str, source: PackageSource, *, order: int) -> None:
    """Add a chapter to every package; `name` is that of its JSON file. Call it from `AppConfig.ready`."""
    _sources[name] = (order, source)


def chapters_for(actor: Actor, scope: PackageScope) -> dict[str, Chapter]:
    """The chapters by name, in their order. Runs inside the caller's transaction."""
    filled = {name: source(actor, scope) for name, (_, source) in sorted(_sources.items(), key=lambda item: item[1][0])}
    return {name: chapter for name, chapter in filled.items() if chapter is not None}
