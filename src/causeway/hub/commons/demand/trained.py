"""How many of the organisation's people hold a valid certificate in each skill, for the staff section of demand."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.people import active_people
from causeway.hub.commons.demand.staff import StaffFigure
from causeway.hub.knowledge.training.queries.standing import held_by, holding_of_skill
from causeway.hub.knowledge.training.skills import SKILL_NAMES, Skill
from causeway.hub.knowledge.training.validity import SUFFICES


def trained_people(actor: Actor) -> list[StaffFigure]:
    """A line for each skill that anybody holds. Runs inside the caller's transaction."""
    held, today = held_by([person.id for person in active_people()]), timezone.now().date()
    counts = {
        skill: sum(holding_of_skill(certificates, skill.value, today) in SUFFICES for certificates in held.values())
        for skill in Skill
    }
    if not any(counts.values()):
        return [StaffFigure(label=_("Training"), value=_("Nobody holds a valid certificate"))]
    return [
        StaffFigure(
            label=SKILL_NAMES[skill],
            value=ngettext(
                "%(trained)d of %(people)d holds a valid certificate",
                "%(trained)d of %(people)d hold a valid certificate",
                trained,
            )
            % {"trained": trained, "people": len(held)},
        )
        for skill, trained in counts.items()
        if trained
    ]
