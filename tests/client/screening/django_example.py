"""Drives the Django example as its users do, over a real socket, and prints what came of each step as JSON.

Run as a program: the hub's address and a mirror that holds a signal for the text of the first line of standard input;
the example's own settings come by the environment.
"""

import contextlib
import io
import json
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "django_uploads"


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_said: Any) -> None:
        """Nothing."""


def main(hub: str, mirror: str) -> None:
    """All steps."""
    sys.path.insert(0, str(EXAMPLE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    import django
    import httpx
    from django.conf import settings as django_settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    settings: Any = django_settings
    django.setup()
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
        call_command("makemigrations", check=True, dry_run=True)
    from gallery.models import Upload  # type: ignore[import-not-found]

    listed = sys.stdin.buffer.readline().strip()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', site.get("/").text)
    assert token is not None

    def upload(*contents: bytes, account: str = "knob.seller") -> int:
        fields = {"csrfmiddlewaretoken": token[1], "account": account}
        files = [("file", ("a.txt", content)) for content in contents]
        return site.post("/uploads/", data=fields, files=files).status_code

    def caught_up() -> str:
        said = io.StringIO()
        call_command("catch_up", stdout=said, stderr=said)
        return said.getvalue().strip()

    def standings() -> list[str]:
        return list(Upload.objects.order_by("pk").values_list("standing", flat=True))

    found: dict[str, Any] = {"without_a_list": [upload(listed), upload(b"another text"), standings()]}
    Path(mirror).rename(settings.SIGNALS)
    found["with_a_list"] = [
        upload(b"a first text", listed),
        upload(b"another text"),
        upload(b"x", account=""),
        standings(),
    ]
    settings.HUB = "http://127.0.0.1:1"
    found["hub_away"] = [caught_up(), standings()]
    settings.HUB = hub
    found["hub_there"] = [caught_up(), caught_up(), standings()]
    gone = [
        Upload.objects.create(file="gone.txt", name="b.txt", account="x", standing=s) for s in ("to_screen", "to_send")
    ]
    upload(listed)
    found["files_gone"] = [[each.pk for each in gone], caught_up(), standings()[4:]]
    found["page"] = site.get("/").text.count("a.txt by knob.seller")
    print(json.dumps(found))  # noqa: T201 - the program's output


if __name__ == "__main__":
    main(*sys.argv[1:])
