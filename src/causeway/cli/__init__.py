"""The command line, `causeway`. Each command group is a module; those that need the hub load it when called."""

from causeway.cli.app import main

__all__ = ["main"]
