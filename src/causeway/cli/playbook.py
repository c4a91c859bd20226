"""`causeway playbook list`, `check`, `export` and `join`: standard practice as files, without a database."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli.hub import load_settings
from causeway.cli.output import CommandFailed, print_json, print_table, written_whole

if TYPE_CHECKING:
    from causeway.hub.knowledge.playbooks import Playbook

_playbook = typer.Typer(help="Standard practice: the playbooks that ship, and files of your own.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_playbook, name="playbook")


@_playbook.command("list", epilog="Example: causeway playbook list --json")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the playbooks that ship with this version."""
    load_settings()
    from causeway.hub.knowledge.playbooks import playbooks

    found = list(playbooks().values())
    if as_json:
        print_json([{"code": p.code, "version": p.version, "title": p.title, "steps": p.codes} for p in found])
        return
    rows = [(playbook.code, playbook.version, playbook.title, len(playbook.steps)) for playbook in found]
    print_table("Playbooks", ("Code", "Version", "Title", "Steps"), rows)


@_playbook.command("check", epilog="Example: causeway playbook check ours.toml")
def check(
    file: Annotated[Path, typer.Argument(help="A playbook as TOML.")],
    against: Annotated[
        Path | None, typer.Option("--against", help="The original, where the file says the same in another language.")
    ] = None,
) -> None:
    """Say whether a playbook is whole. Exit code 1 and every fault, with its step and field, where it is not."""
    load_settings()
    from causeway.hub.knowledge.playbooks.checking import faults_of
    from causeway.hub.knowledge.playbooks.translating import differences_of

    playbook = _read(file)
    faults = [f"{fault.where}: {fault.message}" for fault in faults_of(playbook)]
    if against is not None:
        faults += [str(difference) for difference in differences_of(_read(against), playbook)]
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{playbook.title} is whole: {len(playbook.steps)} steps.")


@_playbook.command("export", epilog="Example: causeway playbook export urgent_danger --to urgent_danger.toml")
def export(
    code: Annotated[str, typer.Argument(help="The code of a playbook that ships; `list` names them.")],
    to: Annotated[Path | None, typer.Option("--to", help="The file to write; standard output without it.")] = None,
    language: Annotated[
        str, typer.Option("--language", help="Write it in this language alone: en, nl or it. Without it, in all.")
    ] = "",
) -> None:
    """Write a playbook that ships as TOML, to begin one of your own with."""
    load_settings()
    from causeway.hub.knowledge.playbooks import playbooks
    from causeway.hub.knowledge.playbooks.translating import languages_of, written_in

    playbook = playbooks().get(code)
    if playbook is None:
        raise CommandFailed(f"no playbook that ships has the code {code!r}", exit_code=2)
    if language:
        if language not in languages_of(playbook):
            raise CommandFailed(f"{code} has no words in {language!r}", exit_code=2)
        playbook = replace(written_in(playbook, language), words=())
    _write(playbook, to)


@_playbook.command("join", epilog="Example: causeway playbook join ours.toml ours-nl.toml --language nl --to both.toml")
def join(
    original: Annotated[Path, typer.Argument(help="A playbook as TOML.")],
    translation: Annotated[Path, typer.Argument(help="The same in another language: codes, clocks and order alike.")],
    language: Annotated[str, typer.Option("--language", help="The language of the translation: en, nl or it.")],
    to: Annotated[Path | None, typer.Option("--to", help="The file to write; standard output without it.")] = None,
) -> None:
    """Put the words of a translation into a playbook. Exit code 1, and the place, where the structure differs."""
    load_settings()
    from causeway.hub.knowledge.playbooks import PlaybookInvalid
    from causeway.hub.knowledge.playbooks.translating import joined

    try:
        playbook = joined(_read(original), _read(translation), language)
    except PlaybookInvalid as error:
        raise CommandFailed(str(error)) from error
    _write(playbook, to)


def _read(file: Path) -> "Playbook":
    from causeway.hub.knowledge.playbooks import PlaybookInvalid
    from causeway.hub.knowledge.playbooks.toml_form import read_playbook

    try:
        return read_playbook(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"{file} cannot be read", exit_code=2) from error
    except PlaybookInvalid as error:
        raise CommandFailed(str(error)) from error


def _write(playbook: "Playbook", to: Path | None) -> None:
    from causeway.hub.knowledge.playbooks.toml_form import write_playbook

    if to is None:
        typer.echo(write_playbook(playbook), nl=False)
        return
    with written_whole(to) as file:
        file.write(write_playbook(playbook).encode())
