"""A shared bank under load: importing a list with its change log, and following the feed page by page.

CAUSEWAY_HOME=$(mktemp -d) CAUSEWAY_DATABASE_DURABLE=no python benchmarks/bench_bank_feed.py

It fills an empty database of its own (`--signals`, by default 100,000: a hundredth of the ten million that a bank must
carry; `--subscribers`, by default 50). Printed are rows a second of the import, the share of it that the change log
costs, a feed page from the start, the middle and the end of the log, and one withdrawal with its receipts.
"""

import argparse
import secrets
import time
from collections.abc import Callable
from io import BytesIO
from itertools import count
from uuid import UUID

from causeway.cli.hub import load_hub

load_hub()

from django.db import connection  # noqa: E402

from causeway.hub.base.acting.actors import Actor  # noqa: E402
from causeway.hub.base.acting.doors import acting_as  # noqa: E402
from causeway.hub.base.organisations.actors import member_actor  # noqa: E402
from causeway.hub.base.organisations.commands.add_member import add_first_member  # noqa: E402
from causeway.hub.base.organisations.commands.add_organisation import (  # noqa: E402
    NewOrganisation,
    add_organisation,
    found_first_organisation,
)
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement  # noqa: E402
from causeway.hub.base.organisations.models import Account, Organisation  # noqa: E402
from causeway.hub.base.walls.migrating import migrate  # noqa: E402
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal  # noqa: E402
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list  # noqa: E402
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank  # noqa: E402
from causeway.hub.knowledge.banks.models import Signal  # noqa: E402
from causeway.hub.knowledge.banks.queries.feed import changes_after  # noqa: E402
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role  # noqa: E402

_NUMBERS = count()
_NAME = "Bench"


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signals", type=int, default=100_000)
    parser.add_argument("--subscribers", type=int, default=50)
    asked = parser.parse_args()
    migrate()
    curator, bank_id = _shared_bank(asked.subscribers)
    text = "sha256\n" + "".join(f"{number + 1:064x}\n" for number in range(asked.signals))
    spent = _LogTime()
    with connection.execute_wrapper(spent):
        whole, _done = _timed(lambda: _import(curator, text))
    print(
        f"import of {asked.signals:,} digests: {whole:.2f} s, {asked.signals / whole:,.0f} a second; "
        f"the change log took {spent.seconds:.2f} s of it ({spent.seconds / whole:.0%})"
    )
    for place, after in (("start", 0), ("middle", asked.signals // 2), ("end", max(asked.signals - 1_000, 0))):
        _print_page(curator, bank_id, place, after)
    with acting_as(curator):
        signal_id = Signal.objects.values_list("id", flat=True)[0]
    seconds, _nothing = _timed(lambda: withdraw_signal(curator, signal_id, "For the measurement"))
    print(f"one withdrawal with {asked.subscribers} receipts: {seconds * 1e3:.1f} ms")


class _LogTime:
    """Counts the time of the statements that write the change log."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "INSERT INTO banks_change" in sql:
                self.seconds += time.perf_counter() - begun


def _timed(act: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    result = act()
    return time.perf_counter() - begun, result


def _print_page(actor: Actor, bank_id: UUID, place: str, after: int) -> None:
    """The median of nine pages, so that the first, which warms the cache, does not decide."""
    times = sorted(_timed(lambda: changes_after(actor, bank_id, after=after))[0] for _ in range(9))
    print(f"signed feed page of up to 1,000 changes at the {place}: {times[4] * 1e3:.1f} ms (median of 9)")


def _import(curator: Actor, text: str) -> object:
    return import_list(curator, bank_name=_NAME, stream=BytesIO(text.encode()), list_format=ListFormat.CSV)


def _shared_bank(subscribers: int) -> tuple[Actor, UUID]:
    desk = found_first_organisation(_new("Bench Desk", OrganisationKind.CLEARING_HOUSE))
    curator = _member(desk)
    bank_id = found_bank(curator, name=_NAME)
    for _ in range(subscribers):
        service = add_organisation(curator, _new(f"Service {next(_NUMBERS)}", OrganisationKind.SERVICE))
        agreement_id = propose_agreement(
            curator, service.id, categories=[Category.SIGNAL], purpose=Purpose.PROTECT_A_CHILD
        )
        accept_agreement(_member(service), agreement_id)
        share_bank(curator, bank_id, service.id)
    return curator, bank_id


def _new(name: str, kind: OrganisationKind) -> NewOrganisation:
    mailbox = f"bench-{next(_NUMBERS)}@example.org"
    return NewOrganisation(name=name, kind=kind, country="GB", mailbox=mailbox, zone="Europe/London")


def _member(organisation: Organisation) -> Actor:
    email = f"member-{next(_NUMBERS)}@example.org"
    roles = [Role.ADMINISTRATOR, Role.ANALYST]
    add_first_member(organisation, name="Ada Keeper", email=email, roles=roles, password=secrets.token_urlsafe(16))
    actor = member_actor(Account.objects.get(email=email))
    if actor is None:
        raise SystemExit("The member that was just added is not there.")
    return actor


if __name__ == "__main__":
    main()
