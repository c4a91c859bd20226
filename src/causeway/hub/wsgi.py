"""The WSGI application that granian serves."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from causeway.hub.kept import KEPT, end_with_parent

if os.environ.get(KEPT):
    end_with_parent(signal.SIGKILL)  # without its master nobody would ever stop it

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
application = get_wsgi_application()
