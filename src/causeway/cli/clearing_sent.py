"""What of a world the rules would really send, and what they leave to a person: a route alone sends nothing.

Home is the country of the desk. Every force there is taken to have joined, as in no hub it has; of other countries only
the central desks that are named to take referrals.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from causeway.routing import CentralDesk, abroad
from causeway.vocabulary.findings import Route
from causeway.worlds import TruePlace

_LEFT = ("unknown", "no_force_at_home", "no_central_desk", "uncertain_country")


class SentTally:
    """Counts as routes come. `home` and `central_desks` are ISO alpha-2."""

    def __init__(self, home: str, central_desks: Collection[str] = ()) -> None:
        self._home = home
        self._desks = [
            CentralDesk(id=UUID(int=number), name=country, countries=frozenset({country}))
            for number, country in enumerate(sorted(set(central_desks)), start=1)
        ]
        self._counts = Counter[str]()

    def add(self, places: Collection[TruePlace], routes: Sequence[Route]) -> None:
        """One referral: where its parties are as far as it says, and where the rules would send it."""
        best = routes[0]
        why = self._why_left(routes)
        self._counts["all"] += 1
        self._counts[why or "sent"] += 1
        if why is None:
            stated = {(place.country, place.force if best.force else None) for place in places}
            self._counts["sent right"] += (best.country, best.force) in stated

    def _why_left(self, routes: Sequence[Route]) -> str | None:
        best = routes[0]
        if best.force is not None:
            return None
        if best.country is None:
            return "unknown"
        found = abroad(routes, self._desks, home=self._home)
        if found is None:
            return "no_force_at_home"
        if not found.desks:
            return "no_central_desk"
        return None if found.desk is not None else "uncertain_country"

    def score(self) -> dict[str, float]:
        """Shares from 0 to 1: `sent` of all, `sent_right` of what was sent, and of all what was left to a person, by
        the reason.
        """
        total = max(self._counts["all"], 1)
        sent = self._counts["sent"]
        return {
            "sent": sent / total,
            "sent_right": self._counts["sent right"] / sent if sent else 1.0,
            **{name: self._counts[name] / total for name in _LEFT},
        }
