"""The fixed list of invented people's names: first and family names of several cultures, joined by chance, so that
none is anybody's.
"""

from random import Random

FIRST_NAMES: tuple[str, ...] = (
    "Aoife", "Bartek", "Chiara", "Daan", "Efua", "Farid", "Gwen", "Hamza", "Ines", "Joost", "Kavita", "Liam", "Maeve",
    "Nikhil", "Oluwaseun", "Petra", "Quentin", "Rosa", "Sanne", "Tomos", "Uma", "Viktor", "Wren", "Xanthe", "Yusuf",
    "Zofia", "Adaeze", "Bram", "Ciarán", "Delphine", "Emrys", "Fatima", "Giulia", "Hye-jin", "Idris", "Jasleen",
    "Kofi", "Lotte", "Marta", "Noor", "Orla", "Pádraig", "Ravi", "Siân", "Teodora", "Ulrike", "Vasile", "Wim",
    "Ximena", "Yara",
)  # fmt: skip

FAMILY_NAMES: tuple[str, ...] = (
    "Abernant", "Boswijk", "Castelforte", "Dunmorra", "Eastholme", "Fennimoor", "Glasheen", "Haverkoop", "Iwuoha",
    "Jarrowby", "Kerrigane", "Lindqvarn", "Montefosco", "Nadkarnee", "Oakenshore", "Pellegrand", "Quillfeather",
    "Rietbeek", "Sandhollow", "Tannerfield", "Ushawell", "Valcorta", "Westerveen", "Yarmond", "Zielinka",
    "Ashgrove-Pell", "Brackenridge", "Corvisier", "Drumbrack", "Elderfield", "Fiorbella", "Greywether", "Holmquay",
    "Innismoor", "Kilbracken", "Larkmeadow", "Mossvale", "Noorderlicht", "Osterquist", "Penhallowe", "Ravensby",
    "Silverlode", "Thistlewick", "Umberleigh", "Vanderkade", "Wychelmore",
)  # fmt: skip

_PLAIN = str.maketrans("áéíóúâ", "aeioua")


def person_names(rng: Random, count: int) -> tuple[tuple[str, str], ...]:
    """`count` pairs of first and family name, no two alike. There are some two thousand pairs."""
    pairs = [(first, family) for first in FIRST_NAMES for family in FAMILY_NAMES]
    return tuple(rng.sample(pairs, count))


def mailbox_part(first: str, family: str) -> str:
    """The part of an e-mail address before the @ for a name: `siân.o'x` becomes `sian.ox`."""
    joined = f"{first}.{family}".casefold().translate(_PLAIN)
    return "".join(letter for letter in joined if letter.isascii() and (letter.isalnum() or letter in ".-"))
