"""How often each difficulty of a world of traffic occurs. One number scales them all, so that an evaluation can show
what twice as many errors cost.
"""

from dataclasses import dataclass, fields, replace

from causeway.worlds.errors import WorldError

MOST_OFTEN = 0.9
"""No rate goes beyond, however many errors are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares from 0 to 1, by our own judgement, of the things they speak of. Lay people slip three times as often.

    - `typing_error`: identifiers and towns with a letter wrong, missing, doubled or swapped.
    - `other_form`: identifiers in another spelling of the same (capitals, spaces, brackets).
    - `left_out`: facts that a sender knows and does not state.
    - `household`: subjects on a line that another subject uses too; `household_phone`: of these, with one telephone.
    - `carrier`: subjects behind an address that a carrier shares between many, told without port.
    - `handle_reused`: subjects with a handle that somebody else has, at the same service or at another.
    - `travelling`: addresses of a subject who is abroad; `proxy`: those of a proxy, half of them not said to be one.
    - `wrong_clock`: times of a clock that is an hour slow or counts from 1970; `wrong_day`: times that people recall
      days wrong.
    - `false_alarm`: referrals called an emergency that are none; `wrong_concern`: those filed under another concern.
    - `lost_picture`: retold pictures edited so far that they look like another.
    """

    typing_error: float = 0.03
    other_form: float = 0.15
    left_out: float = 0.12
    household: float = 0.08
    household_phone: float = 0.1
    carrier: float = 0.12
    handle_reused: float = 0.01
    travelling: float = 0.04
    proxy: float = 0.04
    wrong_clock: float = 0.03
    wrong_day: float = 0.02
    false_alarm: float = 0.02
    wrong_concern: float = 0.02
    lost_picture: float = 0.03

    def scaled(self, errors: float) -> "Rates":
        """Each rate times `errors`, at most `MOST_OFTEN`.

        Raises:
            WorldError: `errors` is negative or no number.
        """
        if not 0 <= errors < float("inf"):
            raise WorldError("bad_errors", "`errors` must be a number, 0 or more")
        return replace(
            self, **{field.name: min(MOST_OFTEN, getattr(self, field.name) * errors) for field in fields(self)}
        )
