"""`manage.py catch_up`: screens again what could not be screened, and puts what asks for a person before the reviewers.

Run it every minute (a timer of systemd, or cron). While the hub is away it leaves everything as it is. An upload whose
file cannot be read stays as it is, and holds up no other.
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from causeway.client import Client, ClientError, RefusedByServer, Screened, ServerUnreachable, UploadCandidate
from causeway.vocabulary.candidates import Candidate
from causeway.vocabulary.referral import Account, Party, PartyRole
from gallery.models import Standing, Upload
from gallery.screening import screening
from gallery.views import standing_of


class Command(BaseCommand):
    """Brings all uploads to where they belong."""

    help = "Screen again what could not be screened, and send what asks for a person to the hub."

    def handle(self, *_given: Any, **_named: Any) -> None:
        """Once: first what can be done here, then what needs the hub."""
        for upload in _standing(Standing.TO_SCREEN):
            screened = self._screened(upload)
            if screened is not None:
                _keep(upload, standing_of(screened))
        sent = self._send()
        counts = {standing.value: _standing(standing).count() for standing in (Standing.TO_SCREEN, Standing.TO_SEND)}
        self.stdout.write(f"sent: {sent}, " + ", ".join(f"{name}: {count}" for name, count in counts.items()))

    def _send(self) -> int:
        """Send what waits, oldest first, until the hub is away; the next run goes on. Gives how many were sent."""
        sent = 0
        with Client(settings.HUB, settings.HUB_NAME, os.environ.get("CAUSEWAY_SECRET", ""), tries=1) as client:
            for upload in _standing(Standing.TO_SEND):
                screened = self._screened(upload)  # a signal withdrawn meanwhile sends nobody to a reviewer
                if screened is None:
                    continue
                candidate = UploadCandidate.of(screened)
                if candidate is None:
                    _keep(upload, standing_of(screened))
                    continue
                try:
                    answer = client.send_candidate(
                        _told(upload, candidate), [Path(upload.file.path)], key=f"gallery-upload-{upload.pk}"
                    )
                except ServerUnreachable as fault:
                    self.stderr.write(f"{fault} What waits is sent by the next run.")
                    break
                except RefusedByServer as fault:
                    self.stderr.write(f"upload {upload.pk}: {fault}")
                    continue
                except ClientError as fault:
                    raise CommandError(str(fault)) from fault
                _keep(upload, Standing.AT_DESK, candidate=answer.id)
                sent += 1
        return sent

    def _screened(self, upload: Upload) -> Screened | None:
        """What is known of it now; None, and a word to the operator, where its file cannot be read."""
        try:
            return screening.screen(Path(upload.file.path), reference=f"upload-{upload.pk}")
        except OSError as fault:
            self.stderr.write(f"upload {upload.pk}: {fault.strerror}")
            return None


def _standing(standing: Standing) -> QuerySet[Upload]:
    return Upload.objects.filter(standing=standing).order_by("pk")


def _told(upload: Upload, candidate: UploadCandidate) -> Candidate:
    """All that a reviewer can be told of the upload, and of whoever sent it."""
    account = Account(service=settings.PLATFORM, handle=upload.account)
    return candidate.to_candidate(
        platform=settings.PLATFORM,
        holder=Party(role=PartyRole.SUBJECT, accounts=(account,)),
        file_name=upload.name,
        uploaded_at=upload.at,
    )


def _keep(upload: Upload, standing: Standing, *, candidate: str = "") -> None:
    upload.standing, upload.candidate = standing, candidate
    upload.save(update_fields=["standing", "candidate"])
