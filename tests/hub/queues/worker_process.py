"""A real worker on the test's own database: `python worker_process.py DATABASE VAULT`. Its tests kill it."""

import os
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")


def main(database: str, vault: str) -> None:
    """Work until killed."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.CAUSEWAY_VAULT = vault
    from causeway.hub.road.queues.worker import run_forever

    run_forever(threading.Event())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
