"""Planning in the demonstration: a force assesses its capability twice, the desk reviews, and the force keeps two
staffing scenarios. What it says of itself is invented.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from causeway.demo.setting_up import Cast
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.commons.staffing_pages.commands.keep import save_scenario
from causeway.hub.knowledge.capability.commands.assess import judge, start_assessment
from causeway.hub.knowledge.capability.commands.publish import publish_assessment, share_published
from causeway.hub.knowledge.capability.commands.review import comment_on, finish_review, invite_reviewer
from causeway.hub.knowledge.capability.judgements import Evidence, EvidenceKind, Judgement, View
from causeway.hub.knowledge.capability.model_response import Phase
from causeway.staffing import document_of, spread_over_bands, usual_scenario
from causeway.vocabulary.organisations import Role

_DOCUMENT = Evidence(kind=EvidenceKind.DOCUMENT, text="Annual plan", where="Plan 12, chapter 3")
_SAID = (
    ("leadership", Phase.PARTLY, "A board meets every quarter. It has no means of its own.", "A budget."),
    ("law_enforcement", Phase.ESTABLISHED, "A unit of its own, trained, on duty on every day.", "Cover at night."),
    ("image_databases", Phase.ESTABLISHED, "Every file is compared on the day that it comes.", ""),
    ("workforce", Phase.PARTLY, "Two of five districts have trained people.", "Three districts."),
    ("hotline", Phase.MATURITY, "Its figures are public, and it was reviewed from outside.", ""),
    ("education", Phase.PARTLY, "Officers hold sessions at half of the schools.", "The other half."),
    ("reporting", Phase.BUILDING, "A bill is before parliament.", "The law."),
)
_PER_WEEK = 60.0


def plan(cast: Cast, desk: Organisation) -> int:
    """Let them; gives how many versions were published."""
    force = cast.staffed_forces()[0]
    chief = cast.person_of(force, Role.ADMINISTRATOR).actor
    reviewer = cast.person_of(desk, Role.ADMINISTRATOR).actor
    first = _assess(chief, days_ago=400, steps_back=1)
    publish_assessment(chief, first)
    second = _assess(chief, days_ago=30, steps_back=0)
    invitation = invite_reviewer(chief, second, desk.id)
    comment_on(reviewer, invitation, "hotline", view=View.AGREE)
    comment_on(reviewer, invitation, "leadership", view=View.DISAGREE, text="The board decides nothing yet: phase 1.")
    finish_review(reviewer, invitation, text="Honest and well kept.")
    share_published(chief, publish_assessment(chief, second), is_shared=True)
    for name, trained in (("As it is", 3), ("Two more trained officers", 5)):
        scenario = usual_scenario(spread_over_bands(_PER_WEEK), trained=trained, untrained=2)
        save_scenario(chief, name=name, document=document_of(scenario))
    return 2


def _assess(chief: Actor, *, days_ago: int, steps_back: int) -> UUID:
    """An assessment of some capabilities, each so many phases back."""
    today = timezone.now().date()
    draft = start_assessment(chief, about=chief.organisation_name, as_of=today - timedelta(days=days_ago))
    for place, (code, phase, reasons, gaps) in enumerate(_SAID):
        said = Judgement(
            capability=code,
            phase=Phase(max(phase - steps_back, Phase.BUILDING)),
            reasons=reasons,
            gaps=gaps,
            evidence=(_DOCUMENT,),
            owner="Head of unit",
            next_step="Put it before the board",
            next_step_on=today + timedelta(days=10 + 30 * place),
        )
        judge(chief, draft, said)
    return draft
