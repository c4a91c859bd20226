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
