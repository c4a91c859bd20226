"""What the commands that blind need besides."""

from importlib.util import find_spec

from causeway.cli.output import CommandFailed


def need_blinding() -> None:
    """Raises CommandFailed where the library that blinds is not installed."""
    if find_spec("rbcl") is None:
        raise CommandFailed("this needs the extra `deconfliction`: pip install 'causeway[deconfliction]'", exit_code=2)
