"""A person's own settings of how content is shown. They are offered, and nothing is claimed of what they do."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How content is shown to one person. `loads_by_itself`: a blurred picture appears without being asked for."""

    is_blurred_first: bool = True
    is_grey: bool = True
    loads_by_itself: bool = False


def _member(actor: Actor) -> Member:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person has settings."))
    return Member.objects.get(id=actor.member_id)


@query(Permission.SET_OWN_PREFERENCES)
def display_of(actor: Actor) -> Display:
    """The acting person's settings; what was never set is the careful choice."""
    kept = _member(actor).display
    named = {name: kept[name] for name in Display.__dataclass_fields__ if isinstance(kept.get(name), bool)}
    return Display(**named)


@command(Permission.SET_OWN_PREFERENCES)
def set_display(actor: Actor, display: Display) -> None:
    """Keep the acting person's settings."""
    member = _member(actor)
    member.display = {**member.display, **asdict(display)}
    member.save(update_fields=["display"])
    enter(Act.MEMBER_CHANGED, subjects=[member.id], details={"display": asdict(display)})
