"""A published version as PDF: the phases on one table, then each capability with what was said of it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.theme.pdf import Heading, Lines, Paragraph, Section, Table, pdf
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import CAPABILITIES, DOMAIN_NAMES, PHASE_NAMES, Domain, Phase
from causeway.hub.knowledge.capability.queries.assessments import PublishedView

_SHARES = (0.08, 0.62, 0.3)


def version_as_pdf(version: PublishedView, organisation: str) -> bytes:
    """The whole version on A4."""
    judgements = version.published.judgements
    rows = [(str(one.number), str(one.name), _phase(judgements.of(one.code).phase)) for one in CAPABILITIES]
    sections: list[Section] = [
        Lines(
            [
                (_("Organisation"), organisation),
                (_("Version"), str(version.number)),
                (_("As of"), date_format(version.as_of, "SHORT_DATE_FORMAT")),
                (_("Published"), date_format(version.published_at, "SHORT_DATE_FORMAT")),
                (_("Reviewed by"), ", ".join(one.reviewer for one in version.published.reviews) or _("Nobody")),
            ]
        ),
        Table((_("No."), _("Capability"), _("Phase")), rows, _SHARES),
        Paragraph(
            _(
                "Names of the capabilities: WeProtect Global Alliance, Model National Response, 2016. "
                "What stands beside them is in our own words."
            )
        ),
    ]
    for domain in Domain:
        sections.append(Heading(str(DOMAIN_NAMES[domain])))
        for one in CAPABILITIES:
            if one.domain is domain:
                sections += [Heading(f"{one.number}. {one.name}", level=2), Lines(_said(judgements.of(one.code)))]
    return pdf(version.about, sections)


def _phase(phase: Phase | None) -> str:
    return f"{phase.value}. {PHASE_NAMES[phase]}" if phase else _("Not judged")


def _said(judgement: Judgement) -> list[tuple[str, str]]:
    """What was said of one capability; what was left empty is left out."""
    evidence = "\n".join(f"{one.text} ({one.where})" if one.where else one.text for one in judgement.evidence)
    step_on = date_format(judgement.next_step_on, "SHORT_DATE_FORMAT") if judgement.next_step_on else ""
    lines = [
        (_("Phase"), _phase(judgement.phase)),
        (_("Why?"), judgement.reasons),
        (_("What is missing?"), judgement.gaps),
        (_("Evidence"), evidence),
        (_("Next step"), judgement.next_step),
        (_("By when?"), step_on),
        (_("Who sees to it?"), judgement.owner),
    ]
    return [(key, value) for key, value in lines if value]
