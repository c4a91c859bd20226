"""What an engine needs to be offered to other programs over HTTP on its own machine, or to those that hold a token."""

from typing import Final

OWN_MACHINE: Final = ("127.0.0.1", "localhost", "::1")
"""By these names nobody but this machine is served."""
