"""What two referrals share, said without weighing it: for a reader who knows nothing of how many others share it."""

from causeway.vocabulary.phrases import Phrase, phrase
from causeway.vocabulary.selectors import SelectorKind

_BOTH_NAME = {
    SelectorKind.IP: phrase("Both name the same IP address"),
    SelectorKind.EMAIL: phrase("Both name the same e-mail address"),
    SelectorKind.PHONE: phrase("Both name the same phone number"),
    SelectorKind.ACCOUNT: phrase("Both name the same account"),
    SelectorKind.DEVICE: phrase("Both name the same device"),
    SelectorKind.URL: phrase("Both name the same web address"),
    SelectorKind.NAME: phrase("Both name the same name"),
}
_BOTH_HOLD_A_FILE = phrase("The same file came with both")


def both_name(kind: SelectorKind | None) -> Phrase:
    """That two referrals name the same thing of this kind; without a kind, that they hold the same file."""
    return _BOTH_NAME[kind] if kind else _BOTH_HOLD_A_FILE
