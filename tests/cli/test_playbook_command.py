"""The command line's side of playbooks: what ships, whether a file is whole, and a file to begin with."""

from pathlib import Path

from typer.testing import CliRunner

from causeway.cli.app import app

runner = CliRunner()


def test_what_ships_is_listed_exported_and_found_to_be_whole(tmp_path: Path) -> None:
    assert "urgent_danger" in runner.invoke(app, ["playbook", "list"]).stdout
    file = tmp_path / "urgent.toml"
    assert runner.invoke(app, ["playbook", "export", "urgent_danger", "--to", str(file)]).exit_code == 0
    checked = runner.invoke(app, ["playbook", "check", str(file)])
    assert (checked.exit_code, "Urgent danger is whole: 9 steps." in checked.stdout) == (0, True)


def test_a_file_that_is_not_whole_is_named_fault_by_fault(tmp_path: Path) -> None:
    file = tmp_path / "bridges.toml"
    file.write_text('code = "bridges"\nversion = "1"\ntitle = "Bridges"\nabout = ""\n')
    checked = runner.invoke(app, ["playbook", "check", str(file)])
    assert checked.exit_code == 1
    assert "about: Write something." in checked.stdout
    assert "tell_safeguarding" in checked.stdout


def test_words_in_another_language_are_taken_out_checked_and_joined(tmp_path: Path) -> None:
    english, dutch, both = (tmp_path / name for name in ("en.toml", "nl.toml", "both.toml"))
    for file, language in ((english, "en"), (dutch, "nl")):
        exported = ["playbook", "export", "safeguarding", "--language", language, "--to", str(file)]
        assert runner.invoke(app, exported).exit_code == 0
    assert runner.invoke(app, ["playbook", "check", str(dutch), "--against", str(english)]).exit_code == 0
    joining = ["playbook", "join", str(english), str(dutch), "--language", "nl", "--to", str(both)]
    assert runner.invoke(app, joining).exit_code == 0
    assert "[words.nl]" in both.read_text()
    dutch.write_text(dutch.read_text().replace("due_in_hours = 48", "due_in_hours = 49"))
    checked = runner.invoke(app, ["playbook", "check", str(dutch), "--against", str(english)])
    assert (checked.exit_code, "steps.tell_safeguarding.due_in_hours: 48 in the original, 49" in checked.stdout) == (
        1,
        True,
    )
    assert runner.invoke(app, joining).exit_code == 1
