"""All that a watch remembers, as plain lists and numbers, so that it can be kept and taken up where it was left.

A snapshot holds pseudonymous ids, counters, times and digests; it belongs on storage that is protected as the accounts
themselves are. It is taken up only under the policy and the settings under which it was made: otherwise a replay would
not give the same.
"""

from collections import Counter
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

from causeway.warning.alerting import Trigger
from causeway.warning.candidates import MadeUnder
from causeway.warning.errors import SnapshotInvalid
from causeway.warning.events import Event, EventKind
from causeway.warning.slices import Slices
from causeway.warning.state import Account, Conversation, Device, Pair
from causeway.warning.watching import Watch

FORMAT: Final = 3
_ACCOUNT: Final = tuple(sorted(Account.__slots__))
_PAIR: Final = tuple(sorted(Pair.__slots__))


def snapshot(watch: Watch) -> dict[str, Any]:
    """Everything that later candidates depend on."""
    memory = watch.memory
    account, pair = attrgetter(*_ACCOUNT), attrgetter(*_PAIR)
    return {
        "format": FORMAT,
        "made_under": _made_under(watch),
        "slots": [list(_ACCOUNT), list(_PAIR)],
        "landmarks": [memory.slow.landmark, memory.hard.landmark, memory.fast.landmark],
        "accounts": [[name, *account(row)] for name, row in memory.accounts.rows.items()],
        "pairs": [[*names, *pair(row)] for names, row in memory.pairs.rows.items()],
        "conversations": [
            [name, row.last_at, list(row.speakers.items())] for name, row in memory.conversations.rows.items()
        ],
        "devices": [[name, row.last_at, row.acts] for name, row in memory.devices.rows.items()],
        "dropped": [[name, dict(table.dropped), table.dropped_at] for name, table in memory.tables.items()],
        "without_basis": memory.without_basis,
        "touched": list(memory.touched),
        "talked": list(memory.talked),
        "window": [list(event) for event in watch.window],
        "window_end": watch.window_end,
        "waiting": [[name, trigger.value, since] for name, (trigger, since) in watch.waiting.items()],
        "released_today": watch.released_today,
        "finished": [watch.finished_events, watch.closed_day],
        "counts": watch.counts,
        "slices": watch.slices.counts,
    }


def restore(watch: Watch, document: Mapping[str, Any]) -> None:
    """Bring a new watch to where the snapshot was made.

    Raises:
        SnapshotInvalid: of another format, another policy or other settings, or not whole.
    """
    if document.get("format") != FORMAT or document.get("slots") != [list(_ACCOUNT), list(_PAIR)]:
        raise SnapshotInvalid("was made by another version of the program")
    if others := differing(document, _made_under(watch)):
        raise SnapshotInvalid(f"was made under another {others}; start anew, or bring that back")
    try:
        _fill(watch, document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SnapshotInvalid("is not whole") from error


def differing(document: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    """What of a snapshot was made under others than expected: names in words, empty where nothing was."""
    made = document.get("made_under")
    if not isinstance(made, dict):
        return "version of the program"
    return ", ".join(name for name, value in expected.items() if made.get(name) != value)


def versions(made: MadeUnder) -> dict[str, Any]:
    """Policy, rules and calibration, as a snapshot names them."""
    return {
        "policy": [made.policy, made.policy_digest],
        "rules": made.rules_digest,
        "calibration": made.calibration_digest,
    }


def _made_under(watch: Watch) -> dict[str, Any]:
    settings = watch.settings
    return {
        **versions(watch.made_under),
        "countries": sorted([name, each.content] for name, each in settings.countries.items()),
        "default country": settings.default_country,
        "seed": settings.seed,
        "reviews and audits a day": [settings.reviews_per_day, settings.audits_per_day],
        "room": [settings.most_accounts, settings.most_pairs, settings.most_conversations],
    }


def _fill(watch: Watch, document: Mapping[str, Any]) -> None:
    memory = watch.memory
    memory.slow.landmark, memory.hard.landmark, memory.fast.landmark = document["landmarks"]
    for name, *values in document["accounts"]:
        memory.accounts.rows[name] = _row(Account(0.0), _ACCOUNT, values)
    for first, second, *values in document["pairs"]:
        memory.pairs.rows[first, second] = _row(Pair(0.0), _PAIR, values)
    for name, at, speakers in document["conversations"]:
        row = memory.conversations.rows[name] = Conversation(at)
        row.speakers = {speaker: spoken_at for speaker, spoken_at in speakers}  # noqa: C416 - each must be a pair
    for name, at, acts in document["devices"]:
        device = memory.devices.rows[name] = Device(at)
        device.acts = acts
    for name, dropped, dropped_at in document["dropped"]:
        table = memory.tables[name]
        table.dropped, table.dropped_at = Counter(dropped), dropped_at
    memory.without_basis = document["without_basis"]
    memory.touched = dict.fromkeys(document["touched"])
    memory.talked = dict.fromkeys(document["talked"])
    watch.window = [_event(*values) for values in document["window"]]
    watch.window_end = document["window_end"]
    watch.waiting = {name: (Trigger(trigger), since) for name, trigger, since in document["waiting"]}
    watch.released_today = document["released_today"]
    watch.finished_events, watch.closed_day = document["finished"]
    watch.counts = {name: document["counts"][name] for name in watch.counts}
    watch.slices = Slices(document["slices"])


def _row(row: Any, slots: tuple[str, ...], values: list[Any]) -> Any:
    for name, value in zip(slots, values, strict=True):
        setattr(row, name, value)
    return row


def _event(at: float, actor: str, target: str, kind: str, attributes: list[list[Any]]) -> Event:
    return Event(at, actor, target, EventKind(kind), tuple((name, value) for name, value in attributes))
