"""What a production start refuses."""

from django.conf import settings

from causeway.hub.base.organisations.queries.installation import is_demonstration
from causeway.hub.base.walls.database import bypasses_walls
from causeway.hub.state import home


class UnsafeProduction(Exception):
    """A production start would be unsafe; the message names each fault and how to mend it."""

    code = "unsafe_production"


def faults() -> list[str]:
    """All that speaks against a production start; empty when nothing does. In a demonstration it is always empty."""
    if not settings.PRODUCTION:
        return []
    found = []
    if (home() / "demo.json").exists():
        found.append("This state folder holds demonstration people. Set CAUSEWAY_HOME to a fresh folder.")
    if is_demonstration():
        found.append("This database holds a demonstration. Use a fresh one.")
    if bypasses_walls():
        found.append(
            "The program's database role is a superuser, bypasses row policies or owns tables. Give DATABASE_URL a "
            "role that does none of these, and DATABASE_OWNER_URL the owner."
        )
    if settings.DEBUG:
        found.append("DEBUG is on.")
    if not settings.BASE_URL.startswith("https://"):
        found.append("CAUSEWAY_BASE_URL must be the site's https address.")
    if "testserver" in settings.ALLOWED_HOSTS or settings.ALLOWED_HOSTS == ["*"]:
        found.append("CAUSEWAY_HOSTS must name the hosts that this site answers to.")
    if settings.CAUSEWAY_TRUSTED_PROXIES < 1:
        found.append(
            "CAUSEWAY_TRUSTED_PROXIES must say how many web servers stand in front (usually 1): without it all "
            "visitors share one address, and one of them can use up what the others may send."
        )
    if settings.CAUSEWAY_LEDGER_ORIGIN.startswith("causeway.example"):
        found.append("CAUSEWAY_LEDGER_ORIGIN must be a name of your own, such as desk.example.org/ledger.")
    found += _evaluator_faults()
    if settings.SECRET_KEY == "" or len(settings.SECRET_KEY) < 50:
        found.append("The secret key is too short.")
    return found


def _evaluator_faults() -> list[str]:
    """What is wrong with how the oversight body's evaluator is asked; nothing where none is set."""
    if not settings.CAUSEWAY_EVALUATOR_URL:
        return []
    found = []
    if not settings.CAUSEWAY_EVALUATOR_URL.startswith("https://"):
        found.append("CAUSEWAY_EVALUATOR_URL must be an https address: the evaluator's token would be read on its way.")
    if not settings.CAUSEWAY_EVALUATOR_KEYS:
        found.append("CAUSEWAY_EVALUATOR_KEYS must name the public keys that the oversight body has published.")
    return found


def refuse_unsafe_production() -> None:
    """Refuse when anything speaks against it.

    Raises:
        UnsafeProduction: with every fault.
    """
    if found := faults():
        raise UnsafeProduction(" ".join(found))
