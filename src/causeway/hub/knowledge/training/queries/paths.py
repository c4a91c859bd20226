"""The paths of every role, with the modules that stand on them."""

from dataclasses import dataclass

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.models import PathStep
from causeway.hub.knowledge.training.queries.library import ModuleView, visible_modules
from causeway.hub.knowledge.training.queries.standing import paths_in_force
from causeway.vocabulary.organisations import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A module on a path."""

    view: ModuleView
    is_required: bool
    valid_months: int


@query(Permission.MANAGE_TRAINING)
def paths(actor: Actor, language: str) -> dict[Role, tuple[StepView, ...]]:
    """The path in force of every role; a module that can no longer be read is left out."""
    views = visible_modules(language)
    return {
        role: tuple(
            StepView(view=views[one.module_id], is_required=one.is_required, valid_months=one.valid_months)
            for one in wanted
            if one.module_id in views
        )
        for role, wanted in paths_in_force(actor.organisation_kind).items()
    }


@query(Permission.MANAGE_TRAINING)
def own_roles(actor: Actor) -> frozenset[Role]:
    """The roles for which the organisation keeps a path of its own."""
    return frozenset(Role(role) for role in PathStep.objects.values_list("role", flat=True))
