"""Lists of known files offered to other programs over HTTP, in any language: no hub, no database."""

from typing import Final

OWN_MACHINE: Final = ("127.0.0.1", "localhost", "::1")
"""By these names nobody but this machine is served."""
