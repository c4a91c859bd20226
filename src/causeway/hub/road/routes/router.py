"""The router of this installation: the installed tables, and in a demonstration a labelled overlay of documentation
addresses.

The overlay is a file `address_overlay.json` in the state folder, `{"label": ..., "networks": {network: country}}`; a
demonstration writes it, nobody else needs it.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from causeway.hub.road.routes.places_at_work import DeskPlaces
from causeway.hub.state import home
from causeway.routing import CountryOfIp, MmdbCountries, Overlay, Router

OVERLAY = "address_overlay.json"


def _overlay_path() -> Path:
    return home() / OVERLAY


def write_overlay(networks: Mapping[str, str], *, label: str) -> None:
    """Give documentation networks a country, in this installation; a running worker takes it up at its next start."""
    _overlay_path().write_text(json.dumps({"label": label, "networks": dict(networks)}), encoding="utf-8")
    installed_router.cache_clear()


@cache
def installed_router() -> Router:
    """One router a process: its tables are large and never change while it runs. A desk's own places it looks up."""
    return Router(_countries(), named_places=DeskPlaces())


def _countries() -> CountryOfIp:
    installed = MmdbCountries.installed()
    path = _overlay_path()
    if not path.exists():
        return installed
    overlay = json.loads(path.read_text(encoding="utf-8"))
    return Overlay(overlay["networks"], label=overlay["label"], beneath=installed)
