"""What `causeway demo` says while it sets itself up, where no terminal shows its bars."""

import pytest

from causeway.cli.demo import _progress


def test_each_step_is_said_as_it_begins_where_the_output_is_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with _progress(hidden=False) as bar:
        bar.add_task("Draw a world", total=1)
        assert capsys.readouterr().out.startswith("Draw a world ...\n")
        list(bar.track([1], description="Today, through the doors"))
        assert "Today, through the doors ...\n" in capsys.readouterr().out


def test_beside_json_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with _progress(hidden=True) as bar:
        bar.add_task("Draw a world", total=1)
    assert capsys.readouterr().out == ""
