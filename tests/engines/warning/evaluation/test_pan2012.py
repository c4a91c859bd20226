"""The reader of chats gives what the file says, a piece at a time, and refuses files that are made to harm."""

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.pan2012 import MAX_NAME, MAX_TEXT, Message, read_messages, read_truth

MESSAGE = '<message line="1"><author>{author}</author><time>10:01</time><text>{text}</text></message>'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<conversations><conversation id="x"><message><author>&b;</author></message></conversation></conversations>'
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


def chats(*messages: str, conversation: str = "one") -> bytes:
    inside = f'<conversation id="{conversation}">{"".join(messages)}</conversation>'
    return f"<conversations>{inside}</conversations>".encode()


def read(data: bytes) -> list[Message]:
    return list(read_messages(io.BytesIO(data)))


def test_messages_come_in_order_with_author_conversation_and_text() -> None:
    data = chats(
        MESSAGE.format(author="dale", text="the arch &amp; the pier"),
        MESSAGE.format(author="glen", text="a &#233;tude of <b/> spans").replace("<b/> ", ""),
        '<message line="3"><author>dale</author><time>10:05</time><text/></message>',
    )
    assert read(data) == [
        Message("one", "dale", "the arch & the pier"),
        Message("one", "glen", "a étude of spans"),
        Message("one", "dale", ""),
    ]


@given(TEXTS)
def test_whatever_text_is_written_is_read(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read(chats(MESSAGE.format(author="dale", text=escaped)))[0].text == text


def test_a_text_is_cut_and_memory_stays_small() -> None:
    huge = chats(MESSAGE.format(author="dale", text="span " * 4_000_000))
    tracemalloc.start()
    found = read(huge)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found[0].text == ("span " * MAX_TEXT)[:MAX_TEXT]
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (BOMB, "document type"),
        (b"", "no element found"),
        (b"<html/>", "something else"),
        (chats(MESSAGE.format(author="dale", text="arch"))[:-9], "well-formed"),
        (chats(MESSAGE.format(author="dale", text="<a><b/></a>")), "deeper"),
        (chats(MESSAGE.format(author="", text="arch")), "no author"),
        (chats(MESSAGE.format(author="d" * (MAX_NAME + 1), text="arch")), "no author"),
        (chats(conversation="c" * (MAX_NAME + 1)), "no id"),
        (chats(MESSAGE.format(author="dale", text="&unknown;")), "undefined entity"),
        (chats("\x00"), "well-formed"),
        (b"\xff\xfe\xfa", "well-formed"),
        (b"<conversations><!--" + b"a" * 3_000_000, "without end"),
        (b"<conversations><conversation id='" + b"a" * 3_000_000, "without end"),
        (b"<a>" * 100_000, "something else"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_with_its_line(data: bytes, fault: str) -> None:
    with pytest.raises(EvaluationError, match=fault) as refused:
        read(data)
    assert refused.value.field.startswith("line ")


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(EvaluationError):
        read(b"<conversations><x>" + data)


def test_the_truth_is_one_name_a_line(tmp_path: Path) -> None:
    path = tmp_path / "truth.txt"
    path.write_text("\ufeffdale\r\nglen\n\n", encoding="utf-8")
    assert read_truth(path) == {"dale", "glen"}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"dale glen\n", b"d" * 300, b"\xff"])
def test_a_truth_that_names_nobody_or_more_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "truth.txt"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"truth\.txt"):
        read_truth(path)
