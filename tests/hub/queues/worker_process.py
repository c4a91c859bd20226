"""A real worker on the test's own database: `python worker_process.py DATABASE VAULT`. Its tests kill it."""

import os
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")


def settle(database: str, vault: str) -> None:
    """Work on the test's database, and nowhere else."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.CAUSEWAY_VAULT = vault


if __name__ in ("__main__", "__mp_main__"):
    # The process of the worker's hands reads this file too, under the second name.
    settle(sys.argv[1], sys.argv[2])

if __name__ == "__main__":
    from causeway.hub.road.queues.working.worker import run_forever

    run_forever(threading.Event())
