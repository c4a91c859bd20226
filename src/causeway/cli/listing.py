"""The commands by name, each with the module that holds it and its first sentence. A module is loaded once its command
is called: to list them all takes no engine, no hub and no NumPy.
"""

from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup

Command = TyperCommand | TyperGroup


class _Listed(NamedTuple):
    name: str
    module: str
    """In this package, with a `register`."""
    summary: str
    """The first sentence of the command's own help."""


_LISTED: Final = (
    _Listed(
        "demo",
        "demo",
        "Load the demonstration, run 200 referrals through the real doors, print what happened, and serve it.",
    ),
    _Listed("found", "found", "Found the first organisation of a fresh installation."),
    _Listed("serve", "serve", "Serve the site, with the worker beside it, until stopped."),
    _Listed("worker", "serve", "Do the work that is owed: examine, clear, follow, send, keep clocks."),
    _Listed("submit", "intake", "Send one report with its files."),
    _Listed("import", "intake", "Import many referrals."),
    _Listed(
        "status",
        "intake",
        "Say what became of a referral that you sent: where it is, whether it was useful, what was missing, and which "
        "questions wait for you.",
    ),
    _Listed(
        "digest",
        "digest",
        "Tell the digests of files: MD5, SHA-1, SHA-256, size, type by content, and of a picture PDQ with quality, as "
        "it is stored and upright.",
    ),
    _Listed(
        "scan",
        "scan",
        "Look through a folder, its archives and its mails: what is known, what is new, and which pictures come "
        "straight from a camera.",
    ),
    _Listed("verify", "ledger", "Prove an exported ledger: nothing missing, nothing changed, every signature right."),
    _Listed("doctor", "doctor", "Check database, walls, vault, keys, static files, worker, followers and owed work."),
    _Listed("openapi", "openapi", "Print the OpenAPI 3.1 description of the API under /api/v1/."),
    _Listed(
        "clearing",
        "clearing",
        "How referrals are judged: policies of priority, routes that people changed, central desks of other "
        "countries, schools and places, how well it went, and the engines on worlds of known truth.",
    ),
    _Listed("bank", "bank", "Lists of known files, with which every file that comes in is compared."),
    _Listed("signals", "signals", "Signals from one format to another."),
    _Listed("match", "match", "Compare hashes with lists of known files, and with one another."),
    _Listed("mirror", "mirror", "Keep copies of banks of signals on this machine."),
    _Listed("screen", "screen", "Compare uploads with the signals on this machine."),
    _Listed("playbook", "playbook", "Standard practice: the playbooks that ship, and files of your own."),
    _Listed("survey", "survey", "Surveys: figures from answers, with what must not be shown hidden."),
    _Listed("staffing", "staffing", "What-if questions about the staff of a referral desk."),
    _Listed("warning", "warning", "Early warning from what accounts do: events in, candidates for review out."),
    _Listed("clusters", "clusters", "How referrals hang together."),
    _Listed("queue", "queue", "Who waits where."),
    _Listed("demand", "demand", "What the pages of demand count."),
    _Listed(
        "oversight", "oversight", "Hold the key by which forces are deconflicted without telling what they work on."
    ),
    _Listed("interests", "interests", "Register interests without showing the hub what they are about."),
    _Listed("ledger", "ledger", "Export the ledger, its head or its key; take up what was parked."),
    _Listed("retention", "retention", "How long things are kept."),
)
_MODULES: Final = {one.name: one.module for one in _LISTED}


@cache
def _held(module: str) -> TyperGroup:
    holder = typer.Typer(rich_markup_mode="markdown")
    import_module(f"causeway.cli.{module}").register(holder)
    return typer.main.get_group(holder)


class ListedCommands(TyperGroup):
    """A group whose `commands` are names and summaries; the command itself is loaded once it is called."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = {one.name: TyperCommand(one.name, help=one.summary) for one in _LISTED}

    def loaded(self, name: str) -> Command:
        """The command of this name, whole."""
        return cast("Command", _held(_MODULES[name]).commands[name])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the library has it, with the command loaded."""
        name, command, left = super().resolve_command(ctx, args)
        return name, command and self.loaded(command.name or ""), left
