"""Writing an instrument: begun, changed, published, written to a file, deleted before it was ever published."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.surveys.checking import CODE, LANGUAGE, faults_of
from causeway.hub.knowledge.surveys.editing import EditRefused
from causeway.hub.knowledge.surveys.instrument_files import FileKind, write_instrument
from causeway.hub.knowledge.surveys.models import DraftInstrument, PublishedInstrument
from causeway.vocabulary.instruments import Instrument

Change = Callable[[Instrument], Instrument]


@command(Permission.MANAGE_SURVEYS)
def begin_instrument(actor: Actor, instrument: Instrument) -> UUID:
    """Begin to write an instrument: a blank one, a shipped one, or one from a file.

    Raises:
        Invalid: its code, or one in it, is no code.
        Conflict: the organisation has one of this code.
    """
    if not CODE.fullmatch(instrument.code):
        raise Invalid(
            _("A code is lower-case letters, digits and underscores, and begins with a letter."), field="code"
        )
    if not instrument.languages or not all(LANGUAGE.fullmatch(one) for one in instrument.languages):
        raise Invalid(_("Languages are codes of two or three letters, such as nl; at least one."), field="languages")
    for place, codes in (("sections", [one.code for one in instrument.sections]), ("questions", _codes(instrument))):
        wrong = [code for code in codes if not CODE.fullmatch(code) or codes.count(code) > 1]
        if wrong:
            words = _("Among the %(place)s stands a code that is none, or stands twice: %(code)s")
            raise Invalid(words % {"place": place, "code": wrong[0][:60]}, field="code")
    if DraftInstrument.objects.filter(code=instrument.code).exists():
        raise Conflict(_("You have an instrument of this code already."), field="code")
    draft = DraftInstrument(
        organisation_id=actor.organisation_id,
        code=instrument.code,
        document=to_document(instrument),
        changed_at=timezone.now(),
    )
    draft.save(force_insert=True)
    enter(Act.INSTRUMENT_CHANGED, subjects=[draft.id], details={"code": draft.code, "begun": True})
    return draft.id


@command(Permission.MANAGE_SURVEYS)
def change_instrument(actor: Actor, draft_id: UUID, change: Change) -> None:
    """Change what is being written, by one of the functions of `editing`. Its code stays.

    Raises:
        NotFound: there is no such instrument, or no such part of it.
        Invalid: the change is refused.
    """
    draft = _draft(draft_id)
    try:
        changed = change(from_document(Instrument, draft.document))
    except EditRefused as fault:
        raise Invalid(fault.message, field=fault.field) from fault
    except (KeyError, StopIteration) as fault:
        raise NotFound(_("There is no such part of this instrument.")) from fault
    draft.document, draft.changed_at = to_document(changed), timezone.now()
    draft.save(update_fields=["document", "changed_at"])
    enter(Act.INSTRUMENT_CHANGED, subjects=[draft.id], details={"code": draft.code})


@command(Permission.MANAGE_SURVEYS)
def publish_instrument(actor: Actor, draft_id: UUID) -> UUID:
    """Publish what is written as a version that never changes, and give its identifier.

    Raises:
        NotFound: there is no such instrument.
        Invalid: it is not whole.
        Conflict: this version has been published.
    """
    draft = _draft(draft_id)
    instrument = from_document(Instrument, draft.document)
    if faults := faults_of(instrument):
        words = ngettext("%d thing is missing or wrong.", "%d things are missing or wrong.", len(faults))
        raise Invalid(words % len(faults))
    if PublishedInstrument.objects.filter(draft=draft, version=instrument.version).exists():
        raise Conflict(_("This version has been published. Give the new one another number first."), field="version")
    published = PublishedInstrument(
        organisation_id=actor.organisation_id,
        draft=draft,
        version=instrument.version,
        document=to_document(instrument),
        published_at=timezone.now(),
    )
    published.save(force_insert=True)
    details = {"code": draft.code, "version": published.version}
    enter(Act.INSTRUMENT_PUBLISHED, subjects=[draft.id, published.id], details=details)
    return published.id


@command(Permission.MANAGE_SURVEYS)
def delete_instrument(actor: Actor, draft_id: UUID) -> None:
    """Delete an instrument of which nothing was published.

    Raises:
        NotFound: there is no such instrument.
        Conflict: a version of it was published.
    """
    draft = _draft(draft_id)
    if draft.published.exists():
        raise Conflict(_("A version of this instrument was published, so it stays."))
    enter(Act.INSTRUMENT_DELETED, subjects=[draft.id], details={"code": draft.code})
    draft.delete()


def _codes(instrument: Instrument) -> list[str]:
    return [question.code for question in instrument.questions]


def _draft(draft_id: UUID) -> DraftInstrument:
    draft = DraftInstrument.objects.select_for_update().filter(id=draft_id).first()
    if draft is None:
        raise NotFound(_("There is no such instrument."))
    return draft


@command(Permission.MANAGE_SURVEYS)
def export_instrument(actor: Actor, draft_id: UUID, kind: FileKind) -> tuple[str, str]:
    """The instrument as it stands, as a file: its name and its text.

    Raises:
        NotFound: there is no such instrument.
    """
    instrument = from_document(Instrument, _draft(draft_id).document)
    enter_export("instrument", {"code": instrument.code, "version": instrument.version, "format": kind.value})
    return f"{instrument.code}.{kind.value}", write_instrument(instrument, kind)
