"""`causeway interests`: a force registers selectors that the hub never sees."""

import csv
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli.blinding import need_blinding
from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.cli.remote import access_for
from causeway.cli.token_file import read_token
from causeway.vocabulary.selectors import SelectorKind

if TYPE_CHECKING:
    from causeway.client.interests import BookLine

_interests = typer.Typer(help="Register interests without showing the hub what they are about.")
Book = Annotated[Path, typer.Option(help="The private file that keeps which selector each interest is about.")]
Hub = Annotated[str, typer.Option(help="The hub's address.")]
As = Annotated[str, typer.Option("--as", help="The username of the API credential; its secret: CAUSEWAY_SECRET.")]
At = Annotated[str, typer.Option("--evaluator", help="The address of the oversight body's evaluator.")]
TokenFile = Annotated[Path, typer.Option(help="A file with the token that the oversight body gave you.")]
Keys = Annotated[
    list[str],
    typer.Option(
        "--public-key", help="EPOCH=HEX, to which the oversight body is committed; may be given several times."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_interests, name="interests", no_args_is_help=True)


@_interests.callback()
def _group() -> None:
    """Register interests without showing the hub what they are about."""


@contextmanager
def _told() -> Iterator[None]:
    """Faults of client, evaluator and selectors as faults of a command."""
    need_blinding()
    from causeway.blinding import BlindingError
    from causeway.client.errors import ClientError, ServerUnreachable, WrongCredential
    from causeway.oversight import OversightError

    try:
        yield
    except WrongCredential as fault:
        raise CommandFailed(str(fault), exit_code=4) from fault
    except ServerUnreachable as fault:
        raise CommandFailed(str(fault), exit_code=5) from fault
    except ClientError as fault:
        raise CommandFailed(str(fault)) from fault
    except (OversightError, BlindingError) as fault:
        raise CommandFailed(fault.message) from fault


@_interests.command(
    "register",
    epilog="Example: causeway interests register numbers.csv --case OP-QUAY --book interests.json "
    "--hub https://desk.example.org --as cw-1a2b3c --evaluator https://evaluator.example.org "
    "--token-file evaluator.token --public-key 1=c803…",
)
def register_list(
    file: Annotated[Path, typer.Argument(help="CSV of kind and value: phone, email, account, device, ip or url.")],
    case: Annotated[str, typer.Option(help="The case for which you ask; it is the reason that is kept.")],
    book: Book,
    hub: Hub,
    username: As,
    evaluator: At,
    token_file: TokenFile,
    public_key: Keys,
    is_silent: Annotated[bool, typer.Option("--silent", help="Tell nobody but us.")] = False,
    months: Annotated[int, typer.Option(help="For how many months: 3, 6 or 12.")] = 6,
    tells_months: Annotated[int, typer.Option(help="How long it is told after its end: 0, 6, 12 or 24 months.")] = 0,
    region: Annotated[str, typer.Option(help="The country (ISO alpha-2) of national phone numbers.")] = "",
) -> None:
    """Blind the selectors of a list here, have them evaluated by the oversight body, and register their tokens.

    What you had in the book already is left alone. The hub takes a hundred a day.
    """
    with _told():
        from causeway.client.interests import BookLine, read_book

        lines = read_book(book)
        known = {(line.kind, line.value) for line in lines}
        fresh: list[BookLine] = []
        for kind, value in _read(file, region):
            if (kind, value) not in known:
                known.add((kind, value))
                label = f"{kind.value} {len(lines) + len(fresh) + 1}"
                fresh.append(
                    BookLine(
                        kind=kind,
                        value=value,
                        label=label,
                        case_reference=case,
                        is_silent=is_silent,
                        months=months,
                        tells_months=tells_months,
                    )
                )
        _send(book, lines, fresh, hub, username, evaluator, token_file, public_key)
    typer.echo(f"{len(fresh)} registered; {len(lines)} were in the book.")


@_interests.command(
    epilog="Example: causeway interests renew --book interests.json --hub https://desk.example.org --as cw-1a2b3c "
    "--evaluator https://evaluator.example.org --token-file evaluator.token --public-key 1=c803… --public-key 2=aa8f…"
)
def renew(
    book: Book,
    hub: Hub,
    username: As,
    evaluator: At,
    token_file: TokenFile,
    public_key: Keys,
) -> None:
    """Renew all that is in the book, blinded anew where the oversight body has a new key. Run it after each change of
    key: what stands under the old one meets nothing that is registered now.
    """
    with _told():
        from causeway.client.interests import read_book

        lines = read_book(book)
        _send(book, [], lines, hub, username, evaluator, token_file, public_key)
    typer.echo(f"{len(lines)} renewed.")


@_interests.command(
    epilog="Example: causeway interests overlaps --book interests.json --hub https://desk.example.org --as cw-1a2b3c"
)
def overlaps(
    book: Book,
    hub: Hub,
    username: As,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say who else works on what is in the book."""
    with _told():
        from causeway.client.interests import InterestClient, read_book

        access = access_for(username)
        with InterestClient(hub, access.username, access.password) as client:
            met = client.met(read_book(book))
    rows = [
        (one.line.case_reference, one.line.kind.value, one.line.value, one.other, one.other_until, one.is_mutual)
        for one in met
    ]
    names = ("case", "kind", "value", "other", "until", "they_know")
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        print_table("Who else works on it", ("Case", "Kind", "Selector", "Who", "Until", "They know of us"), rows)


def _send(
    book: Path,
    kept: "list[BookLine]",
    lines: "list[BookLine]",
    hub: str,
    username: str,
    evaluator: str,
    token_file: Path,
    public_key: list[str],
) -> None:
    """Blind and register lines, and put them into the book beside what is kept, call by call."""
    from causeway.client.interests import InterestClient, blind_lines, in_calls, write_book
    from causeway.oversight import EvaluatorAt

    evaluating, committed = EvaluatorAt(evaluator, read_token(token_file) or ""), _committed(public_key)
    access = access_for(username)
    waiting = in_calls(lines)
    done = list(kept)
    with InterestClient(hub, access.username, access.password) as client:
        while waiting:
            done += client.register(blind_lines(waiting.pop(0), evaluating, committed, secrets.token_bytes))
            # What did not go through must not be lost from a book that had it.
            write_book(book, [*done, *(line for call in waiting for line in call if line.interest_id)])


def _read(file: Path, region: str) -> list[tuple[SelectorKind, str]]:
    """Each line's selector. Raises CommandFailed, which names the line and repeats nothing of it."""
    found = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.reader(stream), 1):
                if row and not (number == 1 and row[0].strip().casefold() == "kind"):
                    found.append(_selector(row, number, region))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise CommandFailed(f"{file} cannot be read as CSV", exit_code=2) from None
    return found


def _selector(row: list[str], number: int, region: str) -> tuple[SelectorKind, str]:
    from causeway.selectors import SelectorError, typed_selector

    try:
        kind = SelectorKind(row[0].strip().casefold())
        selector = typed_selector(kind, row[1], default_region=region or None)
    except (ValueError, IndexError):
        raise CommandFailed(f"line {number}: no kind and value, such as phone,+447700900123", exit_code=2) from None
    except SelectorError as fault:
        raise CommandFailed(f"line {number}: {fault.message}", exit_code=2) from None
    return selector.kind, selector.value


def _committed(stated: list[str]) -> dict[int, bytes]:
    from causeway.blinding import BadElement, element

    found = {}
    for one in stated:
        epoch, _, digits = one.partition("=")
        try:
            found[int(epoch)] = element(bytes.fromhex(digits))
        except (ValueError, BadElement):
            fault = "--public-key is EPOCH=HEX, with the 64 digits of a public key, such as 1=c803…"
            raise CommandFailed(fault, exit_code=2) from None
    return found
