"""Writing, publishing and withdrawing material."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.awareness.commands.checking import check_ages, check_language, check_text
from causeway.hub.commons.awareness.models import Material
from causeway.hub.commons.awareness.words import Audience, MaterialKind

TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 500
BODY_CHARACTERS = 30_000
LONGEST_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMaterial:
    """A material's words and for whom they are. `minutes` is how long a lesson takes."""

    title: str
    kind: MaterialKind
    audience: Audience
    language: str
    summary: str
    body: str
    age_from: int | None = None
    age_to: int | None = None
    minutes: int | None = None
    translation_of: UUID | None = None


@command(Permission.KEEP_AWARENESS)
def write_material(actor: Actor, new: NewMaterial) -> UUID:
    """Write a material; until it is published only its organisation reads it.

    Raises:
        Invalid: `field` says what is missing or wrong.
    """
    row = Material(organisation_id=actor.organisation_id, written_at=timezone.now(), **_checked(new))
    row.save(force_insert=True)
    enter(Act.MATERIAL_CHANGED, subjects=[row.id])
    return row.id


@command(Permission.KEEP_AWARENESS)
def change_material(actor: Actor, material_id: UUID, new: NewMaterial) -> None:
    """Change a material, published or not: whoever uses it reads the words of today.

    Raises:
        NotFound: the actor's organisation has no such material.
        Invalid: `field` says what is missing or wrong.
        Conflict: it is withdrawn.
    """
    row = _own(actor, material_id)
    if row.withdrawn_at is not None:
        raise Conflict(_("This material is withdrawn. Write a new one."))
    for name, value in _checked(new, own_id=row.id).items():
        setattr(row, name, value)
    row.written_at = timezone.now()
    row.save()
    enter(Act.MATERIAL_CHANGED, subjects=[row.id])


@command(Permission.KEEP_AWARENESS)
def publish_material(actor: Actor, material_id: UUID) -> None:
    """Let every organisation read a material.

    Raises:
        NotFound: the actor's organisation has no such material.
        Conflict: it is published or withdrawn already.
    """
    row = _own(actor, material_id)
    if row.published_at is not None:
        raise Conflict(_("This material is published already."))
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    enter(Act.MATERIAL_PUBLISHED, subjects=[row.id])


@command(Permission.KEEP_AWARENESS)
def withdraw_material(actor: Actor, material_id: UUID) -> None:
    """Say that a published material should not be used any more. It stays readable, marked as withdrawn.

    Raises:
        NotFound: the actor's organisation has no such material.
        Conflict: it is not published, or withdrawn already.
    """
    row = _own(actor, material_id)
    if row.published_at is None or row.withdrawn_at is not None:
        raise Conflict(_("Only published material can be withdrawn."))
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    enter(Act.MATERIAL_WITHDRAWN, subjects=[row.id])


def _own(actor: Actor, material_id: UUID) -> Material:
    row = Material.objects.select_for_update().filter(id=material_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such material of yours."))
    return row


def _checked(new: NewMaterial, own_id: UUID | None = None) -> dict[str, object]:
    title = check_text(new.title, "title", most=TITLE_CHARACTERS, missing=_("Give the material a title."))
    summary = check_text(new.summary, "summary", most=SUMMARY_CHARACTERS, missing=_("Say in a sentence what it is."))
    body = check_text(new.body, "body", most=BODY_CHARACTERS, missing=_("Write the material."))
    check_language(new.language)
    is_for_pupils = new.audience is Audience.PUPILS
    if is_for_pupils:
        check_ages(new.age_from, new.age_to)
        if new.age_from is None:
            raise Invalid(_("Enter the age from which it is suitable."), field="age_from")
    if new.minutes is not None and not 1 <= new.minutes <= LONGEST_MINUTES:
        raise Invalid(_("Enter a time from 1 to %(most)s minutes.") % {"most": LONGEST_MINUTES}, field="minutes")
    if new.translation_of is not None:
        other = Material.objects.filter(id=new.translation_of).first()
        if other is None or other.id == own_id:
            raise Invalid(_("There is no such material to translate."), field="translation_of")
        if other.language == new.language:
            raise Invalid(_("A translation is in another language."), field="language")
    return {
        "title": title,
        "kind": new.kind.value,
        "audience": new.audience.value,
        "age_from": new.age_from if is_for_pupils else None,
        "age_to": new.age_to if is_for_pupils else None,
        "language": new.language,
        "translation_of_id": new.translation_of,
        "summary": summary,
        "body": body,
        "minutes": new.minutes,
    }
