"""Which organisation a command on the hub's own machine acts for."""

from typing import TYPE_CHECKING, Literal

from causeway.cli.output import CommandFailed

if TYPE_CHECKING:
    from causeway.hub.base.acting.actors import Actor


def desk_program(permission: Literal["KEEP_CENTRAL_DESKS", "LOAD_PLACES"], name: str | None) -> "Actor":
    """The program of the desk of this name, or of the only one there is, that has a permission. Call it once the hub is
    loaded.

    Raises:
        CommandFailed: there is none that may do this, or there are several and none is named.
    """
    from causeway.hub.base.acting.permissions import Permission, may
    from causeway.hub.base.organisations.actors import all_programs

    found = [
        one for one in all_programs() if may(one, Permission[permission]) and name in (None, one.organisation_name)
    ]
    if not found:
        raise CommandFailed(f"no desk is named {name!r}" if name else "there is no desk yet", exit_code=2)
    if len(found) > 1:
        raise CommandFailed("there are several desks: say which with --desk", exit_code=2)
    return found[0]


def programs_named(organisation: str | None) -> "list[Actor]":
    """The program of the organisation of this name, or of each there is. Call it once the hub is loaded.

    Raises:
        CommandFailed: there is none.
    """
    from causeway.hub.base.organisations.actors import all_programs

    found = [each for each in all_programs() if organisation in (None, each.organisation_name)]
    if not found:
        raise CommandFailed(f"no organisation is named {organisation!r}" if organisation else "there is nobody yet")
    return found
