"""`manage.py catch_up`: screens again what could not be screened, and puts what asks for a person before the reviewers.

Run it every minute (a timer of systemd, or cron). While the hub is away it leaves everything as it is.
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from causeway.client import Client, ClientError, ServerUnreachable, UploadCandidate
from causeway.vocabulary.referral import Account, Party, PartyRole
from gallery.models import Standing, Upload
from gallery.screening import screening
from gallery.views import standing_of


class Command(BaseCommand):
    """Brings all uploads to where they belong."""

    help = "Screen again what could not be screened, and send what asks for a person to the hub."

    def handle(self, *_given: Any, **_named: Any) -> None:
        """Once."""
        counts = dict.fromkeys(Standing, 0)
        waiting = Upload.objects.filter(standing__in=(Standing.TO_SCREEN, Standing.TO_SEND))
        with Client(settings.HUB, settings.HUB_NAME, os.environ.get("CAUSEWAY_SECRET", "")) as client:
            for upload in waiting.order_by("pk").iterator():
                self._settle(upload, client)
                counts[Standing(upload.standing)] += 1
        self.stdout.write(", ".join(f"{standing.value}: {count}" for standing, count in counts.items() if count))

    def _settle(self, upload: Upload, client: Client) -> None:
        """Screened anew, so that a signal withdrawn meanwhile sends nobody to a reviewer."""
        screened = screening.screen(Path(upload.file.path), reference=f"upload-{upload.pk}")
        upload.standing = standing_of(screened)
        if candidate := UploadCandidate.of(screened):
            holder = Account(service=settings.PLATFORM, handle=upload.account)
            told = candidate.to_candidate(
                platform=settings.PLATFORM,
                holder=Party(role=PartyRole.SUBJECT, accounts=(holder,)),
                file_name=upload.name,
                uploaded_at=upload.at,
            )
            try:
                sent = client.send_candidate(told, [Path(upload.file.path)], key=f"gallery-upload-{upload.pk}")
            except ServerUnreachable as fault:
                self.stderr.write(f"{fault} What waits is sent by the next run.")
            except ClientError as fault:
                raise CommandError(f"upload {upload.pk}: {fault}") from fault
            else:
                upload.standing, upload.candidate = Standing.AT_DESK, sent.id
        upload.save(update_fields=["standing", "candidate"])
