"""The WSGI application that granian serves."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from causeway.hub.garbage_collection import collect_seldom, loading
from causeway.hub.parent_process import ENDS_WITH_PARENT, end_with_parent
from causeway.hub.plain_log import plain_web_server, tell_failures_plainly

if os.environ.get(ENDS_WITH_PARENT):
    end_with_parent(signal.SIGKILL)  # without its master nobody would ever stop it

tell_failures_plainly()
plain_web_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
with loading():
    application = get_wsgi_application()
collect_seldom()
