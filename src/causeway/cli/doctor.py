"""`causeway doctor`: looks at each part, and says how to mend what is wrong."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from causeway.cli.doctor_at_work import followers, owed, worker
from causeway.cli.doctor_finding import Finding
from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table

_LEAST_FREE_BYTES = 1_000_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: causeway doctor --json")(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check database, walls, vault, keys, static files, worker, followers and owed work. Exit code 1 when something
    needs mending.
    """
    findings = list(_examine())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [
            (finding.part, "well" if finding.is_well else "MEND", finding.text, finding.mend) for finding in findings
        ]
        print_table("Causeway doctor", ("Part", "State", "Found", "What to do"), rows)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _examine() -> Iterator[Finding]:
    try:
        load_hub(migrate=False)
    except CommandFailed as failure:
        yield Finding(part="database", is_well=False, text=str(failure), mend="See the message; then run doctor again.")
        return
    database = _looked_at("database", _database)
    yield database
    if database.is_well:
        schema = _looked_at("schema", _schema)
        yield schema
        parts = (("walls", _walls), ("keys", _keys), ("followers", followers), ("owed work", owed))
        for part, check in parts if schema.is_well else ():
            yield _looked_at(part, check)
        yield _looked_at("worker", worker)
    for part, check in (
        ("vault", _vault),
        ("secrets", _secrets),
        ("static files", _static),
        ("country database", _country),
        ("production", _production),
    ):
        yield _looked_at(part, check)


def _looked_at(part: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as fault:  # noqa: BLE001 a part that cannot be looked at is what the doctor is there to tell
        return Finding(
            part=part,
            is_well=False,
            text=f"cannot be looked at ({type(fault).__name__})",
            mend="Mend what stands above it first; then run doctor again.",
        )


def _database() -> Finding:
    from django.db import OperationalError, connection

    from causeway.hub.base.walls.database import embedded

    kind = "embedded" if embedded() else "DATABASE_URL"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0])
    except OperationalError:
        return Finding(
            part="database",
            is_well=False,
            text=f"{kind}: does not answer",
            mend="Check DATABASE_URL and that the server runs.",
        )
    is_new_enough = int(version.split(".")[0]) >= 15
    return Finding(
        part="database",
        is_well=is_new_enough,
        text=f"{kind}: PostgreSQL {version}",
        mend="" if is_new_enough else "Use PostgreSQL 15 or newer.",
    )


def _schema() -> Finding:
    from causeway.hub.base.walls.migrating import is_migrated

    well = is_migrated()
    return Finding(
        part="schema",
        is_well=well,
        text="up to date" if well else "migrations are missing",
        mend="" if well else "Start 'causeway serve' once; it migrates.",
    )


def _walls() -> Finding:
    from django.db import connection

    from causeway.hub.base.walls.models import walled_models

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        is_mighty = bool(cursor.fetchone()[0])
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        secured = {row[0] for row in cursor.fetchall()}
    if is_mighty:
        return Finding(
            part="walls",
            is_well=False,
            text="the program's role bypasses row policies",
            mend="Connect with a role that is NOSUPERUSER NOBYPASSRLS.",
        )
    expected = {model._meta.db_table for model in walled_models() if model.wall.read_rule("x") is not None}
    missing = sorted(expected - secured)
    return Finding(
        part="walls",
        is_well=not missing,
        text=f"{len(expected)} tables behind policies" if not missing else f"no policy on {', '.join(missing)}",
        mend="" if not missing else "Start 'causeway serve' once; it puts the walls up.",
    )


def _vault() -> Finding:
    from django.conf import settings

    folder = settings.CAUSEWAY_VAULT
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    well = free > _LEAST_FREE_BYTES
    return Finding(
        part="vault",
        is_well=well,
        text=f"{free / 1e9:.1f} GB free",
        mend="" if well else "Free disk space, or set CAUSEWAY_HOME to a larger disk.",
    )


def _keys() -> Finding:
    """Whether the keys are those with which this database was written: a lost one cannot be made anew."""
    from causeway.hub.base.acting.doors import acting_as
    from causeway.hub.base.ledger.finding import is_head_ours
    from causeway.hub.base.organisations.actors import program_actor
    from causeway.hub.base.organisations.models import Organisation
    from causeway.hub.base.vault.opening import newest_opens
    from causeway.hub.state import private_folder

    faults = []
    founded = Organisation.objects.order_by("joined_at").first()
    if founded is not None:
        with acting_as(program_actor(founded)):
            if not newest_opens():
                faults.append("secrets/vault.age does not open what the vault holds")
            if not is_head_ours():
                faults.append("secrets/ledger.ed25519 did not sign the newest checkpoint")
    return Finding(
        part="keys",
        is_well=not faults,
        text="they open the vault and signed the ledger" if not faults else "; ".join(faults),
        mend="" if not faults else f"Bring {private_folder('secrets')} back from a backup before you serve again.",
    )


def _secrets() -> Finding:
    from causeway.hub.state import private_folder

    folder = private_folder("secrets")
    loose = sorted(path.name for path in folder.iterdir() if path.is_file() and path.stat().st_mode & 0o077)
    return Finding(
        part="secrets",
        is_well=not loose,
        text="only this user can read them" if not loose else f"others can read {', '.join(loose)}",
        mend="" if not loose else "chmod 600 the files under secrets/ in CAUSEWAY_HOME.",
    )


def _static() -> Finding:
    from django.contrib.staticfiles import finders

    well = finders.find("vendor/govuk-frontend.min.css") is not None or finders.find("vendor") is not None
    return Finding(
        part="static files",
        is_well=well,
        text="present" if well else "the front end has not been built",
        mend="" if well else "Run 'make setup'.",
    )


def _country() -> Finding:
    from pathlib import Path

    import causeway.routing

    path = Path(causeway.routing.__file__).parent / "data" / "country.mmdb"
    return Finding(
        part="country database",
        is_well=path.exists(),
        text="present" if path.exists() else "absent: addresses give no country",
        mend="" if path.exists() else "Run 'make setup'.",
    )


def _production() -> Finding:
    from causeway.hub.production import faults

    found = faults()
    return Finding(
        part="production",
        is_well=not found,
        text="nothing speaks against it" if not found else " ".join(found),
        mend="" if not found else "See what is named.",
    )
