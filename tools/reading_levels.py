"""How hard a text is to read, by published formulas that count letters, words and sentences and need no dictionary.

- English: the Automated Readability Index, a US school grade (Senter and Smith 1967, AMRL-TR-66-220). A pupil of
  grade 1 is six, so the age is the grade and five.
- Dutch: LIX (Björnsson 1968, Läsbarhet): words to a sentence, and words of more than six letters in a hundred. Its
  grades are those of Anderson 1983 (Journal of Reading 26, 490-496), found for English; Dutch writes compounds as one
  word, so that the age comes out somewhat too high.
- Italian: Gulpease (Lucisano and Piemontese 1988, Scuola e città 3, 110-124). Below 80 a text is hard for whoever left
  school after the primary (aged 11), below 60 after the lower secondary (14), below 40 after the upper (19). Between
  these we draw straight lines, which is our own choice.

A formula sees long words and long sentences and nothing else: it cannot tell sense from nonsense. It finds what to
look at again; people find what is hard.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

YOUNGEST = 5.0
"""No formula says anything of those who do not read yet."""
_OLDEST = 25.0
_LONG_WORD_LETTERS = 6
_LIX_GRADES = (5, 10, 15, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56)
"""Where grades 1 to 13 begin, by Anderson 1983; 13 is the first year after school. Below 10 is grade 1."""
_GULPEASE_AGES = ((100.0, 6.0), (80.0, 11.0), (60.0, 14.0), (40.0, 19.0), (0.0, 25.0))

_NOT_WORDS = re.compile(r"<[^>]*>|https?://\S+|\S+@\S+|\[\[[a-z0-9_]+\]\]|[*_#>`]+")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n\s*(?:-\s+|\d+\.\s+)?")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas count."""

    sentences: int
    words: int
    letters: int
    long_words: int


def sentences_of(text: str) -> list[str]:
    """The sentences, each item of a list and each line that stands alone as one; markup and addresses left out, a
    placeholder as a short name.
    """
    plain = _NOT_WORDS.sub(" ", _PLACEHOLDER.sub("Anna", text.replace("%%", "%")))
    return [each.strip() for each in _SENTENCE_END.split(plain) if each and _WORD.search(each)]


def count(sentences: Iterable[str]) -> Counts:
    """The counts of some sentences."""
    found = [_WORD.findall(sentence) for sentence in sentences]
    words = [word for each in found for word in each]
    letters = [sum(letter.isalnum() for letter in word) for word in words]
    return Counts(len(found), len(words), sum(letters), sum(each > _LONG_WORD_LETTERS for each in letters))


def automated_readability_index(counts: Counts) -> float:
    """Of English: a US grade."""
    return 4.71 * counts.letters / counts.words + 0.5 * counts.words / counts.sentences - 21.43


def lix(counts: Counts) -> float:
    """Of Dutch: 20 is very easy, 60 very hard."""
    return counts.words / counts.sentences + 100 * counts.long_words / counts.words


def gulpease(counts: Counts) -> float:
    """Of Italian: 100 is the easiest, 0 the hardest."""
    return 89 + (300 * counts.sentences - 10 * counts.letters) / counts.words


def _english_age(counts: Counts) -> float:
    return automated_readability_index(counts) + 5


def _dutch_age(counts: Counts) -> float:
    return _between(lix(counts), [(float(at), 5.0 + grade) for grade, at in enumerate(_LIX_GRADES, start=1)])


def _italian_age(counts: Counts) -> float:
    return _between(-gulpease(counts), [(-at, age) for at, age in _GULPEASE_AGES])


def _between(value: float, points: list[tuple[float, float]]) -> float:
    """The value on the line through the points, which rise; beyond the last it goes on."""
    for (low, low_age), (high, high_age) in pairwise(points):
        if value < high or (high, high_age) == points[-1]:
            return low_age + (value - low) * (high_age - low_age) / (high - low)
    raise ValueError("a line needs two points")


_AGES: dict[str, Callable[[Counts], float]] = {"en": _english_age, "nl": _dutch_age, "it": _italian_age}
LANGUAGES = tuple(_AGES)


def reading_age(sentences: list[str], language: str) -> float:
    """At what age somebody reads these sentences with ease, in years; nothing to read is read by everybody."""
    counts = count(sentences)
    return min(max(_AGES[language](counts), YOUNGEST), _OLDEST) if counts.words else YOUNGEST
