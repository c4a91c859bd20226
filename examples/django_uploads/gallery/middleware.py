"""The middleware: which uploads are screened, and what happens with the results."""

import logging
from collections.abc import Sequence

from django.http import HttpRequest

from causeway.client.screening.bodies import ScreenedPart
from causeway.client.screening.for_django import ScreeningMiddleware
from gallery.screening import screening

_log = logging.getLogger(__name__)


class ScreenUploads(ScreeningMiddleware):
    """Screens what is sent to /uploads/. The view finds the results in `request.screened_files`."""

    screening = screening
    paths = ("/uploads/",)

    def on_screened(self, request: HttpRequest, parts: Sequence[ScreenedPart]) -> None:
        """Tell the operator of faults by their codes; no name and no digest belongs in a log."""
        codes = {fault.code.value for part in parts for fault in part.screened.faults}
        if codes:
            _log.warning("uploads not screened whole: %s", ", ".join(sorted(codes)))
