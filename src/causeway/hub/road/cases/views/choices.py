"""The playbooks that can be chosen, as a form offers them."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.playbooks.queries.in_force import all_followed


def playbook_choices(actor: Actor) -> list[tuple[str, str]]:
    """What the actor's organisation follows: code and title, by title, in the reader's language."""
    return [(each.code, each.title) for each in all_followed(actor)]
