"""Names as they are compared."""

import re
import unicodedata


def fold_place(name: str) -> str:
    """A place's name without case, accents, punctuation and the word for county in front."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("\u2019", "")).strip()
    return re.sub(r"^(?:co|county) (?=\w)", "", words)
