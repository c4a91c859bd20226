"""`causeway survey`: figures from survey answers. Each command is a module of its own."""

import typer

from causeway.cli import survey_estimate, survey_waves

_survey = typer.Typer(help="Surveys: figures from answers, with what must not be shown hidden.", no_args_is_help=True)
survey_estimate.register(_survey)
survey_waves.register(_survey)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_survey, name="survey")
    # A group with one command alone would otherwise swallow its name.
    _survey.callback()(_group)


def _group() -> None:
    """Surveys: figures from answers, with what must not be shown hidden."""
