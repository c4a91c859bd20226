"""Figures that the founding study published, to stand beside a wave as context and never in its calculation.

Davidson and DeMarco, Illegal Use of the Internet: a police survey in every force of England and Wales, more than 930
officers. The interim findings give their figures in words ("nearly 90%"), and the words stay: turned into points they
would say more than was published. They are not weighted, come from another wave and use other wording. The final
report of 2016 is another wave again; its figures stand apart and are never joined with the interim ones.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Publication(StrEnum):
    """Where a figure was published."""

    INTERIM = "interim"
    FINAL_2016 = "final_2016"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One figure as it was published. `beside` are the codes of our questions that ask of something like it."""

    publication: Publication
    figure: Promise
    of: Promise
    beside: tuple[str, ...] = ()


PUBLICATION_NAMES: dict[Publication, Promise] = {
    Publication.INTERIM: _("Founding study, interim findings"),
    Publication.FINAL_2016: _("Founding study, final report of 2016 (another wave and wording)"),
}

CAUTION = _(
    "For context only. These figures are not weighted, come from another wave, and answer questions worded in another"
    " way. A difference from the figures of this wave shows no change."
)

PUBLISHED: tuple[PublishedFigure, ...] = (
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("nearly 90%"),
        of=_("had contact with cyber-crime in their last year of service"),
        beside=("online_crime_contact",),
    ),
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("about 75%"),
        of=_("had first-hand contact with online grooming or with collections of indecent images of children"),
        beside=("grooming_first_hand", "material_first_hand"),
    ),
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("44%"),
        of=_("called their training adequate"),
        beside=("training_enough", "training_adequacy"),
    ),
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("over a third"),
        of=_("called their training poor"),
        beside=("training_enough", "training_adequacy"),
    ),
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("over 80%"),
        of=_("work with schools"),
        beside=("schools_work",),
    ),
    PublishedFigure(
        publication=Publication.INTERIM,
        figure=_("over three quarters"),
        of=_("call better communication and data sharing between organisations of paramount importance"),
        beside=("sharing_priority",),
    ),
    PublishedFigure(
        publication=Publication.FINAL_2016,
        figure=_("60%"),
        of=_("had investigated some form of online abuse"),
        beside=("grooming_first_hand", "material_first_hand"),
    ),
    PublishedFigure(
        publication=Publication.FINAL_2016,
        figure=_("most"),
        of=_("had investigated it with no training"),
        beside=("training_had",),
    ),
)


def published_beside(question: str, publication: Publication) -> tuple[PublishedFigure, ...]:
    """What one publication says of something like this question; never of two publications together."""
    return tuple(one for one in PUBLISHED if one.publication is publication and question in one.beside)
