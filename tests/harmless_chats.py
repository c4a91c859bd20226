"""A small corpus in the form of PAN-2012: people who talk of bridges, and people who talk of other things."""

from pathlib import Path

import numpy as np

from harmless_messages import sentence


def small_chats(seed: int = 1, *, authors: int = 120, positive: int = 40) -> tuple[bytes, list[str]]:
    """The XML, and the names of those who talk of bridges; each writes in three conversations of his or her own."""
    rng = np.random.default_rng(seed)
    names = [f"author{number:03}" for number in range(authors)]
    conversations = []
    for place, name in enumerate(names):
        for number in range(3):
            topics = ["bridges", "gardens"] if place < positive else ["gardens", "kettles"]
            messages = "".join(
                f'<message line="{line}"><author>{name}</author><time>10:0{line}</time>'
                f"<text>{sentence(rng, topics[line % 2])}</text></message>"
                for line in range(1, 8)
            )
            conversations.append(f'<conversation id="{name}-{number}">{messages}</conversation>')
    return f"<conversations>{''.join(conversations)}</conversations>".encode(), names[:positive]


def written(folder: Path) -> tuple[Path, Path]:
    """The corpus and the truth as files."""
    xml, names = small_chats()
    corpus, truth = folder / "chats.xml", folder / "truth.txt"
    corpus.write_bytes(xml)
    truth.write_text("\n".join(names) + "\n")
    return corpus, truth
