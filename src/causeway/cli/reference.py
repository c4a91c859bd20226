"""Writes docs/reference/cli.md from the commands' own help, so that it cannot go stale.

Usage: python -m causeway.cli.reference
"""

from pathlib import Path

import typer

from causeway.cli.listing import ListedCommands

_PAGE = Path("docs/reference/cli.md")


def reference() -> str:
    """The page, in Markdown."""
    from causeway.cli.app import app

    root = typer.main.get_command(app)
    parts = [
        "# The command line",
        "",
        "Written from the program's own help by `python -m causeway.cli.reference`.",
        "`causeway --install-completion` adds completion to your shell.",
        "",
    ]
    for name, command in _walk("causeway", root):
        parts += [f"## `{name}`", "", (command.help or "").strip(), ""]
        rows = [row for parameter in command.params if (row := _row(parameter))]
        if rows:
            parts += ["| option or argument | meaning | default |", "|---|---|---|", *rows, ""]
        if command.epilog:
            parts += [command.epilog, ""]
    return "\n".join(parts)


def _walk(name: str, command: typer.core.TyperGroup | object) -> "list[tuple[str, typer.core.TyperCommand]]":
    children = getattr(command, "commands", None)
    if children is None:
        return [(name, command)]  # type: ignore[list-item]
    of_name = command.loaded if isinstance(command, ListedCommands) else children.__getitem__
    return [found for key in sorted(children) for found in _walk(f"{name} {key}", of_name(key))]


def _row(parameter: object) -> str | None:
    names = [*getattr(parameter, "opts", []), *getattr(parameter, "secondary_opts", [])]
    if "--help" in names:
        return None
    is_argument = getattr(parameter, "param_type_name", "") == "argument"
    shown = str(getattr(parameter, "name", "")).upper() if is_argument else ", ".join(names)
    default = getattr(parameter, "default", None)
    shown_default = "" if default is None or callable(default) or default is False else f"`{default}`"
    if getattr(parameter, "required", False):
        shown_default = "required"
    text = " ".join(str(getattr(parameter, "help", None) or "").split())
    return f"| `{shown}` | {text} | {shown_default} |"


def main() -> None:
    """Write the page, from the project's root."""
    _PAGE.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
