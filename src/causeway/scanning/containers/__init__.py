"""Archives and mails, opened within bounds and never unpacked to where their names say.

A name in an archive is a label in a report: nothing is ever written under it.
"""

from causeway.scanning.containers.limits import Limits
from causeway.scanning.containers.opening import Leaf, Opening

__all__ = ["Leaf", "Limits", "Opening"]
