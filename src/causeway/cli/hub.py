"""Getting the hub ready for a command: the embedded database started, the schema up to date, Django loaded."""

import os

from causeway.cli.output import CommandFailed


def load_settings() -> None:
    """Load Django without a database, for what reads the hub's own code alone.

    Raises:
        CommandFailed: the hub is not installed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
    try:
        import django
    except ImportError:
        raise CommandFailed("this command needs the hub: pip install 'causeway[hub]'") from None
    from causeway.hub.base.walls.database import DatabaseUrlInvalid
    from causeway.hub.base.walls.embedded import EmbeddedDatabaseError
    from causeway.hub.garbage_collection import loading

    try:
        with loading():
            django.setup()
    except (EmbeddedDatabaseError, DatabaseUrlInvalid) as error:
        raise CommandFailed(str(error)) from error


def load_hub(*, migrate: bool = True) -> None:
    """Load Django, start the embedded database when there is one, and bring the schema up to date.

    Raises:
        CommandFailed: the hub is not installed, or its database cannot be reached.
    """
    load_settings()
    from causeway.hub.base.walls.database import embedded
    from causeway.hub.base.walls.embedded import EmbeddedDatabaseError

    try:
        server = embedded()
        if server is not None:
            server.ensure_running()
    except EmbeddedDatabaseError as error:
        raise CommandFailed(str(error)) from error
    if not migrate:
        return
    from django.db.utils import OperationalError

    from causeway.hub.base.walls.migrating import is_migrated
    from causeway.hub.base.walls.migrating import migrate as bring_up_to_date

    try:
        if not is_migrated():
            bring_up_to_date()
    except OperationalError as error:
        raise CommandFailed("the database cannot be reached; run 'causeway doctor'.") from error
