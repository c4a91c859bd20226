"""How commands speak: words are shown as they are, and a file is written whole or not at all."""

from pathlib import Path

import pytest

from causeway.cli.output import CommandFailed, print_table, read_text, written_whole


def test_brackets_in_somebodys_words_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Of [b]", ("[Heading]",), [("pip install 'causeway[hub]'",), ("x[/b]",)])
    said = capsys.readouterr().out
    for text in ("Of [b]", "[Heading]", "causeway[hub]", "x[/b]"):
        assert text in said


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="cannot be written"), written_whole(tmp_path / "no" / "file.txt") as file:
        file.write(b"text")


def test_what_breaks_off_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), written_whole(path) as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_read_is_told_by_its_fault(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xd8")
    for name, fault in (("absent", "No such file"), ("picture", "no text in UTF-8"), (".", "Is a directory")):
        with pytest.raises(CommandFailed, match=fault) as told:
            read_text(tmp_path / name)
        assert told.value.exit_code == 2
