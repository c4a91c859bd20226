"""The mails of a wave: the invitation and the reminder, written when they leave, because they hold a link."""

from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.finding import stage_at
from causeway.hub.knowledge.surveys.links import link_of
from causeway.hub.knowledge.surveys.models import Invited, Wave
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.instruments import Instrument

INVITATION = "survey_invitation"
REMINDER = "survey_reminder"


@command(Permission.SEND_NOTICES)
def invitation_letter(actor: Actor, invited_id: UUID, now: datetime) -> tuple[str, str]:
    """Subject and text of the mail with a person's link.

    Raises:
        NotFound: the link has been used, or the wave is over.
    """
    title, text = _letter(actor, invited_id, now)
    return _("Survey: %s") % title, text


@command(Permission.SEND_NOTICES)
def reminder_letter(actor: Actor, invited_id: UUID, now: datetime) -> tuple[str, str]:
    """The same mail, sent again.

    Raises:
        NotFound: as for the invitation.
    """
    title, text = _letter(actor, invited_id, now)
    return _("Reminder of a survey: %s") % title, text


def _letter(actor: Actor, invited_id: UUID, now: datetime) -> tuple[str, str]:
    invited = Invited.objects.select_related("wave__instrument").filter(id=invited_id, is_used=False).first()
    if invited is None or stage_at(invited.wave, today_of(actor, now)) not in {Stage.WAITING, Stage.RUNNING}:
        raise NotFound(_("This link is no longer needed."))
    instrument = from_document(Instrument, invited.wave.instrument.document)
    title = instrument.title[instrument.languages[0]]
    link = link_of(actor.organisation_id, invited.id)
    texts = [_text_in(language, actor, invited.wave, instrument, link) for language in instrument.languages]
    return title, "\n\n".join(dict.fromkeys(texts))


def _text_in(language: str, actor: Actor, wave: Wave, instrument: Instrument, link: str) -> str:
    """The letter in one of the instrument's languages; in Causeway's own first one where it has no words in it."""
    with override(language):
        text = _(
            "%(organisation)s asks for your answers: %(title)s\n\n"
            "You can answer from %(opens)s to %(closes)s, with this link:\n\n%(link)s\n\n"
            "The link works once and is yours alone: do not pass it on. Your answers are sealed and mixed with those "
            "of others before anybody can open them. Nobody, %(organisation)s included, can see which are yours.\n\n"
            "You may be reminded once more until the link is used. Answering is voluntary.\n"
        )
        return text % {
            "organisation": actor.organisation_name,
            "title": instrument.title[language],
            "opens": date_format(wave.opens_on, "j F Y"),
            "closes": date_format(wave.closes_on, "j F Y"),
            "link": link,
        }
