"""Every sentence the generated world can say, from fixed lists. They are the sentences of an office, and small talk
about bridges and boats.

Nothing here tells what happened to anybody: the demo shows how referrals travel, and needs no more.
"""

from random import Random

NARRATIVES: tuple[str, ...] = (
    "Account flagged by rule {n}; {m} messages reviewed; see attachment list.",
    "Reviewed by the evening team under rule {n}. {m} items kept. Demo text.",
    "Second look by a senior reviewer; rule {n} confirmed; {m} entries in the log.",
    "Sent on under procedure {n}. Number of items in the file: {m}.",
    "The team closed its check {n} and counted {m} items. This is demo text.",
    "Rule {n} raised the account; a person looked at {m} items and sent it on.",
)

RETOLD_NARRATIVES: tuple[str, ...] = (
    "Further notice on a matter already known to us; list {n}, {m} items.",
    "Sent again after check {n}; {m} items; our first notice may cross this one.",
    "Told to our desk by another route; note {n}; {m} items kept.",
    "Follow-up note {n} from the day team; {m} items in the folder.",
)

PUBLIC_NARRATIVES: tuple[str, ...] = (
    "I would like somebody to look at this account. Note {n}, {m} screens kept. Demo text.",
    "We were told about this account today and kept {m} screens. Our note is number {n}.",
    "A pupil told a teacher about this account. School note {n}; {m} screens kept.",
    "I am worried about this account and kept {m} screens. Demo text {n}.",
)

EMERGENCIES: tuple[str, ...] = (
    "The review team asks for attention today; reason on file.",
    "Please telephone our duty desk at once; reason on file.",
    "Urgent by rule 3 of our procedure; please confirm receipt today.",
)

DEFINITIONS: tuple[str, ...] = (
    "Time of upload, UTC, server clock",
    "Time of the last message reviewed, UTC",
    "Time the file reached our storage, UTC",
)

NOTES: tuple[str, ...] = (
    "Log kept for ninety days.",
    "Account preserved.",
    "No further items found.",
    "See earlier note.",
)

CHAT_HEADER = "[neutral test conversation, {n} lines]"

_WHO = (
    "The old ferry", "A red lighthouse", "The stone bridge", "Our small boat", "The harbour crane", "A grey gull",
    "The swing bridge", "The night tide", "A painted hull", "The lock keeper", "The wooden pier", "The buoy bell",
    "A paper chart", "The rope ladder", "The north quay", "An iron anchor", "The tall mast", "A wet deck",
    "The canal gate", "A folded sail", "The signal lamp", "The rowing club", "A driftwood bench", "The toll house",
)  # fmt: skip
_DID = (
    "passed", "faced", "leaned towards", "was painted beside", "waited for", "was drawn next to", "stood behind",
    "turned from", "was measured against", "floated past", "shone on", "was moored at", "was older than",
    "was built before", "rested on", "was seen from", "creaked near", "looked like", "was taller than",
    "was repaired with",
)  # fmt: skip
_WHAT = (
    "the chalk cliff", "the fish market", "two green buoys", "the railway arch", "a coil of rope", "the customs shed",
    "the sea wall", "a row of oars", "the flood gate", "a tar barrel", "the sand bar", "the iron steps",
    "a brass compass", "the boat builder's yard", "the weather vane", "a blue tarpaulin", "the estuary",
    "an empty mooring", "the museum dock", "a stack of crates", "the slipway", "the viaduct", "the sail loft",
    "a wooden wheel",
)  # fmt: skip
_WHEN = (
    "at dawn", "in March", "last winter", "before the storm", "on Tuesday", "at low water", "in the fog",
    "for an hour", "after lunch", "since 1904", "all summer", "at slack tide", "during the regatta", "on the postcard",
    "by moonlight", "in the photograph",
)  # fmt: skip

LINE_PARTS: tuple[tuple[str, ...], ...] = (_WHO, _DID, _WHAT, _WHEN)
"""Of what every line of a conversation is made, in order."""


def chat_lines(rng: Random, count: int) -> tuple[str, ...]:
    """`count` lines of small talk about bridges and boats. Two draws have hardly a line in common."""
    return tuple(" ".join(rng.choice(part) for part in LINE_PARTS) + "." for _ in range(count))


def as_chat(lines: tuple[str, ...]) -> str:
    """Lines as a sender writes a conversation down."""
    return "\n".join((CHAT_HEADER.format(n=len(lines)), *lines))


def retold_chat(rng: Random, lines: tuple[str, ...]) -> str:
    """The same conversation as somebody else kept it: up to a quarter of the lines lost, other spaces, capitals and
    stops.
    """
    lost = set(rng.sample(range(len(lines)), rng.randint(0, len(lines) // 4)))
    kept = [line for i, line in enumerate(lines) if i not in lost]
    manner = rng.randrange(4)
    if manner == 1:
        kept = [line.casefold() for line in kept]
    elif manner == 2:
        kept = [line.rstrip(".") + " " for line in kept]
    elif manner == 3:
        kept = [f"{i + 1}) {line}" for i, line in enumerate(kept)]
    return "\n".join((CHAT_HEADER.format(n=len(kept)), *kept))


def sentence(rng: Random, among: tuple[str, ...]) -> str:
    """One of the sentences with two small numbers filled in."""
    return rng.choice(among).format(n=rng.randint(2, 60), m=rng.randint(1, 40))
