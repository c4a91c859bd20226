"""How well a module teaches, read from tests, ratings and practice together; small numbers are not shown as more than
they are. Other apps, such as surveys, bring their own figure by registering it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.content import Question
from causeway.hub.knowledge.training.models import MentoredTask, ModuleRating, SkillOverride, TestAttempt
from causeway.hub.knowledge.training.quality_numbers import Gain, ItemFigures, item_figures, paired_gain
from causeway.hub.knowledge.training.queries.library import ModuleView, module_in, visible_modules
from causeway.hub.knowledge.training.words import TestKind

FEWEST_RATINGS = 5
"""Below this a rating could be told from who was in the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFigure:
    """A figure from elsewhere about how well people are trained in a skill, in words that its app chose."""

    title: str
    text: str
    href: str = ""


FigureProvider = Callable[[Actor, str], OtherFigure | None]
"""Given the actor and a skill, a figure; None where there is none yet. Called inside the caller's transaction."""

_providers: dict[str, FigureProvider] = {}


def register_figure(name: str, provider: FigureProvider) -> None:
    """Bring a figure of another app, such as "survey" or "practice". Call it from `AppConfig.ready`."""
    _providers[name] = provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """What readers said. `mean`, `counts` (of 1 to 5) and `missing` are empty where fewer than five rated."""

    count: int
    mean: float | None
    counts: tuple[int, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """What practice showed in the module's skill."""

    signed: int
    signed_good: int
    waiting: int
    overrides: int
    unjustified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Everything known of one module."""

    view: ModuleView
    takings: int
    passed_first: int
    tried: int
    gain: Gain
    items: tuple[tuple[Question, ItemFigures], ...]
    ratings: Ratings
    at_work: AtWork
    others: dict[str, OtherFigure | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLine:
    """One module in a comparison of all."""

    view: ModuleView
    tried: int
    passed_first: int
    gain: Gain
    ratings: Ratings


@query(Permission.READ_TEST_ANSWERS)
def compare_modules(actor: Actor, language: str) -> list[QualityLine]:
    """Every module in force with its main figures, by title, over the actor's own people."""
    taken: dict[UUID, list[TestAttempt]] = {}
    for one in TestAttempt.objects.filter(finished_at__isnull=False).order_by("finished_at"):
        taken.setdefault(one.module_id, []).append(one)
    lines = []
    for view in sorted(visible_modules(language).values(), key=lambda view: view.module.title.casefold()):
        of_module = taken.get(view.id, [])
        post = _first_of_each(of_module, TestKind.POST)
        lines.append(
            QualityLine(
                view=view,
                tried=len(post),
                passed_first=sum(one.is_passed for one in post.values()),
                gain=paired_gain(_pairs(_first_of_each(of_module, TestKind.PRE), post)),
                ratings=_ratings(actor, view.id),
            )
        )
    return lines


@query(Permission.READ_TEST_ANSWERS)
def quality_of(actor: Actor, module_id: UUID, language: str) -> Quality:
    """The figures of one module over the actor's own people; ratings over all who rated it for this organisation.

    Raises:
        NotFound: no such module.
    """
    view = module_in(module_id, language)
    taken = list(TestAttempt.objects.filter(module_id=module_id, finished_at__isnull=False).order_by("finished_at"))
    post_first = _first_of_each(taken, TestKind.POST)
    skill = view.module.skill
    figures = item_figures([item.code for item in view.module.items], [one.marks for one in post_first.values()])
    return Quality(
        view=view,
        takings=len(taken),
        tried=len(post_first),
        passed_first=sum(one.is_passed for one in post_first.values()),
        gain=paired_gain(_pairs(_first_of_each(taken, TestKind.PRE), post_first)),
        items=tuple(zip(view.module.items, figures, strict=True)),
        ratings=_ratings(actor, module_id),
        at_work=_at_work(skill),
        others={name: provider(actor, skill) for name, provider in _providers.items()},
    )


def _ratings(actor: Actor, module_id: UUID) -> Ratings:
    rows = list(ModuleRating.objects.filter(reader_id=actor.organisation_id, module_id=module_id))
    if len(rows) < FEWEST_RATINGS:
        return Ratings(count=len(rows), mean=None, counts=(), missing=())
    values = [row.useful for row in rows]
    return Ratings(
        count=len(rows),
        mean=fmean(values),
        counts=tuple(values.count(value) for value in range(1, 6)),
        missing=tuple(sorted(row.missing for row in rows if row.missing)),
    )


def _first_of_each(taken: list[TestAttempt], kind: TestKind) -> dict[UUID, TestAttempt]:
    """The first taking of each member: later ones have seen the questions."""
    first: dict[UUID, TestAttempt] = {}
    for one in taken:
        if one.kind == kind and one.items:
            first.setdefault(one.member_id, one)
    return first


def _pairs(before: dict[UUID, TestAttempt], after: dict[UUID, TestAttempt]) -> list[tuple[float, float]]:
    return [(_percent(before[member]), _percent(after[member])) for member in before if member in after]


def _percent(one: TestAttempt) -> float:
    return 100 * one.right / len(one.items)


def _at_work(skill: str) -> AtWork:
    tasks = MentoredTask.objects.filter(skill=skill) if skill else MentoredTask.objects.none()
    given = SkillOverride.objects.filter(skill=skill) if skill else SkillOverride.objects.none()
    return AtWork(
        signed=tasks.filter(signed_at__isnull=False).count(),
        signed_good=tasks.filter(is_good=True).count(),
        waiting=tasks.filter(signed_at=None).count(),
        overrides=given.count(),
        unjustified=given.filter(was_justified=False).count(),
    )
