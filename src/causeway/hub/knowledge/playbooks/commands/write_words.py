"""The words of a draft in another language: written part by part, or brought in from a file. They are part of the
draft, and so are reviewed and published with it.
"""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.playbooks.checking import PlaybookInvalid, WordsInvalid
from causeway.hub.knowledge.playbooks.commands.write_draft import playbook_of, save_draft
from causeway.hub.knowledge.playbooks.queries.drafts import DraftState, draft_row
from causeway.hub.knowledge.playbooks.toml_form import LARGEST_BYTES, read_playbook
from causeway.hub.knowledge.playbooks.translating import joined, with_words


@command(Permission.WRITE_PLAYBOOKS)
def save_words(actor: Actor, draft_id: UUID, language: str, texts: Mapping[str, str]) -> None:
    """Save texts in another language, by their places. An empty one takes what stood there out.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
        Invalid: a text is too long, links to other steps, or stands where there is none; `field` is the place.
    """
    row = draft_row(draft_id, state=DraftState.WRITING)
    try:
        playbook = with_words(playbook_of(row), language, texts)
    except WordsInvalid as fault:
        raise Invalid(fault.why, field=fault.at) from fault
    except PlaybookInvalid as fault:
        raise Invalid(str(fault)) from fault
    save_draft(actor, row, playbook, f"words.{language}")


@command(Permission.WRITE_PLAYBOOKS)
def import_words(actor: Actor, draft_id: UUID, language: str, text: str) -> None:
    """Take the words of a file that says the same playbook in another language.

    Raises:
        NotFound, Conflict: no such draft, or it is not being written.
        Invalid: the file is too large, no playbook, or has another structure; the message names the place.
    """
    if len(text.encode()) > LARGEST_BYTES:
        raise Invalid(_("A playbook is no larger than %(kb)s kB.") % {"kb": LARGEST_BYTES // 1024}, field="file")
    row = draft_row(draft_id, state=DraftState.WRITING)
    try:
        playbook = joined(playbook_of(row), read_playbook(text), language)
    except PlaybookInvalid as fault:
        raise Invalid(str(fault), field="file") from fault
    save_draft(actor, row, playbook, f"words.{language}")
