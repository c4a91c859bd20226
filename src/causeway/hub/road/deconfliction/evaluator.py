"""The oversight body's evaluator, as this hub asks it on behalf of its forces.

Where none is set, a demonstration brings one along in this process, with a key in its own state folder: that shows how
it works and protects nothing. Real work needs the oversight body's own.
"""

import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.blinding import BlindingError, ProofRefused
from causeway.hub.base.acting.errors import HubError
from causeway.oversight import (
    AuditTrail,
    Caller,
    Evaluating,
    Evaluator,
    EvaluatorAt,
    EvaluatorHere,
    EvaluatorRefused,
    LimitReached,
    OversightError,
    add_epoch,
    load_keyring,
    tokens_for,
)
from causeway.oversight.callers import HUB_PER_DAY, PER_DAY
from causeway.vocabulary.selectors import Selector


class EvaluatorFails(HubError):
    """The oversight body's evaluator is not set, does not answer, or uses a key to which it is not committed."""

    code = "evaluator_fails"
    status = 503


class TooMany(HubError):
    """So many selectors in a day could be fishing."""

    code = "too_many_interests"
    status = 429


def evaluating() -> Evaluating:
    """The evaluator that this installation asks.

    Raises:
        EvaluatorFails: none is set, and this is no demonstration.
    """
    if address := settings.CAUSEWAY_EVALUATOR_URL:
        return _at(address, settings.CAUSEWAY_EVALUATOR_TOKEN)
    if settings.PRODUCTION:
        raise EvaluatorFails(_("The oversight body’s evaluator is not set up. Ask whoever runs this hub."))
    return _brought_along()


def is_brought_along() -> bool:
    """Whether key and tokens lie on one machine, as in a demonstration: then nothing is protected."""
    return not settings.CAUSEWAY_EVALUATOR_URL and not settings.PRODUCTION


def committed_keys() -> Mapping[int, bytes]:
    """The public keys to which the oversight body has committed itself, by epoch: from the settings, not from the
    evaluator's own answer. Raises as `evaluating`.
    """
    if settings.CAUSEWAY_EVALUATOR_URL:
        return dict(settings.CAUSEWAY_EVALUATOR_KEYS)
    return evaluating().commitment().public


def current_epoch() -> int:
    """The epoch under which interests are registered now: the newest that is committed to. Raises as `evaluating`."""
    if keys := committed_keys():
        return max(keys)
    raise EvaluatorFails(_("The oversight body’s public keys are not set. Ask whoever runs this hub."))


def tokens_under(epoch: int, selectors: list[Selector], *, behalf: str) -> tuple[bytes, ...]:
    """The tokens of selectors under the key of an epoch. The hub blinds them here, as the force's client.

    Raises:
        TooMany: the evaluator's limit is reached.
        EvaluatorFails: it does not answer, or not with that key.
    """
    try:
        return tokens_for(
            selectors,
            evaluating(),
            epoch=epoch,
            committed=committed_keys(),
            random_bytes=secrets.token_bytes,
            behalf=behalf,
        )
    except LimitReached as fault:
        raise TooMany(_("The oversight body’s limit for a day is reached. Go on tomorrow.")) from fault
    except EvaluatorRefused as fault:
        if fault.refusal == LimitReached.code:
            raise TooMany(_("The oversight body’s limit for a day is reached. Go on tomorrow.")) from fault
        raise EvaluatorFails(_("The oversight body’s evaluator refuses. Ask whoever runs this hub.")) from fault
    except ProofRefused as fault:
        raise EvaluatorFails(
            _("The answer was not made with the key to which the oversight body is committed. Nothing was registered.")
        ) from fault
    except (OversightError, BlindingError) as fault:
        raise EvaluatorFails(_("The oversight body’s evaluator does not answer. Try again later.")) from fault


@cache
def _at(address: str, token: str) -> Evaluating:
    return EvaluatorAt(address, token)


def _brought_along() -> Evaluating:
    return _in_folder(settings.CAUSEWAY_EVALUATOR_FOLDER)


@cache
def _in_folder(folder: Path) -> Evaluating:
    keys = folder / "keys.json"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not keys.exists():
        add_epoch(keys, now=timezone.now(), random_bytes=secrets.token_bytes)
    hub = Caller(name="hub", token_sha256="", per_day=HUB_PER_DAY, per_force=PER_DAY)
    trail = AuditTrail(folder / "audit.jsonl")
    evaluator = Evaluator(load_keyring(keys), [hub], trail, random_bytes=secrets.token_bytes)
    return EvaluatorHere(evaluator, hub, timezone.now)
